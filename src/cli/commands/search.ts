import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Client } from '../../shared/client.ts';
import { AppError } from '../../shared/errors.ts';
import type { AsOf } from '../../shared/model/attack.ts';
import { KINDS, MARKS, type Mark } from '../../shared/model/resource.ts';
import { SOURCES } from '../../shared/model/source.ts';
import { isTechniqueId } from '../../shared/model/technique.ts';
import type { SearchResult, SearchRow } from '../../shared/model/search.ts';
import type { CallInput } from '../../shared/contract.ts';
import { asOfOption, collect, finish, ORG_OPTION, wholeNumber } from '../command.ts';
import type { Installation } from '../installation.ts';
import { findOrganizationIfAny } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatTable } from '../table.ts';

type Filters = NonNullable<CallInput<'search.list'>['filters']>;

interface Options extends CommonOptions {
  kind?: NonNullable<Filters['types']>;
  source?: string[];
  tactic?: string[];
  technique?: string[];
  status?: string[];
  org?: string;
  asOf: AsOf;
  limit: number;
  offset: number;
}

const TYPES = ['technique', ...KINDS, 'note'];
const STATUSES = [...MARKS, 'open', 'none'];

export function addSearchCommand(program: Command, installation: Installation): void {
  const command = program
    .command('search')
    .description('search techniques, resources, descriptions and notes')
    .argument('[text...]', 'words, the beginnings of words, ids, parts of file names, "quoted phrases"')
    .addOption(
      new Option('--kind <kind>', `one of ${TYPES.join(', ')}`).argParser(collectOf('--kind', TYPES)),
    )
    .option('--source <id>', 'source id, such as sigma or atomic', collect)
    .option('--tactic <name>', 'tactic, such as Discovery', collect)
    .option('--technique <id>', 'technique that lists it', collect)
    .addOption(
      new Option('--status <mark>', `one of ${STATUSES.join(', ')}`).argParser(
        collectOf('--status', STATUSES),
      ),
    )
    .option(...ORG_OPTION)
    .addOption(asOfOption())
    .option('--limit <n>', 'rows at most', wholeNumber(1, 1000), 50)
    .option('--offset <n>', 'rows to pass over', wholeNumber(0, 999_999_999), 0)
    .action(async (words: string[], options: Options) => {
      await withWorkbench(installation, options, 'read', 'search', async ({ client }) => {
        await requireKnown(client, options);
        const organization = await findOrganizationIfAny(client, options.org, options.status !== undefined);
        const result = await client.call('search.list', {
          text: words.join(' '),
          filters: toFilters(options),
          organizationId: organization?.id ?? null,
          asOf: options.asOf,
          limit: options.limit,
          offset: options.offset,
        });
        if (options.json) printJson({ rows: result.rows.map(toJson), total: result.total });
        else printText(toText(result));
      });
    });
  finish(command, [
    'bearing search nmap',
    'bearing search --kind rule --source sigma,elastic --status open port scan',
    'bearing search --technique T1046 --json',
  ]);
}

/** Several values, each of a fixed list. */
function collectOf(flag: string, allowed: string[]): (value: string, before?: string[]) => string[] {
  return (value, before) => {
    const values = collect(value, before);
    const wrong = values.find((one) => !allowed.includes(one));
    if (wrong === undefined) return values;
    throw new InvalidArgumentError(`${flag} takes ${allowed.join(', ')}, not "${wrong}".`);
  };
}

/** A filter that nothing can pass is a slip of the pen, not a result without rows. Throws AppError `invalid-input`. */
async function requireKnown(client: Client, { source, tactic, technique, asOf }: Options): Promise<void> {
  const wrongId = technique?.find((id) => !isTechniqueId(id.toUpperCase()));
  if (wrongId !== undefined)
    throw new AppError('invalid-input', `--technique takes ids such as T1046, not "${wrongId}".`);
  if (source !== undefined) {
    const sources = await client.call('content.sources', {});
    refuseUnknown(
      '--source',
      source,
      [...SOURCES, ...sources].map(({ id }) => id),
    );
  }
  if (tactic !== undefined) {
    const { tactics } = await client.call('coverage.get', { organizationId: null, asOf });
    const names = tactics.map(({ name }) => name);
    refuseUnknown('--tactic', tactic, names);
  }
}

function refuseUnknown(flag: string, given: string[], known: string[]): void {
  const wrong = given.find((one) => !known.includes(one));
  if (wrong === undefined) return;
  throw new AppError('invalid-input', `${flag} takes ${[...new Set(known)].join(', ')}, not "${wrong}".`);
}

function toFilters(options: Options): Filters {
  return {
    types: options.kind ?? [],
    sources: options.source ?? [],
    tactics: options.tactic ?? [],
    techniques: (options.technique ?? []).map((id) => id.toUpperCase()),
    marks: (options.status ?? []).map((status) => (status === 'none' ? 'open' : (status as Mark | 'open'))),
  };
}

/** The shape that docs/cli.md gives. */
function toJson(row: SearchRow): Record<string, unknown> {
  const { type, key, title, kind, source, techniques, mark, isGone } = row;
  return { type, key, title, kind, source, techniques, mark, isGone };
}

function toText({ rows, total }: SearchResult): string {
  const table = formatTable(
    ['TYPE', 'STATE', 'SOURCE', 'TITLE', 'TECHNIQUES', 'KEY'],
    rows.map((row) => [
      row.kind ?? row.type,
      stateOf(row),
      row.source,
      row.title,
      shorten(row.techniques),
      row.key,
    ]),
  );
  return `${table}${table === '' ? '' : '\n'}${rows.length} of ${total} shown`;
}

function stateOf({ type, mark, level, isGone }: SearchRow): string {
  if (type !== 'resource') return level ?? '';
  return `${mark ?? 'open'}${isGone ? ', no longer listed' : ''}`;
}

function shorten(techniques: string[]): string {
  const shown = techniques.slice(0, 3).join(' ');
  return techniques.length > 3 ? `${shown} +${techniques.length - 3}` : shown;
}
