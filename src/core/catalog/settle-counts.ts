import { run, sql, type WritableDB } from '../db/sql.ts';

/** Counts the listings anew. To be called last whenever they have changed. */
export function settleCounts(db: WritableDB): void {
  run(db, sql`DELETE FROM listing_counts`);
  run(
    db,
    sql`INSERT INTO listing_counts (as_of, technique_id, source_id, kind, resources)
        SELECT 'listed', l.technique_id, r.source_id, r.kind, count(*) FROM listings l JOIN resources r ON r.id = l.resource_id GROUP BY 2, 3, 4
        UNION ALL
        SELECT 'current', l.technique_id, r.source_id, r.kind, count(*) FROM current_listings l JOIN resources r ON r.id = l.resource_id GROUP BY 2, 3, 4`,
  );
  run(db, sql`DELETE FROM source_counts`);
  run(
    db,
    sql`INSERT INTO source_counts (source_id, kind, resources, deprecated, mapped)
        SELECT source_id, kind, count(*) FILTER (WHERE is_deprecated = 0), count(*) FILTER (WHERE is_deprecated = 1),
          count(*) FILTER (WHERE EXISTS (SELECT 1 FROM listings l WHERE l.resource_id = r.id))
        FROM resources r GROUP BY source_id, kind`,
  );
}
