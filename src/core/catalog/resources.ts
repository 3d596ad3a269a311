import { inflateRawSync } from 'node:zlib';
import type { AsOf } from '../../shared/model/attack.ts';
import type { ResourceDetail, UpstreamDetail } from '../../shared/model/detail.ts';
import type { Crumb, Kind, Mark } from '../../shared/model/resource.ts';
import { AppError } from '../../shared/errors.ts';
import type { TechniqueRef } from '../../shared/model/detail.ts';
import { SOURCES } from '../../shared/model/source.ts';
import { tablesAsOf } from './as-of.ts';
import { all, get, sql, type Query, type ReadableDB } from '../db/sql.ts';

export interface ResourceRow {
  id: number;
  key: string;
  source_id: string;
  kind: Kind;
  title: string;
  url: string | null;
  trail: string;
}

/** The resource of a key or of one of its aliases. */
export function getResourceRow(db: ReadableDB, key: string): ResourceRow | undefined {
  return get<ResourceRow>(
    db,
    sql`SELECT id, key, source_id, kind, title, url, trail FROM resources
        WHERE id = COALESCE((SELECT id FROM resources WHERE key = ${key}), (SELECT resource_id FROM aliases WHERE alias = ${key}))`,
  );
}

/**
 * Joins to the resource `r` of a query, as `m`, the row of `ledger.marks` that says what an organization says of it: under whichever of its keys,
 * and the newest where it was said under several. Every step is a search in an index, so that no plan can turn it into a scan.
 */
export function joinMark(organizationId: string | null): Query {
  return sql`LEFT JOIN ledger.marks m ON m.organization_id = ${organizationId} AND m.resource_key = (
      SELECT n.resource_key FROM ledger.marks n WHERE n.organization_id = ${organizationId}
        AND n.resource_key IN (SELECT r.key UNION ALL SELECT alias FROM aliases WHERE resource_id = r.id)
      ORDER BY n.clock DESC LIMIT 1)`;
}

/** For `WITH`: `marked`, a row for each resource that an organization says something of, with the mark that counts, as joinMark has it. */
export function markedResources(organizationId: string | null): Query {
  return sql`marked AS MATERIALIZED (
    SELECT resource_id, mark FROM (
      SELECT coalesce(r.id, a.resource_id) AS resource_id, m.mark, max(m.clock) FROM ledger.marks m
        LEFT JOIN resources r ON r.key = m.resource_key LEFT JOIN aliases a ON a.alias = m.resource_key
      WHERE m.organization_id = ${organizationId} GROUP BY 1)
    WHERE resource_id IS NOT NULL AND mark IS NOT NULL)`;
}

/** What an organization says of one resource. */
export function getMark(
  db: ReadableDB,
  organizationId: string | null,
  resourceId: number,
): { mark: Mark | null; comment: string | null } {
  const row = get<{ mark: Mark | null; comment: string | null }>(
    db,
    sql`SELECT m.mark, m.comment FROM resources r ${joinMark(organizationId)} WHERE r.id = ${resourceId}`,
  );
  return row ?? { mark: null, comment: null };
}

export interface SourceRow {
  id: string;
  name: string;
  title: string;
  url: string;
}

/** A source of the catalog, or of those that Bearing knows. */
export function getSource(db: ReadableDB, id: string): SourceRow {
  const row = get<SourceRow>(db, sql`SELECT id, name, title, url FROM sources WHERE id = ${id}`);
  if (row) return row;
  const known = SOURCES.find((source) => source.id === id);
  return { id, name: known?.name ?? id, title: known?.title ?? id, url: known?.url ?? '' };
}

/** Throws not-found when neither the catalog nor the organization's marks know the key. */
export function getResource(
  db: ReadableDB,
  key: string,
  organizationId: string | null,
  asOf: AsOf,
): ResourceDetail {
  const { listings, techniques: names } = tablesAsOf(asOf);
  const row = getResourceRow(db, key);
  if (!row) return getMarkedResource(db, key, organizationId);
  const techniques = all<TechniqueRef>(
    db,
    sql`SELECT t.id, t.name FROM ${listings} l JOIN ${names} t ON t.id = l.technique_id WHERE l.resource_id = ${row.id} ORDER BY t.id`,
  );
  return {
    key: row.key,
    kind: row.kind,
    source: getSource(db, row.source_id),
    title: row.title,
    url: row.url,
    trail: JSON.parse(row.trail) as Crumb[],
    techniques,
    ...getMark(db, organizationId, row.id),
    isListed: techniques.length > 0,
    upstream: getUpstream(db, row.id),
  };
}

type StoredDetail = Omit<
  UpstreamDetail,
  'status' | 'severity' | 'isDeprecated' | 'language' | 'body' | 'snapshot'
>;

function getUpstream(db: ReadableDB, resourceId: number): UpstreamDetail | null {
  const row = get<{
    json: string;
    language: string;
    deflated_body: Uint8Array;
    status: string | null;
    severity: string | null;
    is_deprecated: number;
    root: string;
    commit_id: string | null;
    date: string | null;
  }>(
    db,
    sql`SELECT d.json, d.language, d.deflated_body, r.status, r.severity, r.is_deprecated, s.root, s.commit_id, s.date
        FROM details d JOIN resources r ON r.id = d.resource_id JOIN snapshots s ON s.id = r.snapshot_id WHERE d.resource_id = ${resourceId}`,
  );
  if (!row) return null;
  const {
    description,
    authors,
    created,
    modified,
    platforms,
    dataSources,
    techniques,
    references,
    licence,
    path,
  } = JSON.parse(row.json) as StoredDetail;
  return {
    status: row.status,
    severity: row.severity,
    isDeprecated: row.is_deprecated === 1,
    description,
    authors,
    created,
    modified,
    platforms,
    dataSources,
    techniques,
    references,
    licence,
    path,
    language: row.language,
    body: inflateRawSync(row.deflated_body).toString('utf8'),
    snapshot: { root: row.root, commit: row.commit_id, date: row.date },
  };
}

/** What the ledger remembers of a resource that has left the catalog. */
function getMarkedResource(db: ReadableDB, key: string, organizationId: string | null): ResourceDetail {
  interface MarkRow {
    mark: Mark | null;
    comment: string | null;
    title: string;
    url: string | null;
    kind: Kind;
    source_id: string;
  }
  const row = get<MarkRow>(
    db,
    sql`SELECT mark, comment, title, url, kind, source_id FROM ledger.marks WHERE organization_id = ${organizationId} AND resource_key = ${key}`,
  );
  if (!row)
    throw new AppError('not-found', `No resource has the key ${key}. Find keys with a search.`, { key });
  const { source_id: sourceId, ...rest } = row;
  return {
    key,
    ...rest,
    source: getSource(db, sourceId),
    trail: [],
    techniques: [],
    isListed: false,
    upstream: null,
  };
}
