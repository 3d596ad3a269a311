import type { Migration } from '../../db/migrate.ts';

export const counts: Migration = {
  version: 60,
  name: 'what is counted of the listings, so that no question has to count them',
  up(db) {
    db.exec(`
      -- Made anew from the listings whenever they change.
      CREATE TABLE listing_counts (
        as_of TEXT NOT NULL CHECK (as_of IN ('listed', 'current')),
        technique_id TEXT NOT NULL,
        source_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        resources INTEGER NOT NULL,
        PRIMARY KEY (as_of, technique_id, source_id, kind)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO listing_counts
        SELECT 'listed', l.technique_id, r.source_id, r.kind, count(*) FROM listings l JOIN resources r ON r.id = l.resource_id GROUP BY 2, 3, 4
        UNION ALL
        SELECT 'current', l.technique_id, r.source_id, r.kind, count(*) FROM current_listings l JOIN resources r ON r.id = l.resource_id GROUP BY 2, 3, 4;

      CREATE TABLE source_counts (
        source_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        resources INTEGER NOT NULL,
        -- Put aside upstream, and not among the others.
        deprecated INTEGER NOT NULL,
        -- That are listed for a technique.
        mapped INTEGER NOT NULL,
        PRIMARY KEY (source_id, kind)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO source_counts
        SELECT source_id, kind, count(*) FILTER (WHERE is_deprecated = 0), count(*) FILTER (WHERE is_deprecated = 1),
          count(*) FILTER (WHERE EXISTS (SELECT 1 FROM listings l WHERE l.resource_id = r.id))
        FROM resources r GROUP BY source_id, kind;
    `);
  },
};
