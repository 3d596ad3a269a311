import Database from 'better-sqlite3';
import fs from 'node:fs';
import path from 'node:path';
import { migrate, newestVersion, schemaVersion, type Migration } from '../db/migrate.ts';
import { openForWriting } from '../db/open.ts';
import type { WritableDB } from '../db/sql.ts';
import { documents } from './migrations/0010-documents.ts';

export const CATALOG_FILE = 'catalog.db';
export const CATALOG_MIGRATIONS: readonly Migration[] = [documents];

/**
 * Opens the catalog for writing. One that is damaged or of a newer make is set aside as `catalog.db.damaged` and begun anew: all of it
 * can be imported again. `wasRebuilt` says so.
 */
export function openCatalog(folder: string): { db: WritableDB; wasRebuilt: boolean } {
  const file = path.join(folder, CATALOG_FILE);
  const db = openSound(file);
  if (db) return { db, wasRebuilt: false };
  setAside(file);
  const fresh = openSound(file);
  if (!fresh) throw new Error(`${file} cannot be made`);
  return { db: fresh, wasRebuilt: true };
}

function openSound(file: string): WritableDB | null {
  let db: WritableDB | null = null;
  try {
    db = openForWriting(file, 'normal');
    if (schemaVersion(db) > newestVersion(CATALOG_MIGRATIONS)) throw new NotSound();
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new NotSound();
    migrate(db, CATALOG_MIGRATIONS);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof NotSound || isDamage(error)) return null;
    throw error;
  }
}

class NotSound extends Error {}

function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}

function setAside(file: string): void {
  for (const suffix of ['-wal', '-shm']) fs.rmSync(file + suffix, { force: true });
  fs.renameSync(file, `${file}.damaged`);
}
