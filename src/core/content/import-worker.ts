import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError, type ErrorShape } from '../../shared/errors.ts';
import type { ImportItem, ImportProgress, ImportResult } from '../../shared/model/content.ts';
import { CATALOG_FILE } from '../db/data-folder.ts';
import { knownSnapshot } from '../catalog/write-snapshot.ts';
import { databaseDamaged, isDamage, isFull, openForWriting } from '../db/open.ts';
import type { WritableDB } from '../db/sql.ts';
import type { Problem } from '../../shared/model/problem.ts';
import { mayBeAttack } from '../sources/attack-files.ts';
import { SOURCE_READERS } from '../sources/readers.ts';
import { importContent, removeDocuments, type PendingSnapshot } from './import-documents.ts';
import { readUses } from './attack-usage.ts';
import { shownFile, type FoundAttack } from './find-attack.ts';
import { knownAttack, type ReadAttack } from './import-attack.ts';
import { parseAttack, readAttackTexts } from './read-attack.ts';
import { openFoundPack } from './packs/found-pack.ts';
import { readPackContent } from './packs/import-pack.ts';
import type { PackTrust } from './packs/open-pack.ts';
import { readDocuments } from './read-documents.ts';
import { oneOfEach } from './one-of-each.ts';
import { ParsePool, type AttackTask, type ParseMessage } from './parse-pool.ts';
import { packPart, parseSource, type ParseTask } from './parse-source.ts';
import { clearPrevious, keepPrevious } from './previous.ts';
import { readMarks } from './read-marks.ts';
import { readSnapshot } from './read-snapshot.ts';
import { restoreContent } from './restore.ts';
import { scan, type Scan } from './scan.ts';

/** What the importer gives a worker: an import, documents to remove, or an import to take back. */
export interface WorkerTask {
  folder: string;
  /** This file, for the threads that read snapshots. */
  workerFile: string;
  now: string;
  /** Of Bearing. */
  version: string;
  /** A 1 in it asks the worker to give up. */
  cancel: SharedArrayBuffer;
  work:
    | {
        type: 'import';
        items: ImportItem[];
        dryRun: boolean;
        removeGone: boolean;
        hunting: boolean;
        trust: PackTrust;
      }
    | { type: 'remove'; techniqueIds: string[] }
    | { type: 'restore'; importId: number; dryRun: boolean };
}

/** What a worker says. The last one is `done` or `failed`. */
export type WorkerMessage =
  | { type: 'progress'; progress: Omit<ImportProgress, 'job'> }
  /** The result is an ImportResult as JSON, in UTF-8. */
  | { type: 'done'; isWritten: boolean; result: Uint8Array<ArrayBuffer> }
  | { type: 'failed'; error: ErrorShape };

const PROGRESS_EVERY_MS = 60;

const data = workerData as WorkerTask | { work: { type: 'parse' } };
const task = data as WorkerTask;
const cancelFlag = new Int32Array(task.cancel ?? new SharedArrayBuffer(4));
let lastProgress = 0;

