import { Argument, type Command } from 'commander';
import { MARKS, type Mark } from '../../shared/model/resource.ts';
import { finish, ORG_OPTION } from '../command.ts';
import { readLines } from '../input.ts';
import type { Installation } from '../installation.ts';
import { findOrganization } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { countOf, visible } from '../table.ts';

interface Options extends CommonOptions {
  org?: string;
  note?: string;
}

export function addMarkCommand(program: Command, installation: Installation): void {
  const command = program
    .command('mark')
    .description('say what an organization has done with resources; one step to undo')
    .addArgument(
      new Argument('<status>', 'the mark; open (or none) takes it away').choices([...MARKS, 'open', 'none']),
    )
    .argument('<resource-key...>', 'keys of resources; - reads them from standard input, one a line')
    .option(...ORG_OPTION)
    .option('--note <text>', 'comment on the mark')
    .action(async (status: Mark | 'open' | 'none', given: string[], options: Options) => {
      const keys = given.length === 1 && given[0] === '-' ? await readLines() : given;
      await withWorkbench(installation, options, 'write', 'mark', async ({ client }) => {
        const { id, name } = await findOrganization(client, options.org);
        const mark = status === 'open' || status === 'none' ? null : status;
        const comment = options.note === undefined ? {} : { comment: options.note };
        const { actionId, changed } = await client.call('tracking.mark', {
          organizationId: id,
          keys,
          mark,
          ...comment,
        });
        if (options.json) printJson({ organization: { id, name }, mark, changed, actionId });
        else
          printText(
            visible(`${name}: ${countOf(changed, keys.length, 'resource')} changed to ${mark ?? 'open'}`),
          );
      });
    });
  finish(command, [
    'bearing mark deployed KEY KEY --org "Example Bank" --note "change 4711"',
    'bearing search nmap --source sigma --json | jq -r ".rows[].key" | bearing mark planned -',
  ]);
}
