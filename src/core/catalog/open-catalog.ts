import fs from 'node:fs';
import path from 'node:path';
import { CATALOG_FILE } from '../db/data-folder.ts';
import { migrate, newestVersion, schemaVersion, type Migration } from '../db/migrate.ts';
import { isDamage, openForWriting } from '../db/open.ts';
import type { WritableDB } from '../db/sql.ts';
import { documents } from './migrations/0010-documents.ts';
import { snapshots } from './migrations/0020-snapshots.ts';
import { attack } from './migrations/0030-attack.ts';
import { imports } from './migrations/0040-imports.ts';
import { stamps } from './migrations/0050-stamps.ts';
import { counts } from './migrations/0060-counts.ts';
import { documentHashes } from './migrations/0070-document-hashes.ts';
import { wholeResults } from './migrations/0080-whole-results.ts';

export const CATALOG_MIGRATIONS: readonly Migration[] = [
  documents,
  snapshots,
  attack,
  imports,
  stamps,
  counts,
  documentHashes,
  wholeResults,
];

/**
 * Opens the catalog for writing. One that is damaged or of a newer make is set aside under another name and begun anew: all of it
 * can be imported again. `setAside` is where it went. One that `isKnownSound` (soundness.ts) is not looked through.
 */
export function openCatalog(
  folder: string,
  isKnownSound: boolean,
): { db: WritableDB; setAside: string | null } {
  const file = path.join(folder, CATALOG_FILE);
  const db = openSound(file, isKnownSound);
  if (db) return { db, setAside: null };
  const aside = setAside(file);
  const fresh = openSound(file, false);
  if (!fresh) throw new Error(`${file} cannot be made`);
  return { db: fresh, setAside: aside };
}

function openSound(file: string, isKnownSound: boolean): WritableDB | null {
  let db: WritableDB | null = null;
  try {
    db = openForWriting(file, 'normal');
    if (schemaVersion(db) > newestVersion(CATALOG_MIGRATIONS)) throw new NotSound();
    if (!isKnownSound && db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new NotSound();
    migrate(db, CATALOG_MIGRATIONS);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof NotSound || isDamage(error)) return null;
    throw error;
  }
}

class NotSound extends Error {}

/** Renames the file to the first free name and answers it. */
function setAside(file: string): string {
  for (const suffix of ['-wal', '-shm']) fs.rmSync(file + suffix, { force: true });
  let name = `${file}.set-aside`;
  for (let count = 2; fs.existsSync(name); count++) name = `${file}.set-aside-${count}`;
  fs.renameSync(file, name);
  return name;
}
