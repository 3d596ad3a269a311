// `npm run bench:sources`: the import of every source's repository as whole runs, each in a process of its own: what it takes, what the same
// again takes, how much memory and disk; beside reading and parsing the same files in one thread with the same readers.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { oneOfEach } from '../../src/core/content/one-of-each.ts';
import { decodeFiles } from '../../src/core/content/parse-source.ts';
import { readSnapshotFiles } from '../../src/core/content/read-snapshot.ts';
import { scan } from '../../src/core/content/scan.ts';
import { SOURCE_READERS } from '../../src/core/sources/readers.ts';
import { openBench } from './bench-workbench.ts';
import { findWorker } from './corpus.ts';

const RUNS = 3;
const SOURCES = ['sigma', 'elastic', 'splunk', 'sentinel', 'car', 'atomic', 'stratus', 'd3fend'];

interface Run {
  ms: number;
  /** Highest resident set, in bytes. */
  memory: number;
}

const [step, folder = ''] = process.argv.slice(2);
if (step === undefined) compare();
else console.log(JSON.stringify(await run(step, folder)));

function compare(): void {
  if (process.env.BEARING_CORPUS === undefined) {
    console.log('BEARING_CORPUS names no folder with snapshots: nothing to time.');
    return;
  }
  const parse: Run[] = [];
  const first: Run[] = [];
  const again: Run[] = [];
  let size = 0;
  for (let count = 0; count < RUNS; count++) {
    const data = mkdtempSync(path.join(os.tmpdir(), 'bearing-bench-'));
    try {
      parse.push(start('parse', data));
      first.push(start('import', data));
      again.push(start('import', data));
      size = statSync(path.join(data, 'catalog.db')).size;
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }
  const alone = median(parse.map(({ ms }) => ms));
  const line = (what: string, runs: readonly Run[]) => {
    const ms = median(runs.map((one) => one.ms));
    const memory = Math.max(...runs.map((one) => one.memory));
    return `${what.padEnd(36)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / alone).toFixed(2)} ×  ${(memory / 1e6).toFixed(0).padStart(4)} MB`;
  };
  console.log(
    `Node ${process.versions.node}; ${os.cpus().length} cores; median of ${RUNS} runs, most memory of them`,
  );
  console.log(line('reading and parsing in one thread', parse));
  console.log(line('import of all sources', first));
  console.log(line('the same again', again));
  console.log(`catalog.db ${(size / 1e6).toFixed(1)} MB`);
}

function start(what: string, data: string): Run {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', import.meta.filename, what, data],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${what} failed: ${stderr}`);
  return JSON.parse(stdout) as Run;
}

async function run(what: string, data: string): Promise<Run> {
  const items = SOURCES.map((source) => ({ path: path.join(process.env.BEARING_CORPUS ?? '', source) }));
  const begin = performance.now();
  if (what === 'parse') await parseAll(items);
  else {
    const { client, close } = openBench(data, findWorker().file);
    await client.call('content.import', { items });
    await close();
  }
  return { ms: performance.now() - begin, memory: process.resourceUsage().maxRSS * 1024 };
}

async function parseAll(items: { path: string }[]): Promise<void> {
  const nothing = () => undefined;
  const found = await scan(items, nothing, nothing, SOURCE_READERS);
  for (const snapshot of oneOfEach(found.snapshots, SOURCE_READERS).snapshots) {
    const { files } = await readSnapshotFiles(snapshot, nothing, nothing);
    const { texts } = decodeFiles(files);
    SOURCE_READERS.find(({ id }) => id === snapshot.sourceId)?.read(texts, { hunting: false });
  }
  found.close();
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
