import Database from 'better-sqlite3';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { isDamage } from './open.ts';

export const CATALOG_FILE = 'catalog.db';
export const LEDGER_FILE = 'ledger.db';

export interface Holder {
  pid: number;
  /** Name of the machine, for folders on a share. */
  machine: string;
  what: string;
  /** ISO-8601 UTC. */
  since: string;
}

export interface FolderLock {
  release(): void;
}

/** Makes the data folder and its sub-folders. Throws data-folder-not-writable. */
export function makeDataFolder(folder: string): void {
  try {
    for (const part of ['', 'backups', 'logs']) makeFolder(path.join(folder, part));
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.R_OK);
  } catch (error) {
    throw new AppError(
      'data-folder-not-writable',
      `${folder} cannot be written. Choose another folder with --data, or mend its permissions.`,
      {
        folder,
        reason: (error as Error).message,
      },
    );
  }
}

/** Not mkdir's own `recursive`, which never ends where a parent is there and takes no folders, as in /proc. */
function makeFolder(folder: string): void {
  if (fs.existsSync(folder)) return;
  if (path.dirname(folder) !== folder) makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    // Another process that starts now made it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Takes the data folder for this process until released or dead: a write transaction held open on a small database of its own,
 * because the system lets go of that lock even after kill -9, and WAL lets others read who holds it meanwhile.
 * Another process is waited for `waitMs`. Throws data-folder-busy with the holder as detail.
 */
export function lockDataFolder(folder: string, what: string, waitMs = 0): FolderLock {
  const file = path.join(folder, 'lock.db');
  try {
    return takeLock(folder, file, what, waitMs);
  } catch (error) {
    if (!isDamage(error)) throw error;
    // Nothing in it is of worth, and nobody can hold a file that is no database.
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(file + suffix, { force: true });
    return takeLock(folder, file, what, waitMs);
  }
}

function takeLock(folder: string, file: string, what: string, waitMs: number): FolderLock {
  const db = new Database(file, { timeout: waitMs });
  try {
    db.pragma('journal_mode = WAL');
    db.exec(
      'CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL, machine TEXT NOT NULL, what TEXT NOT NULL, since TEXT NOT NULL) STRICT',
    );
    db.exec('BEGIN IMMEDIATE; DELETE FROM holder');
    db.prepare('INSERT INTO holder VALUES (?, ?, ?, ?)').run(
      process.pid,
      os.hostname(),
      what,
      new Date().toISOString(),
    );
    db.exec('COMMIT; BEGIN IMMEDIATE');
  } catch (error) {
    const holder = isBusy(error) ? readHolder(db) : undefined;
    db.close();
    if (!isBusy(error)) throw error;
    const who = holder
      ? `${holder.what} (process ${holder.pid} on ${holder.machine}, since ${holder.since})`
      : 'Another process';
    throw new AppError(
      'data-folder-busy',
      `${who} has ${folder} open. Close it, or choose another folder with --data.`,
      { folder, holder },
    );
  }
  return {
    release() {
      if (!db.open) return;
      db.exec('ROLLBACK');
      db.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function readHolder(db: Database.Database): Holder | undefined {
  try {
    return db.prepare('SELECT pid, machine, what, since FROM holder').get() as Holder | undefined;
  } catch {
    // The holder is between creating its table and naming itself: busy all the same, only without a name.
    return undefined;
  }
}
