import type { AsOf } from '../../shared/model/attack.ts';
import type { Coverage, RunCount, Validity } from '../../shared/model/coverage.ts';
import { isDetected, type LatestRun, type Outcome } from '../../shared/model/run.ts';
import { tablesAsOf } from '../catalog/as-of.ts';
import { all, get, sql, type Query, type ReadableDB } from '../db/sql.ts';

/** A resource's runs under whichever of its keys: `run_resources (resource_id, ...)`, one row a run; null: no resource of the catalog. */
function runResources(organizationId: string | null): Query {
  return sql`run_resources AS MATERIALIZED (
    SELECT coalesce(r.id, a.resource_id) AS resource_id, n.id, n.at, n.outcome FROM ledger.runs n
      LEFT JOIN resources r ON r.key = n.test_key LEFT JOIN aliases a ON a.alias = n.test_key
    WHERE n.organization_id = ${organizationId})`;
}

/**
 * The latest run of each test within the window, by technique that lists the test; newest first. Of two at the same time the one recorded later
 * counts: ids go up with time.
 */
export function latestRuns(
  db: ReadableDB,
  organizationId: string | null,
  asOf: AsOf,
  { since, until }: Validity,
): Map<string, LatestRun[]> {
  const rows = all<{ technique_id: string; key: string; title: string; at: string; outcome: Outcome }>(
    db,
    sql`WITH ${runResources(organizationId)},
          latest AS (SELECT resource_id, at, outcome, max(at || ' ' || id) FROM run_resources
            WHERE resource_id IS NOT NULL AND at > ${since} AND at <= ${until} GROUP BY resource_id)
        SELECT l.technique_id, r.key, r.title, latest.at, latest.outcome FROM latest
          JOIN resources r ON r.id = latest.resource_id JOIN ${tablesAsOf(asOf).listings} l ON l.resource_id = r.id
        ORDER BY latest.at DESC, r.key`,
  );
  const runs = new Map<string, LatestRun[]>();
  for (const { technique_id: techniqueId, key: testKey, title: testTitle, at, outcome } of rows) {
    const run = { testKey, testTitle, at, outcome };
    const others = runs.get(techniqueId);
    if (others) others.push(run);
    else runs.set(techniqueId, [run]);
  }
  return runs;
}

export function countRuns(latest: readonly LatestRun[]): RunCount {
  return {
    tests: latest.length,
    detected: latest.filter(({ outcome }) => isDetected(outcome)).length,
    latest: latest[0]?.at ?? null,
  };
}

/** How many runs there are, and how many of them can count. */
export function countAllRuns(
  db: ReadableDB,
  organizationId: string | null,
  { since, until }: Validity,
): Coverage['runs'] {
  const row = get<Coverage['runs']>(
    db,
    sql`WITH ${runResources(organizationId)}
        SELECT count(*) AS recorded, count(*) FILTER (WHERE at > ${since} AND at <= ${until}) AS valid,
          count(*) FILTER (WHERE resource_id IS NULL OR NOT EXISTS (SELECT 1 FROM listings WHERE resource_id = run_resources.resource_id)) AS noLongerListed
        FROM run_resources`,
  );
  return row ?? { recorded: 0, valid: 0, noLongerListed: 0 };
}