function post(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function report(
  phase: ImportProgress['phase'],
  done: number,
  total: number,
  file: string,
  problems: number,
): void {
  const now = Date.now();
  if (now - lastProgress < PROGRESS_EVERY_MS && done !== total) return;
  lastProgress = now;
  post({ type: 'progress', progress: { phase, done, total, file, problems } });
}

function checkCancelled(): void {
  if (Atomics.load(cancelFlag, 0) === 1)
    throw new AppError('import-cancelled', 'The import was cancelled. Nothing was written.');
}

async function runImport(work: Extract<WorkerTask['work'], { type: 'import' }>): Promise<ImportResult> {
  const found = await scan(
    work.items,
    (count, file) => report('scan', count, 0, file, 0),
    checkCancelled,
    SOURCE_READERS,
    { hunting: work.hunting },
    mayBeAttack,
  );
  const pool = new ParsePool(task.workerFile);
  try {
    // Before the catalog is as much as opened.
    const pack = openFoundPack(found, work.trust);
    const db = openForWriting(path.join(task.folder, CATALOG_FILE), 'normal');
    try {
      const content = pack && readPackContent(pack, db);
      const files = content?.files ?? found.files;
      const { snapshots: chosen, problems: second } = oneOfEach(found.snapshots, SOURCE_READERS);
      const sizes = pack
        ? pack.manifest.parts.map(({ source }) => source?.files ?? 0)
        : chosen.map((one) => one.files.length);
      const total = sizes.reduce((sum, size) => sum + size, files.length);
      const read = await readDocuments(
        files,
        (done, file, problems) => report('read', done, files.length, file, problems),
        checkCancelled,
      );
      read.problems.push(...found.problems, ...second);
      const snapshots = content?.snapshots ?? pendingSnapshots(chosen, db, work.hunting, pool);
      let written = 0;
      const attack = content?.attack ?? (await readAttackFound(db, found.attack, pool, read.problems));
      return await importContent(db, read, attack, snapshots, {
        now: task.now,
        version: task.version,
        readAhead: pool.size + 1,
        roots: found.roots,
        // A link or a file that cannot be read is there all the same.
        found: new Set([...files, ...found.problems].map(({ file }) => file)),
        removeGone: work.removeGone,
        marks: readMarks(task.folder),
        uses: readUses(task.folder),
        dryRun: work.dryRun,
        pack: content?.pack ?? null,
        keepPrevious: keep,
        onWritten: (count, file) => {
          checkCancelled();
          written += count;
          report('write', written, total, file, read.problems.length);
        },
      });
    } finally {
      closeCatalog(db);
    }
  } finally {
    found.close();
    await pool.close();
  }
}

/** Those with most files first: what comes after them is read while they are written. */
function pendingSnapshots(
  chosen: Scan['snapshots'],
  db: WritableDB,
  hunting: boolean,
  pool: ParsePool,
): PendingSnapshot[] {
  const { version } = task;
  return [...chosen]
    .sort((a, b) => b.files.length - a.files.length)
    .map((snapshot) => () => {
      const known = knownSnapshot(db, snapshot.sourceId, { hunting, version });
      return readSnapshot(snapshot, known, { hunting }, (parse) => pool.parse(parse), checkCancelled);
    });
}

/** What the files found say of ATT&CK. Those whose bytes a former import has read already are not parsed again. */
async function readAttackFound(
  db: WritableDB,
  found: readonly FoundAttack[],
  pool: ParsePool,
  problems: Problem[],
): Promise<ReadAttack[]> {
  const read: ReadAttack[] = [];
  for (const one of found) {
    const { texts, problems: unread } = await readAttackTexts(
      one,
      (file) => report('read', 0, 0, file, problems.length),
      checkCancelled,
    );
    problems.push(...unread);
    const { root, isAlone, sha256 } = texts;
    const known = knownAttack(db, texts);
    if (known) {
      read.push(...known);
      continue;
    }
    const { domains, problems: own } = await pool.parseAttack({ attack: texts.files });
    problems.push(...own.map(({ path: file, ...problem }) => ({ file: shownFile(one, file), ...problem })));
    for (const content of domains)
      read.push({ root, isAlone, sha256, domain: content.domain, version: content.version, content });
  }
  return read;
}

async function runRemove(techniqueIds: string[]): Promise<ImportResult> {
  const db = openForWriting(path.join(task.folder, CATALOG_FILE), 'normal');
  try {
    const marks = readMarks(task.folder);
    return await removeDocuments(db, techniqueIds, { now: task.now, marks, keepPrevious: keep });
  } finally {
    closeCatalog(db);
  }
}

/** The last moment at which an import can be cancelled is when what was there before it is kept. */
async function keep(importId: number): Promise<void> {
  await keepPrevious(task.folder, importId);
  checkCancelled();
}

/** The main thread's connection only reads and cannot move the log into the file, so whoever wrote does. */
function closeCatalog(db: WritableDB): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

function runWork(): Promise<ImportResult> {
  const { folder, now, work } = task;
  if (work.type === 'import') return runImport(work);
  if (work.type === 'remove') return runRemove(work.techniqueIds);
  return restoreContent(folder, work.importId, { now, dryRun: work.dryRun, checkCancelled });
}

async function main(): Promise<void> {
  try {
    const result = await runWork();
    if (result.importId !== null) clearPrevious(task.folder, result.importId);
    const bytes = new TextEncoder().encode(JSON.stringify(result));
    post({ type: 'done', isWritten: result.importId !== null, result: bytes }, [bytes.buffer]);
  } catch (error) {
    const shape = error instanceof AppError ? error.toShape() : failed(error);
    post({ type: 'failed', error: shape });
  }
}

function failed(error: unknown): ErrorShape {
  if (isFull(error) || (error as NodeJS.ErrnoException).code === 'ENOSPC') {
    return {
      code: 'disk-full',
      message: `There is no room to write in ${task.folder}. Free some and import again; nothing was written.`,
    };
  }
  if (isDamage(error)) return databaseDamaged().toShape();
  return {
    code: 'import-failed',
    message: `The import stopped: ${(error as Error).message}. Nothing was written.`,
  };
}

/** A thread that reads snapshots for the one that imports. */
function parseForever(): void {
  const say = (message: ParseMessage, transfer: ArrayBuffer[] = []) =>
    parentPort?.postMessage(message, transfer);
  parentPort?.on('message', (parse: ParseTask | AttackTask) => {
    try {
      if ('attack' in parse) say({ type: 'part', part: parseAttack(parse.attack) });
      else
        for (const made of parseSource(parse)) {
          const { part, buffer } = packPart(made);
          say({ type: 'part', part }, [buffer]);
        }
      say({ type: 'end' });
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      say({ type: 'failed', message });
    }
  });
}

if ('type' in data.work && data.work.type === 'parse') parseForever();
else void main();
