import Database from 'better-sqlite3';
import { AppError } from '../../shared/errors.ts';
import type { ReadableDB, WritableDB } from './sql.ts';

/** First version without the WAL reset race (sqlite.org/wal.html#walresetbug). */
const LEAST_SQLITE = [3, 51, 3] as const;

export type Durability =
  /** An acknowledged write survives loss of power. */
  | 'full'
  /** Survives a crash of the process; for what can be imported again. */
  | 'normal';

/**
 * Opens a database for writing, with everything set that SQLite leaves off.
 * better-sqlite3 silently falls back to NORMAL at the first write of a new WAL file, so `synchronous` is set here and asserted by
 * `assertDurability` after a write.
 */
export function openForWriting(file: string, durability: Durability): WritableDB {
  const db = new Database(file, { timeout: 5000 }) as unknown as WritableDB;
  try {
    requireSqlite(db);
    db.pragma('journal_mode = WAL');
    setCommon(db);
    db.pragma(`synchronous = ${durability.toUpperCase()}`);
    if (durability === 'full') {
      db.pragma('fullfsync = 1');
      db.pragma('checkpoint_fullfsync = 1');
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A database that is gone when it is closed. */
export function openInMemory(): WritableDB {
  return new Database(':memory:') as unknown as WritableDB;
}

/** Opens a database that is there for reading alone. */
export function openForReading(file: string): ReadableDB {
  const db = new Database(file, {
    readonly: true,
    fileMustExist: true,
    timeout: 5000,
  }) as unknown as ReadableDB;
  try {
    requireSqlite(db);
    setCommon(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Whether SQLite says that a file is no sound database. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}

/** What a person is told of that. */
export function databaseDamaged(): AppError {
  return new AppError(
    'database-damaged',
    'A database in the data folder is damaged. Close Bearing and start it again: it says then which one, and how to go on.',
  );
}

/** Whether SQLite could not write, or not even make the files that it needs to read. */
export function isFull(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(FULL|IOERR)/.test(error.code);
}

/** Throws when the connection does not sync every commit. Meaningful after a write only. */
export function assertDurability(db: WritableDB): void {
  if (
    db.pragma('synchronous', { simple: true }) !== 2 ||
    db.pragma('journal_mode', { simple: true }) !== 'wal'
  ) {
    throw new Error('the ledger is not written durably');
  }
}

export function sqliteVersion(db: ReadableDB): string {
  return db.prepare('SELECT sqlite_version()').pluck().get() as string;
}

function setCommon(db: ReadableDB): void {
  db.pragma('foreign_keys = 1');
  db.pragma('trusted_schema = 0');
  db.pragma('cell_size_check = 1');
}

function requireSqlite(db: ReadableDB): void {
  const version = sqliteVersion(db);
  const parts = version.split('.').map(Number);
  const difference =
    LEAST_SQLITE.map((least, index) => (parts[index] ?? 0) - least).find((part) => part !== 0) ?? 0;
  if (difference < 0) {
    throw new AppError(
      'sqlite-too-old',
      `SQLite ${version} can damage a database; ${LEAST_SQLITE.join('.')} or newer is needed. Install Bearing again.`,
    );
  }
}
