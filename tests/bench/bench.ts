// `npm run bench`: how long the main things take, each beside the same work with nothing around it, in the same run.
//
//   npm run bench -- [--json FILE]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Bench } from 'tinybench';
import { openBench, prepare, type Prepared } from './bench-workbench.ts';
import { findCorpus, findWorker, type Corpus } from './corpus.ts';
import {
  insertAll,
  openBareReader,
  openDurableInsert,
  parseAll,
  parseAllAsMarkdown,
  readCatalogRows,
} from './references.ts';

interface Figure {
  name: string;
  /** Milliseconds, median. */
  median: number;
  reference: string;
  referenceMedian: number;
  ratio: number;
}

interface Subject {
  name: string;
  run: () => unknown;
  references: { name: string; run: () => unknown }[];
  /** Fewest runs of each. */
  runs: number;
}

const LONG = 5;
const SHORT = 60;

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const scratch = mkdtempSync(path.join(os.tmpdir(), 'bearing-bench-'));
try {
  const corpus = findCorpus();
  const worker = findWorker();
  sayWhat(corpus, worker.isBuilt);
  const prepared = await prepare(scratch, worker.file, corpus.folder);
  const figures = await measureAll(subjectsOf(corpus, worker.file, prepared));
  await prepared.close();
  console.log(table(figures));
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify(record(corpus, worker.isBuilt, figures), null, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function sayWhat(corpus: Corpus, isBuilt: boolean): void {
  console.log(
    `${corpus.files.length} documents, ${(corpus.bytes / 1e6).toFixed(2)} MB; Node ${process.versions.node}; ${os.cpus().length} cores`,
  );
  if (!corpus.isReal)
    console.log('BEARING_CORPUS names no folder with technique-documents: these are what ships.');
  if (!isBuilt)
    console.log('There is no build: the import worker runs from its source, which takes longer to start.');
}

function subjectsOf(corpus: Corpus, workerFile: string, prepared: Prepared): Subject[] {
  const { client, organizationId, techniqueId, key, dataFolder } = prepared;
  const bare = openBareReader(dataFolder);
  const durable = openDurableInsert(path.join(scratch, 'durable.db'));
  const rows = readCatalogRows(dataFolder);
  let count = 0;
  const fresh = (name: string) => path.join(scratch, `${name}-${(count += 1)}`);
  const search = (text: string): Subject => ({
    name: `search as you type: ${text} (${text.length} keys)`,
    run: async () => {
      for (const prefix of prefixes(text))
        await client.call('search.suggest', { text: prefix, organizationId });
    },
    references: [
      {
        name: 'bare FTS5 query for each key',
        run: () => prefixes(text).forEach((prefix) => bare.search(expression(prefix))),
      },
    ],
    runs: SHORT,
  });
  return [
    {
      name: `import of ${corpus.files.length} documents`,
      run: async () => {
        const { client: other, close } = openBench(fresh('import'), workerFile);
        await other.call('content.import', { items: [{ path: corpus.folder }] });
        await close();
      },
      references: [
        { name: 'reading and parsing alone', run: () => parseAll(corpus.files) },
        { name: 'bare insert of the same rows', run: () => insertAll(`${fresh('rows')}.db`, rows) },
        { name: 'markdown-it on the same bytes', run: () => parseAllAsMarkdown(corpus.files) },
      ],
      runs: LONG,
    },
    search('nmap'),
    search('credential dumping'),
    {
      name: `opening ${techniqueId}`,
      run: () => client.call('techniques.get', { techniqueId, organizationId }),
      references: [{ name: 'bare query of its resources', run: () => bare.technique(techniqueId) }],
      runs: SHORT,
    },
    {
      name: 'a durable mark',
      run: () =>
        client.call('tracking.mark', {
          organizationId,
          keys: [key],
          mark: (count += 1) % 2 ? 'deployed' : 'planned',
        }),
      references: [{ name: 'bare insert, synchronous=FULL', run: durable.insert }],
      runs: SHORT,
    },
    {
      name: 'coverage',
      run: () => client.call('coverage.get', { organizationId }),
      references: [{ name: 'bare count by technique and kind', run: () => bare.coverage(organizationId) }],
      runs: SHORT,
    },
  ];
}

function prefixes(text: string): string[] {
  return Array.from(text, (_, index) => text.slice(0, index + 1)).filter((prefix) => prefix.trim() !== '');
}

function expression(text: string): string {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => `"${word}"*`)
    .join(' AND ');
}

async function measureAll(subjects: Subject[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, run, references, runs } of subjects) {
    const median = await measure(run, runs);
    for (const reference of references) {
      const referenceMedian = await measure(reference.run, runs);
      figures.push({
        name,
        median,
        reference: reference.name,
        referenceMedian,
        ratio: median / referenceMedian,
      });
    }
  }
  return figures;
}

/** Median in milliseconds. */
async function measure(run: () => unknown, runs: number): Promise<number> {
  const bench = new Bench({
    iterations: runs,
    time: 0,
    warmupIterations: Math.ceil(runs / 10),
    warmupTime: 0,
    throws: true,
  });
  bench.add('it', async () => {
    await run();
  });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed')
    throw new Error(`The measurement ended as ${task?.result.state ?? 'nothing'}.`);
  return task.result.latency.p50;
}

function table(figures: Figure[]): string {
  const lines = [['what', 'median', 'beside it', 'median', 'times']];
  let last = '';
  for (const { name, median, reference, referenceMedian, ratio } of figures) {
    const isSame = name === last;
    lines.push([
      isSame ? '' : name,
      isSame ? '' : ms(median),
      reference,
      ms(referenceMedian),
      ratio.toFixed(1),
    ]);
    last = name;
  }
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const isNumber = (column: number) => column === 1 || column >= 3;
  return lines
    .map((line) =>
      line
        .map((cell, i) => (isNumber(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}

function record(corpus: Corpus, isBuilt: boolean, figures: Figure[]) {
  return {
    node: process.versions.node,
    cores: os.cpus().length,
    documents: corpus.files.length,
    bytes: corpus.bytes,
    corpus: corpus.isReal,
    built: isBuilt,
    figures,
  };
}
