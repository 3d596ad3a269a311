import { sql, type Query } from '../db/sql.ts';

/**
 * For `WITH`: `dates`, a row for each source and kind that the catalog has content of, with the first and last date of that content. A snapshot's
 * own date counts where there is one, else what the documents say.
 */
export function sourceDates(): Query {
  return sql`dates AS (
    SELECT source_id, kind, min(last_accessed) AS oldest, max(last_accessed) AS newest FROM document_sources
    WHERE source_id NOT IN (SELECT source_id FROM snapshots) GROUP BY source_id, kind
    UNION ALL
    SELECT sn.source_id, c.kind, sn.date, sn.date FROM snapshots sn JOIN source_counts c ON c.source_id = sn.source_id)`;
}
