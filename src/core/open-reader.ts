import path from 'node:path';
import { openForReading } from './db/open.ts';
import type { ReadableDB } from './db/sql.ts';
import { LEDGER_FILE } from './ledger/open-ledger.ts';
import { CATALOG_FILE } from './catalog/open-catalog.ts';

/**
 * Opens the connection that answers every question: the catalog, with the ledger attached as `ledger`, both for reading alone.
 *
 * `resource_marks` is what an organization says of a resource of the catalog, whichever of the resource's keys it was said of; when it was said
 * of several, the newest counts.
 */
export function openReader(folder: string): ReadableDB {
  const db = openForReading(path.join(folder, CATALOG_FILE));
  db.prepare('ATTACH ? AS ledger').run(path.join(folder, LEDGER_FILE));
  db.exec(`
    CREATE TEMP VIEW resource_marks AS
    SELECT organization_id, resource_id, mark, comment, at, author FROM (
      SELECT m.organization_id, m.mark, m.comment, m.at, m.author,
        -- The cast gives the column an affinity, without which no index can be made on it for a join.
        CAST(COALESCE(r.id, a.resource_id) AS INTEGER) AS resource_id,
        ROW_NUMBER() OVER (PARTITION BY m.organization_id, COALESCE(r.id, a.resource_id) ORDER BY m.clock DESC) AS age
      FROM ledger.marks m
      LEFT JOIN main.resources r ON r.key = m.resource_key
      LEFT JOIN main.aliases a ON a.alias = m.resource_key
    ) WHERE age = 1 AND resource_id IS NOT NULL
  `);
  return db;
}
