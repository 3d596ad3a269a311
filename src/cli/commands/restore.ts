import type { Command } from 'commander';
import { finish, wholeNumber } from '../command.ts';
import { importJson } from '../import-json.ts';
import { formatImport } from '../import-text.ts';
import type { Installation } from '../installation.ts';
import { cancelOnSignal } from '../interrupt.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';

const CANCELLED = 'The restore was cancelled. Nothing was written.';

interface Options extends CommonOptions {
  dryRun?: boolean;
  diff?: boolean;
}

export function addRestoreCommand(program: Command, installation: Installation): void {
  const command = program
    .command('restore')
    .description('bring back the content as it was before an import; marks and notes stay as they are')
    .argument('<import-id>', 'the import, as bearing imports lists it', wholeNumber(1, 999_999_999))
    .option('--dry-run', 'say what would change and write nothing')
    .option('--diff', 'every changed resource with the diff of its text')
    .action(async (importId: number, options: Options) => {
      await cancelOnSignal(CANCELLED, (onSignal) =>
        withWorkbench(installation, options, 'write', 'restore', async ({ client }) => {
          const isDryRun = options.dryRun ?? false;
          const work = client.call('content.restore', { importId, dryRun: isDryRun });
          onSignal(() => void client.call('content.cancel', {}));
          const result = await work;
          if (options.json) printJson(importJson(result));
          else printText(formatImport(result, { isDryRun, withDiffs: options.diff ?? false }));
        }),
      );
    });
  finish(command, ['bearing restore 7 --dry-run', 'bearing restore 7']);
}
