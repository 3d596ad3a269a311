import type { AsOf } from '../../shared/model/attack.ts';
import type { ListedResource, ListedSource, TechniqueRef } from '../../shared/model/detail.ts';
import { KINDS, type Crumb, type Kind, type Mark } from '../../shared/model/resource.ts';
import { tablesAsOf } from '../catalog/as-of.ts';
import { joinMark } from '../catalog/resources.ts';
import { sourceDates } from '../catalog/source-dates.ts';
import type { TechniqueRow } from '../catalog/technique-row.ts';
import { all, get, sql, type ReadableDB } from '../db/sql.ts';

interface ListingRow {
  source_id: string;
  kind: Kind;
  /** null: a snapshot says it. */
  source_position: number | null;
  status: string | null;
  severity: string | null;
  key: string;
  title: string;
  url: string | null;
  trail: string;
  unit_tests: number | null;
  mark: Mark | null;
  comment: string | null;
  resource_id: number;
}

/** What documents and snapshots list for the technique under its own id, by section and source. */
export function listSections(
  db: ReadableDB,
  row: TechniqueRow,
  organizationId: string | null,
  asOf: AsOf,
): ListedSource[] {
  const listings = all<ListingRow>(
    db,
    sql`SELECT l.source_position, r.source_id, r.kind, r.status, r.severity, r.key, r.title, r.url, r.trail, l.unit_tests, m.mark, m.comment, r.id AS resource_id
        FROM listings l JOIN resources r ON r.id = l.resource_id
        ${joinMark(organizationId)}
        WHERE l.technique_id = ${row.id} ORDER BY l.source_position, r.source_id, r.kind, CASE WHEN l.source_position IS NULL THEN r.trail END, CASE WHEN l.source_position IS NULL THEN r.title END, l.position`,
  );
  const others = listOthers(db, row.id, asOf);
  const sources = all<SectionRow>(
    db,
    sql`SELECT ds.position, ds.kind, ds.source_id, s.name, s.title, s.url, ds.last_accessed AS lastAccessed, ds.total, ds.declared, ds.listed, ds.states_none
        FROM document_sources ds JOIN sources s ON s.id = ds.source_id WHERE ds.document_id = ${row.document_id}
          AND ds.source_id NOT IN (SELECT source_id FROM snapshots)
        UNION ALL
        SELECT NULL, k.kind, s.id, s.name, s.title, s.url, sn.date, k.total, NULL, count(l.resource_id), 0
        FROM snapshots sn JOIN sources s ON s.id = sn.source_id
        JOIN (SELECT r.source_id, r.kind, count(DISTINCT r.id) AS total FROM resources r JOIN listings l ON l.resource_id = r.id GROUP BY r.source_id, r.kind) k ON k.source_id = s.id
        JOIN resources r ON r.source_id = s.id AND r.kind = k.kind JOIN listings l ON l.resource_id = r.id AND l.technique_id = ${row.id}
        GROUP BY s.id, k.kind`,
  );
  return arrange(sources).map((source) => ({
    kind: source.kind,
    source: { id: source.source_id, name: source.name, title: source.title, url: source.url },
    lastAccessed: source.lastAccessed,
    total: source.total,
    declared: source.declared,
    listed: source.listed,
    statesNone: source.states_none === 1,
    resources: listings
      .filter(
        (listing) =>
          listing.source_position === source.position &&
          listing.source_id === source.source_id &&
          listing.kind === source.kind,
      )
      .map((listing) => toListed(listing, others)),
  }));
}

interface SectionRow extends Omit<ListedSource, 'source' | 'resources' | 'statesNone'> {
  /** In the document; null for what a snapshot says. */
  position: number | null;
  source_id: string;
  name: string;
  title: string;
  url: string;
  states_none: number;
}

/** The document's sections in its own order; those of snapshots where a document has them: by kind, and there by the source's title. */
function arrange(sections: readonly SectionRow[]): SectionRow[] {
  const arranged = sections
    .filter(({ position }) => position !== null)
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  for (const section of sections.filter(({ position }) => position === null)) {
    const next = arranged.findIndex((other) => comesBefore(section, other));
    arranged.splice(next === -1 ? arranged.length : next, 0, section);
  }
  return arranged;
}

