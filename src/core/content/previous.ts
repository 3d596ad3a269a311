import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { CATALOG_FILE } from '../db/data-folder.ts';
import { isFull, openForReading } from '../db/open.ts';

/** Holds the catalog as it was before each of the last imports: `7.db` before import 7. */
const PREVIOUS_FOLDER = 'previous';
const KEPT = 3;
/** So that one step copies about 40 MB. */
const PAGES = 10_000;

export function previousFile(folder: string, importId: number): string {
  return path.join(folder, PREVIOUS_FOLDER, `${importId}.db`);
}

/** A name for a copy that is being made or worked on. Never offered, and cleared away by the next import. */
export function partFile(folder: string, importId: number): string {
  return `${previousFile(folder, importId)}.part`;
}

/** The imports before which the content is kept. Those alone count that the catalog has a row of: others were never finished. */
export function listPrevious(folder: string): Set<number> {
  return new Set(
    listNames(folder).flatMap((name) => (/^\d+\.db$/.test(name) ? [Number.parseInt(name, 10)] : [])),
  );
}

/**
 * Keeps the catalog as it is committed now, whatever a transaction has written since: another connection reads what stood before it. On the disk when
 * it answers, under its name only when it is whole. Throws disk-full, import-failed.
 */
export async function keepPrevious(folder: string, importId: number): Promise<void> {
  const part = partFile(folder, importId);
  try {
    fs.mkdirSync(path.dirname(part), { recursive: true });
    removeDatabase(part);
    const reader = openForReading(path.join(folder, CATALOG_FILE));
    try {
      await reader.backup(part, { progress: () => PAGES });
    } finally {
      reader.close();
    }
    syncFile(part);
    fs.renameSync(part, previousFile(folder, importId));
  } catch (error) {
    // What is left half made is cleared away by the next import.
    throw explain(error, path.dirname(part));
  }
}

function explain(error: unknown, folder: string): AppError {
  if (isFull(error) || (error as NodeJS.ErrnoException).code === 'ENOSPC')
    return new AppError(
      'disk-full',
      `There is no room to keep the content as it was in ${folder}. Free some and import again; nothing was written.`,
      { folder },
    );
  return new AppError(
    'import-failed',
    `The content as it was could not be kept in ${folder}: ${(error as Error).message}. Mend that and import again; nothing was written.`,
    { folder },
  );
}

/**
 * Keeps the newest copies up to `newest`; all others, and what was left half made, go. Copies of higher numbers are of a catalog that was set aside.
 * What cannot be removed now waits for the next import: all is written already.
 */
export function clearPrevious(folder: string, newest: number): void {
  const kept = [...listPrevious(folder)]
    .filter((id) => id <= newest)
    .sort((a, b) => b - a)
    .slice(0, KEPT);
  const names = new Set(kept.map((id) => `${id}.db`));
  const others = listNames(folder).filter((name) => /^\d+\.db/.test(name) && !names.has(name));
  for (const name of others) tryToRemove(path.join(folder, PREVIOUS_FOLDER, name));
}

/** Removes a database that nobody needs any more. The next import tries again. */
export function tryToRemove(file: string): void {
  try {
    removeDatabase(file);
  } catch {
    // Another program holds it.
  }
}

function listNames(folder: string): string[] {
  try {
    return fs.readdirSync(path.join(folder, PREVIOUS_FOLDER));
  } catch {
    // Nothing was ever kept.
    return [];
  }
}

/** A database with the files that SQLite puts beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) fs.rmSync(file + suffix, { force: true });
}

function syncFile(file: string): void {
  const handle = fs.openSync(file, 'r+');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
