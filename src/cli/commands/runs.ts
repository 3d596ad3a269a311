import type { Command } from 'commander';
import { LIMITS } from '../../shared/contract.ts';
import { isTechniqueId } from '../../shared/model/technique.ts';
import type { Run } from '../../shared/model/run.ts';
import { finish, ORG_OPTION, wholeNumber } from '../command.ts';
import type { Installation } from '../installation.ts';
import { findOrganization } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatTable, formatThings } from '../table.ts';

interface Options extends CommonOptions {
  org?: string;
  validFor?: number;
}

export function addRunsCommand(program: Command, installation: Installation): void {
  const command = program
    .command('runs')
    .description('list the runs of tests, newest first')
    .argument('[technique|test-key]', 'only of the tests that this technique lists, or of this test')
    .option(...ORG_OPTION)
    .option('--valid-for <days>', 'how long a run counts from now on', wholeNumber(1, LIMITS.validityDays))
    .action(async (target: string | undefined, options: Options) => {
      const { validFor } = options;
      const mode = validFor === undefined ? 'read' : 'write';
      await withWorkbench(installation, options, mode, 'runs', async ({ client }) => {
        if (validFor !== undefined) await client.call('settings.update', { validityDays: validFor });
        const { id } = await findOrganization(client, options.org);
        const runs = await client.call('runs.list', { organizationId: id, ...only(target) });
        if (options.json) printJson(runs);
        else printText(toText(runs));
      });
    });
  finish(command, ['bearing runs T1046 --org "Example Bank"', 'bearing runs --valid-for 180']);
}

function only(target: string | undefined): { techniqueId?: string; key?: string } {
  if (target === undefined) return {};
  const techniqueId = target.toUpperCase();
  return isTechniqueId(techniqueId) ? { techniqueId } : { key: target };
}

function toText(runs: Run[]): string {
  const table = formatTable(
    ['RAN (UTC)', 'TEST', 'OUTCOME', 'FIRED', 'AUTHOR', 'COMMENT', 'KEY'],
    runs.map((run) => [
      run.at.slice(0, 16).replace('T', ' '),
      run.testTitle,
      run.isValid ? run.outcome : `${run.outcome}, too long ago`,
      run.rules.map(({ title }) => title).join('; '),
      run.author,
      run.comment,
      run.testKey,
    ]),
  );
  return `${table}${table === '' ? '' : '\n'}${formatThings(runs.length, 'run')}`;
}
