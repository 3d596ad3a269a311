import type { Command } from 'commander';
import { isTechniqueId } from '../../shared/model/technique.ts';
import type { HistoryEntry } from '../../shared/model/tracking.ts';
import { finish, ORG_OPTION, wholeNumber } from '../command.ts';
import type { Installation } from '../installation.ts';
import { findOrganization } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatTable } from '../table.ts';

interface Options extends CommonOptions {
  org?: string;
  limit: number;
  offset: number;
}

export function addHistoryCommand(program: Command, installation: Installation): void {
  const command = program
    .command('history')
    .description('list what was marked and noted, by whom and when, newest first')
    .argument('[technique|resource-key]', 'only of this technique or resource')
    .option(...ORG_OPTION)
    .option('--limit <n>', 'entries at most', wholeNumber(1, 1000), 50)
    .option('--offset <n>', 'entries to pass over', wholeNumber(0, 999_999_999), 0)
    .action(async (target: string | undefined, options: Options) => {
      await withWorkbench(installation, options, 'read', 'history', async ({ client }) => {
        const { id } = await findOrganization(client, options.org);
        const { limit, offset } = options;
        const result = await client.call('tracking.history', {
          organizationId: id,
          ...only(target),
          limit,
          offset,
        });
        if (options.json) printJson(result);
        else printText(toText(result.rows, result.total));
      });
    });
  finish(command, ['bearing history', 'bearing history T1046 --org "Example Bank" --limit 10']);
}

function only(target: string | undefined): { techniqueId?: string; key?: string } {
  if (target === undefined) return {};
  const techniqueId = target.toUpperCase();
  return isTechniqueId(techniqueId) ? { techniqueId } : { key: target };
}

function toText(rows: HistoryEntry[], total: number): string {
  const table = formatTable(
    ['TIME (UTC)', 'AUTHOR', 'WHAT', 'OF', 'BEFORE', 'AFTER', 'COMMENT', 'ACTION'],
    rows.map((entry) => [
      entry.at.slice(0, 16).replace('T', ' '),
      entry.author,
      entry.undoes === null ? entry.type : `undo ${entry.type}`,
      entry.targetTitle,
      shorten(entry.before),
      shorten(entry.after),
      shorten(entry.comment),
      entry.actionId,
    ]),
  );
  return `${table}${table === '' ? '' : '\n'}${rows.length} of ${total} shown`;
}

function shorten(text: string | null): string | null {
  return text !== null && text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
