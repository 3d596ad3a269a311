import type { Command } from 'commander';
import { versionsName } from '../../shared/attack-name.ts';
import type { ImportSummary } from '../../shared/model/content.ts';
import { finish, wholeNumber } from '../command.ts';
import { importJson } from '../import-json.ts';
import { formatImport, sourceName } from '../import-text.ts';
import type { Installation } from '../installation.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatTable } from '../table.ts';

interface Options extends CommonOptions {
  limit: number;
  diff?: boolean;
}

export function addImportsCommand(program: Command, installation: Installation): void {
  const command = program
    .command('imports')
    .description('list past imports, newest first, or open one with all that it changed')
    .argument('[id]', 'import to open', wholeNumber(1, 999_999_999))
    .option('--limit <n>', 'imports at most', wholeNumber(1, 1000), 50)
    .option('--diff', 'of an opened one, every changed resource with the diff of its text')
    .action(async (importId: number | undefined, options: Options) => {
      await withWorkbench(installation, options, 'read', 'imports', async ({ client }) => {
        if (importId === undefined) {
          const imports = await client.call('content.imports', { limit: options.limit });
          if (options.json) printJson(imports.map(toJson));
          else printText(toText(imports));
          return;
        }
        const result = await client.call('content.importResult', { importId });
        if (options.json) printJson(importJson(result));
        else printText(formatImport(result, { isDryRun: false, withDiffs: options.diff ?? false }));
      });
    });
  finish(command, ['bearing imports', 'bearing imports 7 --diff', 'bearing imports 7 --json']);
}

/** The shape that docs/cli.md gives. */
function toJson(one: ImportSummary): Record<string, unknown> {
  const {
    id,
    finishedAt,
    roots,
    added,
    changed,
    removed,
    unchanged,
    problems,
    sources,
    attack,
    restores,
    canRestore,
  } = one;
  return {
    id,
    finishedAt,
    roots,
    added,
    changed,
    removed,
    unchanged,
    problems,
    sources,
    attack,
    restores,
    canRestore,
  };
}

function toText(imports: ImportSummary[]): string {
  if (imports.length === 0)
    return 'Nothing was imported yet. Import documents or snapshots: bearing import FOLDER';
  return formatTable(
    ['IMPORT', 'TIME (UTC)', 'WHAT', 'DOCUMENTS', 'SOURCES', 'PROBLEMS', 'RESTORE'],
    imports.map((one) => [
      one.id,
      one.finishedAt.slice(0, 16).replace('T', ' '),
      nameOf(one),
      documentsOf(one),
      [...one.sources.map(sourceText), ...one.attack.map(versionsName)].join('; '),
      one.problems,
      one.canRestore ? `bearing restore ${one.id}` : '',
    ]),
  );
}

function nameOf({ restores, roots, removed }: ImportSummary): string {
  if (restores !== null) return `restored what was there before import ${restores}`;
  const [first, ...others] = roots;
  // An import of single files names no root, and removes nothing.
  if (first === undefined) return removed > 0 ? 'removed documents' : 'single files';
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function documentsOf({ added, changed, removed }: ImportSummary): string {
  return `${added} added, ${changed} changed, ${removed} removed`;
}

function sourceText({ id, ...counts }: ImportSummary['sources'][number]): string {
  const parts = Object.entries(counts).flatMap(([change, count]) =>
    count === 0 ? [] : [`${count} ${change}`],
  );
  return `${sourceName(id)} ${parts.join(', ')}`;
}
