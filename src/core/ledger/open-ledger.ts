import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { CATALOG_FILE, LEDGER_FILE } from '../db/data-folder.ts';
import { migrate, newestVersion, schemaVersion } from '../db/migrate.ts';
import { assertDurability, isDamage, openForWriting } from '../db/open.ts';
import { get, run, sql, transaction, type ReadableDB, type WritableDB } from '../db/sql.ts';
import { listBackups, makeBackup } from './backup.ts';
import { LEDGER_MIGRATIONS } from './migrations.ts';
import { APPLICATION_ID } from './migrations/0010-entries.ts';
import { uuidv7 } from '../db/uuid.ts';

/**
 * Opens the ledger for writing, making it when there never was one. A backup comes before every migration, and once a day.
 * Throws ledger-newer (made by a newer Bearing), ledger-missing and ledger-damaged (detail: the backups there are); never changes such a file.
 */
export function openLedger(folder: string, now: Date): WritableDB {
  const file = path.join(folder, LEDGER_FILE);
  const backups = path.join(folder, 'backups');
  refuseLoss(file, backups);
  try {
    return open(file, backups, now);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw damaged(file, backups, (error as Error).message);
  }
}

/** Looks at the attached ledger of a connection that reads. Throws ledger-damaged and ledger-newer. */
export function checkAttachedLedger(db: ReadableDB, folder: string): void {
  const file = path.join(folder, LEDGER_FILE);
  const backups = path.join(folder, 'backups');
  try {
    refuseNewer(db.pragma('ledger.user_version', { simple: true }) as number, file);
    const found = db.pragma('ledger.quick_check(1)', { simple: true });
    const hasEntries = get(db, sql`SELECT 1 FROM ledger.sqlite_schema WHERE name = 'entries'`) !== undefined;
    if (found !== 'ok' || !hasEntries) throw damaged(file, backups, String(found));
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw damaged(file, backups, (error as Error).message);
  }
}

/** An empty file, or none where backups are, is a loss and not a beginning: to make a new ledger there would hide it. */
function refuseLoss(file: string, backups: string): void {
  if (!fs.existsSync(file)) {
    const [newest] = listBackups(backups);
    if (!newest) return;
    throw new AppError(
      'ledger-missing',
      `${file} is missing, and there are backups of it. Copy ${newest} to its place; to begin anew, move ${backups} away. Nothing was changed.`,
      { file, backups: listBackups(backups) },
    );
  }
  // Before it is opened, which would write into it.
  if (fs.statSync(file).size === 0 && !isFirstStart(file, backups))
    throw damaged(file, backups, 'the file is empty');
}

/** Nothing else was made yet: the first start makes the ledger, whole, before the catalog. Only then may it be empty, when that start was killed. */
function isFirstStart(file: string, backups: string): boolean {
  return !fs.existsSync(path.join(path.dirname(file), CATALOG_FILE)) && listBackups(backups).length === 0;
}

function open(file: string, backups: string, now: Date): WritableDB {
  const db = openForWriting(file, 'full');
  try {
    const isNew = get(db, sql`SELECT 1 FROM sqlite_schema LIMIT 1`) === undefined;
    if (isNew && !isFirstStart(file, backups)) throw damaged(file, backups, 'the ledger has no tables');
    if (!isNew) refuseForeign(db, file);
    if (!isNew && db.pragma('quick_check(1)', { simple: true }) !== 'ok')
      throw damaged(file, backups, 'quick_check failed');
    const isPending = schemaVersion(db) < newestVersion(LEDGER_MIGRATIONS);
    if (!isNew) makeBackup(db, backups, now, isPending ? 'before-migration' : 'daily');
    migrate(db, LEDGER_MIGRATIONS);
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

function refuseForeign(db: WritableDB, file: string): void {
  const id = db.pragma('application_id', { simple: true });
  if (id !== APPLICATION_ID) {
    throw new AppError(
      'ledger-damaged',
      `${file} is a database of another program. Choose another folder with --data.`,
    );
  }
  refuseNewer(schemaVersion(db), file);
}

function refuseNewer(schema: number, file: string): void {
  const known = newestVersion(LEDGER_MIGRATIONS);
  if (schema <= known) return;
  throw new AppError(
    'ledger-newer',
    `${file} was written by a newer version of Bearing. Start that version; nothing was changed here.`,
    { schema, known },
  );
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
