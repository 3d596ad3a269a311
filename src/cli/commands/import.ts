import type { Command } from 'commander';
import path from 'node:path';
import type { Client } from '../../shared/client.ts';
import type { ImportResult } from '../../shared/model/content.ts';
import { AppError } from '../../shared/errors.ts';
import { finish, notEmpty } from '../command.ts';
import { importJson } from '../import-json.ts';
import { formatImport } from '../import-text.ts';
import type { Installation } from '../installation.ts';
import { cancelOnSignal, type OnSignal } from '../interrupt.ts';
import { formatProblem, printAside, printJson, printText } from '../output.ts';
import { showProgress } from '../progress.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { visible } from '../table.ts';

const CANCELLED = 'The import was cancelled. Nothing was written.';

interface Options extends CommonOptions {
  dryRun?: boolean;
  removeGone?: boolean;
  hunting?: boolean;
  diff?: boolean;
}

export function addImportCommand(program: Command, installation: Installation): void {
  const command = program
    .command('import')
    .description(
      "import technique documents, snapshots of the sources' repositories or a pack: folders, files or archives, told apart by what they hold",
    )
    .argument(
      '<path...>',
      'folders, documents, zips, tar.gz or a pack',
      (value, before: string[] | undefined) => [...(before ?? []), notEmpty(value)],
    )
    .option('--dry-run', 'say what would change and write nothing')
    .option('--hunting', 'hunting queries of Elastic and Sentinel too')
    .option('--remove-gone', 'remove the listings of documents that have gone from these folders')
    .option('--diff', 'every changed resource, with the diff of its text')
    .action(async (paths: string[], options: Options) => {
      await cancelOnSignal(CANCELLED, (onSignal) =>
        withWorkbench(installation, options, 'write', 'import', async ({ client }) => {
          const result = await importPaths(client, paths, options, onSignal);
          for (const problem of result.problems) printAside(formatProblem(problem));
          printGone(result);
          if (result.documents === 0 && result.snapshots.length === 0 && result.attack.length === 0)
            throw new AppError(
              'import-failed',
              'No technique document, no snapshot and nothing of ATT&CK was found or could be read. Nothing was changed.',
            );
          const how = { isDryRun: options.dryRun ?? false, withDiffs: options.diff ?? false };
          if (options.json) printJson(importJson(result));
          else printText(formatImport(result, how));
        }),
      );
    });
  finish(command, [
    'bearing import /media/stick/techniques',
    'bearing import --dry-run --diff sigma.zip',
    'bearing import content.bearing-pack',
    'bearing import --remove-gone --json /media/stick/techniques',
  ]);
}

async function importPaths(
  client: Client,
  paths: string[],
  options: Options,
  onSignal: OnSignal,
): Promise<ImportResult> {
  const endProgress = showProgress(client);
  const work = client.call('content.import', {
    items: paths.map((given) => ({ path: path.resolve(given) })),
    dryRun: options.dryRun ?? false,
    removeGone: options.removeGone ?? false,
    hunting: options.hunting ?? false,
  });
  onSignal(() => void client.call('content.cancel', {}));
  try {
    return await work;
  } finally {
    endProgress();
  }
}

function printGone({ changes }: ImportResult): void {
  const gone = changes.filter(({ change }) => change === 'gone');
  for (const { file, techniqueId, name } of gone)
    printAside(visible(`${file}: has gone (${techniqueId} ${name}).`));
  if (gone.length > 0) printAside('The listings of what has gone are kept; --remove-gone removes them.');
}
