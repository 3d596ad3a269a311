import fs from 'node:fs';
import path from 'node:path';
import type { WritableDB } from '../db/sql.ts';

const MOST_BACKUPS = 20;

/** Paths of the backups in a folder, newest first. */
export function listBackups(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => /^ledger-.*\.db$/.test(name))
    .sort()
    .reverse()
    .map((name) => path.join(folder, name));
}

/**
 * Copies the ledger into `folder` as a database that needs no other file, under a name that sorts by time. A `daily` one only when the newest is
 * a day old. The oldest are removed beyond MOST_BACKUPS.
 */
export function makeBackup(
  db: WritableDB,
  folder: string,
  now: Date,
  why: 'daily' | 'before-migration',
): void {
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  const [newest] = listBackups(folder);
  if (why === 'daily' && newest !== undefined && path.basename(newest).slice(7, 17) >= stamp.slice(0, 10))
    return;
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `ledger-${stamp}-${why}.db`);
  // Under another name until whole, so that a copy cut short is never taken for a backup.
  const partial = `${file}.partial`;
  fs.rmSync(partial, { force: true });
  db.prepare('VACUUM INTO ?').run(partial);
  fs.renameSync(partial, file);
  for (const old of listBackups(folder).slice(MOST_BACKUPS)) fs.rmSync(old, { force: true });
}
