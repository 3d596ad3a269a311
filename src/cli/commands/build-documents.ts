import { InvalidArgumentError, type Command } from 'commander';
import { buildTechniqueDocuments } from '../../core/workbench.ts';
import type { BuiltDocuments } from '../../shared/model/built-documents.ts';
import { SOURCES } from '../../shared/model/source.ts';
import { finish, notEmpty } from '../command.ts';
import { formatProblem, printAside, printJson, printProblem, printText } from '../output.ts';
import { endSteps, showStep } from '../progress.ts';
import { formatDate, formatKinds, formatThings } from '../table.ts';

interface Options {
  from: string[];
  output: string;
  date?: Dates;
  force?: boolean;
  json?: boolean;
}

/** `--date` for all snapshots that say none, and for single sources. */
interface Dates {
  all: string | undefined;
  bySource: Map<string, string>;
}

export function addBuildDocumentsCommand(program: Command): void {
  const command = program
    .command('build-documents')
    .description(
      "write the technique documents of snapshots of the sources' repositories; uses no data folder",
    )
    .requiredOption('--from <folder...>', 'folders or archives that hold the snapshots', collectFolder)
    .requiredOption('-o, --output <dir>', 'folder to write into', notEmpty)
    .option(
      '--date <date>',
      'YYYY-MM-DD for snapshots that do not say their date (default: today), or SOURCE=YYYY-MM-DD for one; may be given several times',
      collectDate,
    )
    .option('--force', 'replace documents that are in the folder')
    .action(async ({ from, output, date, force, json }: Options) => {
      const today = new Date().toISOString().slice(0, 10);
      const result = await buildTechniqueDocuments(
        {
          folders: from,
          output,
          dates: date?.bySource ?? new Map(),
          date: date?.all ?? today,
          force: force ?? false,
        },
        showStep,
      ).finally(endSteps);
      for (const problem of result.problems) printAside(formatProblem(problem));
      if (date?.all === undefined) printAssumed(result, today);
      if (json) printJson(toJson(result));
      else printText(toText(result));
    });
  finish(command, [
    'bearing build-documents --from sigma elastic atomic-red-team -o technique-documents',
    'bearing build-documents --from snapshots --date sigma=2026-08-05 --date 2026-08-31 -o technique-documents',
  ]);
}

/** Every folder named, whether by one option or by several. */
function collectFolder(value: string, before: string[] = []): string[] {
  return [...before, notEmpty(value)];
}

function collectDate(value: string, before?: Dates): Dates {
  const [source, date] = value.includes('=') ? value.split('=', 2) : [null, value];
  if (!isDay(date ?? '')) throw new InvalidArgumentError('It has to be a date, YYYY-MM-DD.');
  const { all, bySource } = before ?? { all: undefined, bySource: new Map<string, string>() };
  if (source === null) return { all: date, bySource };
  const id = SOURCES.find((one) => one.id === source)?.id;
  const ids = SOURCES.map((one) => one.id).join(', ');
  if (id === undefined) throw new InvalidArgumentError(`There is no source ${source}. Sources are ${ids}.`);
  return { all, bySource: new Map([...bySource, [id, date ?? '']]) };
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(time || 0).toISOString().startsWith(text);
}

/** Today is later than the snapshot, perhaps by years: nobody should take it for its date unawares. */
function printAssumed({ sources }: BuiltDocuments, today: string): void {
  const assumed = sources.filter(({ isDateAssumed }) => isDateAssumed).map(({ id }) => id);
  if (assumed.length > 0)
    printProblem(
      `The date of ${assumed.join(', ')} is not known: today's was written, ${today}. --date sets it.`,
    );
}

/** The shape that docs/cli.md gives. */
function toJson({ documents, resources, listings, problems }: BuiltDocuments): Record<string, unknown> {
  const { control, rule, test } = resources;
  return {
    documents,
    resources: { control, rule, test },
    listings,
    problems: problems.map(({ file, line, code, message }) => ({ file, line, code, message })),
  };
}

function toText({ documents, resources, listings, sources, problems }: BuiltDocuments): string {
  return [
    `Documents   ${documents}: ${formatKinds(resources)}, ${formatThings(listings, 'listing')}`,
    ...sources.map(({ id, listed, date, commit }) => {
      const of = commit === null ? '' : `, commit ${commit.slice(0, 12)}`;
      return `${id.padEnd(11)} ${formatThings(listed, 'resource')} listed, as of ${formatDate(date)}${of}`;
    }),
    `Problems    ${problems.length}`,
  ].join('\n');
}
