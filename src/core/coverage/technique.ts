import type { Count } from '../../shared/model/coverage.ts';
import type {
  ListedResource,
  ListedSource,
  TechniqueDetail,
  TechniqueRef,
} from '../../shared/model/detail.ts';
import { KINDS, type Crumb, type Kind, type Mark } from '../../shared/model/resource.ts';
import { compareTactics } from '../../shared/model/technique.ts';
import { joinMark } from '../catalog/resources.ts';
import { getTechniqueRow, type TechniqueRow } from '../catalog/technique-row.ts';
import { all, column, get, sql, value, type ReadableDB } from '../db/sql.ts';
import { levelOf } from './level.ts';

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

/** A technique with all that is listed for it. Throws not-found. Ids are taken in either case. */
export function getTechnique(
  db: ReadableDB,
  techniqueId: string,
  organizationId: string | null,
): TechniqueDetail {
  const row = getTechniqueRow(db, techniqueId);
  const sections = listSections(db, row, organizationId);
  const count = (kind: Kind) =>
    countOf(sections.filter((section) => section.kind === kind).flatMap((section) => section.resources));
  const rules = count('rule');
  const tactics = column<string>(
    db,
    sql`SELECT tactic FROM technique_tactics WHERE technique_id = ${row.id}`,
  );
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    tactics: tactics.sort(compareTactics),
    description: row.description,
    level: levelOf({
      listed: sections.reduce((sum, section) => sum + section.resources.length, 0),
      rulesDeployed: rules.deployed,
      runs: [],
    }),
    controls: count('control'),
    rules,
    tests: count('test'),
    parent: row.parent_id === null ? null : (getRef(db, sql`id = ${row.parent_id}`) ?? null),
    subTechniques: listSubTechniques(db, row.id, organizationId),
    previous: getRef(db, sql`id < ${row.id} ORDER BY id DESC`) ?? null,
    next: getRef(db, sql`id > ${row.id} ORDER BY id`) ?? null,
    sections,
    document:
      row.file === null || row.sha256 === null || row.imported_at === null
        ? null
        : {
            file: row.file,
            sha256: row.sha256,
            importedAt: row.imported_at,
            problems: value<number>(
              db,
              sql`SELECT count(*) FROM problems WHERE document_id = ${row.document_id}`,
            ),
          },
  };
}

function getRef(db: ReadableDB, condition: ReturnType<typeof sql>): TechniqueRef | undefined {
  return get<TechniqueRef>(db, sql`SELECT id, name FROM techniques WHERE ${condition} LIMIT 1`);
}

function listSections(db: ReadableDB, row: TechniqueRow, organizationId: string | null): ListedSource[] {
  const listings = all<ListingRow>(
    db,
    sql`SELECT l.source_position, r.source_id, r.kind, r.status, r.severity, r.key, r.title, r.url, r.trail, l.unit_tests, m.mark, m.comment, r.id AS resource_id
        FROM listings l JOIN resources r ON r.id = l.resource_id
        ${joinMark(organizationId)}
        WHERE l.technique_id = ${row.id} ORDER BY l.source_position, r.source_id, r.kind, CASE WHEN l.source_position IS NULL THEN r.trail END, CASE WHEN l.source_position IS NULL THEN r.title END, l.position`,
  );
  const others = listOthers(db, row.id);
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

function comesBefore(a: SectionRow, b: SectionRow): boolean {
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
  };
}

/** Other techniques of every resource that a technique lists, by resource. */
function listOthers(db: ReadableDB, techniqueId: string): Map<number, TechniqueRef[]> {
  const rows = all<{ resource_id: number; id: string; name: string }>(
    db,
    sql`SELECT other.resource_id, t.id, t.name FROM listings mine
        JOIN listings other ON other.resource_id = mine.resource_id AND other.technique_id <> mine.technique_id
        JOIN techniques t ON t.id = other.technique_id
        WHERE mine.technique_id = ${techniqueId} ORDER BY t.id`,
  );
  const others = new Map<number, TechniqueRef[]>();
  for (const { resource_id: resource, id, name } of rows)
    others.set(resource, [...(others.get(resource) ?? []), { id, name }]);
  return others;
}

function listSubTechniques(
  db: ReadableDB,
  parentId: string,
  organizationId: string | null,
): TechniqueDetail['subTechniques'] {
  const rows = all<TechniqueRef & { listed: number; deployed: number }>(
    db,
    sql`SELECT t.id, t.name, count(r.id) AS listed, count(*) FILTER (WHERE r.kind = 'rule' AND m.mark = 'deployed') AS deployed
        FROM techniques t LEFT JOIN listings l ON l.technique_id = t.id LEFT JOIN resources r ON r.id = l.resource_id
        ${joinMark(organizationId)}
        WHERE t.parent_id = ${parentId} GROUP BY t.id ORDER BY t.id`,
  );
  return rows.map(({ id, name, listed, deployed }) => ({
    id,
    name,
    level: levelOf({ listed, rulesDeployed: deployed, runs: [] }),
  }));
}

function countOf(resources: readonly ListedResource[]): Count {
  return {
    listed: resources.length,
    deployed: resources.filter((resource) => resource.mark === 'deployed').length,
  };
}