function comesBefore(a: Pick<SectionRow, 'kind' | 'title'>, b: Pick<SectionRow, 'kind' | 'title'>): boolean {
  const kinds = KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  return kinds < 0 || (kinds === 0 && a.title < b.title);
}

function toListed(row: ListingRow, others: ReadonlyMap<number, TechniqueRef[]>): ListedResource {
  return {
    key: row.key,
    title: row.title,
    url: row.url,
    trail: JSON.parse(row.trail) as Crumb[],
    unitTests: row.unit_tests,
    status: row.status,
    severity: row.severity,
    mark: row.mark,
    comment: row.comment,
    others: others.get(row.resource_id) ?? [],
    listedAs: [],
  };
}

/** Other techniques of every resource that a technique lists, by resource. */
function listOthers(db: ReadableDB, techniqueId: string, asOf: AsOf): Map<number, TechniqueRef[]> {
  const { listings, techniques } = tablesAsOf(asOf);
  const rows = all<{ resource_id: number; id: string; name: string }>(
    db,
    sql`SELECT other.resource_id, t.id, t.name FROM ${listings} mine
        JOIN ${listings} other ON other.resource_id = mine.resource_id AND other.technique_id <> mine.technique_id
        JOIN ${techniques} t ON t.id = other.technique_id
        WHERE mine.technique_id = ${techniqueId} ORDER BY t.id`,
  );
  const others = new Map<number, TechniqueRef[]>();
  for (const { resource_id: resource, id, name } of rows)
    others.set(resource, [...(others.get(resource) ?? []), { id, name }]);
  return others;
}

/** The sections with what sources list under earlier ids of the technique. */
export function withMoved(
  db: ReadableDB,
  techniqueId: string,
  sections: readonly ListedSource[],
  organizationId: string | null,
): ListedSource[] {
  const others = listOthers(db, techniqueId, 'current');
  const rows = all<ListingRow & { listed_as: string }>(
    db,
    sql`SELECT NULL AS source_position, r.source_id, r.kind, r.status, r.severity, r.key, r.title, r.url, r.trail, l.unit_tests, m.mark, m.comment, r.id AS resource_id,
          (SELECT json_group_array(old.technique_id) FROM listings old JOIN technique_places p ON p.listed_id = old.technique_id
            WHERE old.resource_id = r.id AND p.technique_id = l.technique_id) AS listed_as
        FROM current_listings l JOIN resources r ON r.id = l.resource_id ${joinMark(organizationId)}
        WHERE l.technique_id = ${techniqueId} AND NOT EXISTS (SELECT 1 FROM listings own WHERE own.technique_id = l.technique_id AND own.resource_id = r.id)
        ORDER BY r.source_id, r.kind, r.trail, r.title, r.key`,
  );
  const result = [...sections];
  for (const row of rows) {
    const listed = { ...toListed(row, others), listedAs: (JSON.parse(row.listed_as) as string[]).sort() };
    const index = result.findIndex(({ source, kind }) => source.id === row.source_id && kind === row.kind);
    const section = result[index];
    if (section)
      result[index] = { ...section, listed: section.listed + 1, resources: [...section.resources, listed] };
    else
      insertSection(result, { ...newSection(db, row.source_id, row.kind), listed: 1, resources: [listed] });
  }
  return result;
}

function insertSection(sections: ListedSource[], section: ListedSource): void {
  const next = sections.findIndex((other) => comesBefore(toPlace(section), toPlace(other)));
  sections.splice(next === -1 ? sections.length : next, 0, section);
}

function toPlace({ kind, source }: ListedSource): { kind: Kind; title: string } {
  return { kind, title: source.title };
}

function newSection(
  db: ReadableDB,
  sourceId: string,
  kind: Kind,
): Omit<ListedSource, 'listed' | 'resources'> {
  const row = get<{ id: string; name: string; title: string; url: string; newest: string | null }>(
    db,
    sql`WITH ${sourceDates()} SELECT s.id, s.name, s.title, s.url, d.newest FROM sources s
        LEFT JOIN dates d ON d.source_id = s.id AND d.kind = ${kind} WHERE s.id = ${sourceId}`,
  );
  if (!row) throw new Error(`no source ${sourceId}`);
  const { newest, ...source } = row;
  return { kind, source, lastAccessed: newest, total: null, declared: null, statesNone: false };
}
