import type { Command } from 'commander';
import { finish } from '../command.ts';
import type { Installation } from '../installation.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { visible } from '../table.ts';

export function addTieCommand(program: Command, installation: Installation): void {
  const command = program
    .command('tie')
    .description('say that a resource that has gone is one that is there now: its marks and notes move')
    .argument('<old-key>', 'key of what has gone')
    .argument('<new-key>', 'key of what is there')
    .action(async (before: string, after: string, options: CommonOptions) => {
      await withWorkbench(installation, options, 'write', 'tie', async ({ client }) => {
        const { organizations } = await client.call('content.tie', { before, after });
        if (options.json) return printJson({ before, after, organizations });
        for (const { name, movedMark, notes, actionId } of organizations) {
          const mark = movedMark ? 'mark moved' : 'no mark moved';
          printText(visible(`${name}: ${mark}, notes moved: ${notes} (action ${actionId})`));
        }
      });
    });
  finish(command, ['bearing tie sigma:OLD-ID sigma:NEW-ID']);
}
