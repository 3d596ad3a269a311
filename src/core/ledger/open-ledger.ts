import Database from 'better-sqlite3';
import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { migrate, newestVersion, schemaVersion, type Migration } from '../db/migrate.ts';
import { assertDurability, openForWriting } from '../db/open.ts';
import { get, run, sql, transaction, type WritableDB } from '../db/sql.ts';
import { listBackups, makeBackup } from './backup.ts';
import { entries } from './migrations/0010-entries.ts';
import { uuidv7 } from '../db/uuid.ts';

export const LEDGER_FILE = 'ledger.db';
export const LEDGER_MIGRATIONS: readonly Migration[] = [entries];
/** "Bear" in ASCII, so that `file` and others can tell what the database is. */
const APPLICATION_ID = 0x42656172;

/**
 * Opens the ledger for writing, making it when it is not there. A backup comes before every migration, and once a day.
 * Throws ledger-newer (made by a newer Bearing) and ledger-damaged (detail: the backups there are); never changes such a file.
 */
export function openLedger(folder: string, now: Date): WritableDB {
  const file = path.join(folder, LEDGER_FILE);
  const backups = path.join(folder, 'backups');
  try {
    return open(file, backups, now);
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) throw error;
    throw damaged(file, backups, error.message);
  }
}

function open(file: string, backups: string, now: Date): WritableDB {
  const isNew = !fs.existsSync(file);
  const db = openForWriting(file, 'full');
  try {
    refuseForeign(db, file, isNew);
    if (!isNew && db.pragma('quick_check(1)', { simple: true }) !== 'ok')
      throw damaged(file, backups, 'quick_check failed');
    const isPending = schemaVersion(db) < newestVersion(LEDGER_MIGRATIONS);
    if (!isNew) makeBackup(db, backups, now, isPending ? 'before-migration' : 'daily');
    migrate(db, LEDGER_MIGRATIONS);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    // A write at every start, so that what SQLite makes of `synchronous` at the first write is seen before a person's first mark.
    transaction(db, () => {
      run(
        db,
        sql`INSERT INTO settings (key, value) VALUES ('opened_at', ${now.toISOString()}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      );
      if (!get(db, sql`SELECT 1 FROM settings WHERE key = 'feed'`))
        run(db, sql`INSERT INTO settings (key, value) VALUES ('feed', ${uuidv7()})`);
    });
    assertDurability(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function refuseForeign(db: WritableDB, file: string, isNew: boolean): void {
  const id = db.pragma('application_id', { simple: true });
  if (!isNew && id !== APPLICATION_ID && id !== 0) {
    throw new AppError(
      'ledger-damaged',
      `${file} is a database of another program. Choose another folder with --data.`,
    );
  }
  if (schemaVersion(db) > newestVersion(LEDGER_MIGRATIONS)) {
    throw new AppError(
      'ledger-newer',
      `${file} was written by a newer version of Bearing. Start that version; nothing was changed here.`,
      {
        schema: schemaVersion(db),
        known: newestVersion(LEDGER_MIGRATIONS),
      },
    );
  }
}

function damaged(file: string, backups: string, reason: string): AppError {
  const [newest] = listBackups(backups);
  const next = newest
    ? `Move it away and copy ${newest} to its place.`
    : 'There is no backup in this folder.';
  return new AppError('ledger-damaged', `${file} is damaged. ${next} Nothing was changed.`, {
    file,
    reason,
    backups: listBackups(backups),
  });
}
