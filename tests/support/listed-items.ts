import path from 'node:path';
import { openForReading } from '../../src/core/db/open.ts';
import { all, sql } from '../../src/core/db/sql.ts';

interface Row {
  technique: string;
  source: string;
  kind: string;
  resource: string;
  times: number;
}

/** Every list item of a data folder's catalog: technique, source, kind and address, for tests of Atomic Red Team, which have none of their own, the title. Sorted. */
export function listedItems(dataFolder: string): string[] {
  return read(dataFolder)
    .flatMap(({ times, ...row }) => Array.from({ length: times }, () => Object.values(row).join(' ')))
    .sort();
}

function read(dataFolder: string): Row[] {
  const db = openForReading(path.join(dataFolder, 'catalog.db'));
  try {
    return all<Row>(
      db,
      sql`SELECT l.technique_id AS technique, r.source_id AS source, r.kind,
            CASE WHEN r.source_id = 'atomic' THEN r.title ELSE coalesce(r.url, r.title) END AS resource, l.times
          FROM listings l JOIN resources r ON r.id = l.resource_id`,
    );
  } finally {
    db.close();
  }
}

/** Keys by which documents know something that no resource of the catalog is tied to. */
export function untiedKeys(dataFolder: string): string[] {
  const db = openForReading(path.join(dataFolder, 'catalog.db'));
  try {
    return all<{ key: string }>(
      db,
      sql`SELECT key FROM document_keys WHERE key NOT IN (SELECT key FROM resources) AND key NOT IN (SELECT alias FROM aliases) ORDER BY key`,
    ).map(({ key }) => key);
  } finally {
    db.close();
  }
}
