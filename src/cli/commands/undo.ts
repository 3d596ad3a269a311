import type { Command } from 'commander';
import { finish, ORG_OPTION } from '../command.ts';
import type { Installation } from '../installation.ts';
import { findOrganization } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { visible } from '../table.ts';

interface Options extends CommonOptions {
  org?: string;
  action?: string;
}

export function addUndoCommand(program: Command, installation: Installation): void {
  const command = program
    .command('undo')
    .description('take back the latest action of an organization, or one that history names')
    .option(...ORG_OPTION)
    .option('--action <id>', 'action to take back; what was changed again since stays')
    .action(async (options: Options) => {
      await withWorkbench(installation, options, 'write', 'undo', async ({ client }) => {
        const { id, name } = await findOrganization(client, options.org);
        const action = options.action === undefined ? {} : { actionId: options.action };
        const { actionId, undone, skipped, what } = await client.call('tracking.undo', {
          organizationId: id,
          ...action,
        });
        if (options.json) printJson({ organization: { id, name }, actionId, undone, skipped, what });
        else
          printText(visible(`${name}: ${what}, ${undone} undone, ${skipped} changed again since and kept`));
      });
    });
  finish(command, ['bearing undo --org "Example Bank"', 'bearing undo --action ID']);
}
