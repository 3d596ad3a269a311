import path from 'node:path';
import { CATALOG_FILE, LEDGER_FILE } from './db/data-folder.ts';
import { openForReading } from './db/open.ts';
import type { ReadableDB } from './db/sql.ts';

/** Opens the connection that answers every question: the catalog, with the ledger attached as `ledger`, both for reading alone. */
export function openReader(folder: string): ReadableDB {
  const db = openForReading(path.join(folder, CATALOG_FILE));
  db.prepare('ATTACH ? AS ledger').run(path.join(folder, LEDGER_FILE));
  return db;
}
