import type { SnapshotChange } from '../../shared/model/content.ts';
import { all, column, sql, type ReadableDB } from '../db/sql.ts';
import { describeGone } from './compare-resource.ts';

/** What documents alone listed of a source, until a snapshot took their place. */
export interface DocumentedResource {
  key: string;
  title: string;
}

/**
 * Tells apart what is new in a source's first snapshot from what documents listed already; what of that the snapshot does not have is gone. The keys of
 * documents have to be tied to the snapshot's by then (settleResources).
 */
export function tellDocumented(
  db: ReadableDB,
  change: SnapshotChange,
  documented: readonly DocumentedResource[],
): void {
  if (documented.length === 0) return;
  const own = new Set(
    column<string>(
      db,
      sql`SELECT key FROM resources WHERE source_id = ${change.sourceId} AND snapshot_id IS NOT NULL`,
    ),
  );
  const tied = new Map(
    all<{ alias: string; key: string }>(
      db,
      sql`SELECT a.alias, r.key FROM aliases a JOIN resources r ON r.id = a.resource_id WHERE r.source_id = ${change.sourceId}`,
    ).map(({ alias, key }) => [alias, key]),
  );
  const keyNow = ({ key }: DocumentedResource) => (own.has(key) ? key : tied.get(key));
  const known = new Set(documented.map(keyNow));
  const rest = change.changes.filter((one) => one.change !== 'new' || !known.has(one.key));
  const gone = documented.filter((one) => keyNow(one) === undefined);
  change.documented = change.changes.length - rest.length;
  change.changes = [...rest, ...gone.map(describeGone)];
}
