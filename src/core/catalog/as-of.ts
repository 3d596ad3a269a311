import type { AsOf } from '../../shared/model/attack.ts';
import { sql, type Query } from '../db/sql.ts';

/** Tables with the same columns, of techniques as sources list them or as they are in the version of ATT&CK at hand. */
interface Tables {
  techniques: Query;
  tactics: Query;
  listings: Query;
  /** The search index of the techniques. */
  index: Query;
  /** What the index calls a row of the techniques. */
  rowId: Query;
}

const TABLES: Record<AsOf, Tables> = {
  listed: {
    techniques: sql`techniques`,
    tactics: sql`technique_tactics`,
    listings: sql`listings`,
    index: sql`techniques_fts`,
    rowId: sql`rowid`,
  },
  current: {
    techniques: sql`current_techniques`,
    tactics: sql`current_tactics`,
    listings: sql`current_listings`,
    index: sql`current_techniques_fts`,
    rowId: sql`row_id`,
  },
};

/** The tables that queries name for one of the two. */
export function tablesAsOf(asOf: AsOf): Tables {
  return TABLES[asOf];
}

/** What the version at hand says of the technique `t` of a query. */
export function stateOf(asOf: AsOf): Query {
  if (asOf === 'current') return sql`t.state`;
  return sql`(SELECT CASE p.kind WHEN 'current' THEN 'active' WHEN 'unknown' THEN 'unknown' ELSE 'retired' END
      FROM technique_places p WHERE p.listed_id = t.id LIMIT 1)`;
}
