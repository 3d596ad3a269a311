import fs from 'node:fs';
import path from 'node:path';
import { CATALOG_FILE } from '../db/data-folder.ts';
import { fileStamp } from '../db/file-stamp.ts';
import { get, run, sql, transaction, type WritableDB } from '../db/sql.ts';

// To look through the whole catalog takes as long as all else at a start. It was sound when it was closed, and nobody has touched the file since:
// then it is taken for sound. What breaks on the disk all the same shows when it is read, and is looked for at the next start.

const KEY = 'sound_catalog';

/** Whether the catalog's file is the one that was closed in order. Answers so once: a start that does not end in order is followed by one that looks. */
export function takeSound(ledger: WritableDB, folder: string): boolean {
  return transaction(ledger, () => {
    const row = get<{ value: string }>(ledger, sql`SELECT value FROM settings WHERE key = ${KEY}`);
    if (!row) return false;
    run(ledger, sql`DELETE FROM settings WHERE key = ${KEY}`);
    return row.value === stampOfCatalog(folder);
  });
}

/** To be called when the catalog is closed and no damage was met in it. */
export function keepSound(ledger: WritableDB, folder: string): void {
  const stamp = stampOfCatalog(folder);
  if (stamp !== null)
    run(
      ledger,
      sql`INSERT INTO settings (key, value) VALUES (${KEY}, ${stamp}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    );
}

function stampOfCatalog(folder: string): string | null {
  const stats = fs.statSync(path.join(folder, CATALOG_FILE), { throwIfNoEntry: false });
  return stats ? fileStamp(stats) : null;
}
