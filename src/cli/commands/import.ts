import type { Command } from 'commander';
import path from 'node:path';
import type { Client } from '../../shared/client.ts';
import type { ImportResult, ResourceChange, SnapshotChange } from '../../shared/model/content.ts';
import type { ImportedPack } from '../../shared/model/pack.ts';
import { AppError } from '../../shared/errors.ts';
import { attackText } from '../attack-text.ts';
import { finish, notEmpty } from '../command.ts';
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
          if (options.json) printJson(toJson(result));
          else printText(toText(result, options.dryRun ?? false));
        }),
      );
    });
  finish(command, [
    'bearing import /media/stick/techniques',
    'bearing import --dry-run techniques.zip',
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

/** The shape that docs/cli.md gives. */
function toJson(result: ImportResult): Record<string, unknown> {
  const { documents, techniques, resources, listings, added, changed, removed, unchanged } = result;
  const { control, rule, test } = resources;
  const problems = result.problems.map(({ file, line, code, message }) => ({ file, line, code, message }));
  return {
    documents,
    techniques,
    resources: { control, rule, test },
    listings,
    added,
    changed,
    removed,
    unchanged,
    problems,
    sources: result.snapshots.map(snapshotJson),
    attack: result.attack,
    packs: result.packs.map(packJson),
  };
}

function packJson({
  file,
  keyId,
  content,
  since,
  documents,
  sources,
}: ImportedPack): Record<string, unknown> {
  return {
    file,
    keyId,
    content,
    since,
    documents,
    sources: sources.map(({ id, commit, date: asOf, resources }) => ({ id, commit, asOf, resources })),
  };
}

function snapshotJson(snapshot: SnapshotChange): Record<string, unknown> {
  const { sourceId: id, commit, date: asOf, files, unchanged } = snapshot;
  return { id, commit, asOf, files, ...countChanges(snapshot), unchanged };
}

function countChanges({ changes }: SnapshotChange): Record<ResourceChange['change'], number> {
  const counts = { new: 0, changed: 0, moved: 0, deprecated: 0, gone: 0 };
  for (const { change } of changes) counts[change]++;
  return counts;
}

function toText(result: ImportResult, isDryRun: boolean): string {
  const { added, changed, removed, unchanged, problems, resources } = result;
  const lines = [
    ...result.packs.map(packText),
    `Documents   ${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`,
    ...result.snapshots.map(snapshotText),
    ...result.attack.flatMap(attackText),
    `Problems    ${problems.length}`,
    `Catalog     ${result.techniques} techniques, ${resources.control} controls, ${resources.rule} rules, ${resources.test} tests, ${result.listings} listings`,
  ];
  if (isDryRun) lines.push('A dry run: nothing was written.');
  return lines.join('\n');
}

function packText({ file, keyId, since }: ImportedPack): string {
  const signed = keyId === null ? 'not signed' : `signed with the key ${keyId}`;
  return visible(
    `Pack        ${file}, ${signed}${since === null ? '' : `, changes since ${since.slice(0, 16)}`}`,
  );
}

function snapshotText(snapshot: SnapshotChange): string {
  const name = `${snapshot.sourceId.padEnd(11)} `;
  if (snapshot.isUnchanged) return `${name}unchanged: ${snapshot.unchanged} resources`;
  const counts = countChanges(snapshot);
  const parts = Object.entries(counts).map(([change, count]) => `${count} ${change}`);
  return `${name}${parts.join(', ')}, ${snapshot.unchanged} unchanged`;
}
