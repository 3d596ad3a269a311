import path from 'node:path';
import { openForReading } from './db/open.ts';
import type { ReadableDB } from './db/sql.ts';
import { LEDGER_FILE } from './ledger/open-ledger.ts';
import { CATALOG_FILE } from './catalog/open-catalog.ts';

/** Opens the connection that answers every question: the catalog, with the ledger attached as `ledger`, both for reading alone. */
export function openReader(folder: string): ReadableDB {
  const db = openForReading(path.join(folder, CATALOG_FILE));
  db.prepare('ATTACH ? AS ledger').run(path.join(folder, LEDGER_FILE));
  return db;
}
