import type { SearchFilters } from '../../shared/contract.ts';
import type { AsOf } from '../../shared/model/attack.ts';
import { KINDS, type Kind } from '../../shared/model/resource.ts';
import { tablesAsOf } from '../catalog/as-of.ts';
import { joinMark } from '../catalog/resources.ts';
import { sql, sqlAnd, sqlJoin, type Query } from '../db/sql.ts';
import { inColumns, type TextQuery } from './query.ts';

export const GROUPS = ['technique', 'rule', 'test', 'control', 'note'] as const;
export type Group = (typeof GROUPS)[number];

/** For whom, and with which technique ids. */
export interface View {
  organizationId: string | null;
  asOf: AsOf;
}

/** The filters, checked and complete. */
export type Filters = Required<SearchFilters>;

export function isKind(group: Group): group is Kind {
  return (KINDS as readonly string[]).includes(group);
}

/**
 * A query for the hits of one group: `id` (row id), `tier` (0 is best), `rank`, `title`. `without` leaves one filter out, for counting what it
 * could be set to. Null when the filters exclude the whole group.
 */
export function hitsQuery(
  group: Group,
  text: TextQuery,
  filters: Filters,
  { organizationId, asOf }: View,
  without?: keyof Filters,
): Query | null {
  const active: Filters = without === undefined ? filters : { ...filters, [without]: [] };
  if (active.types.length > 0 && !active.types.includes(group)) return null;
  if (group === 'technique') return techniqueHits(text, active, asOf);
  if (group === 'note') return noteHits(text, active, organizationId);
  return resourceHits(group, text, active, organizationId, asOf);
}

function techniqueHits(text: TextQuery, filters: Filters, asOf: AsOf): Query | null {
  const { techniques, tactics, index, rowId } = tablesAsOf(asOf);
  // A mark or a source is of a resource: techniques have neither.
  if (filters.marks.length > 0 || filters.sources.length > 0) return null;
  const where = sqlAnd([
    filters.techniques.length > 0 ? sql`t.id IN (${sqlJoin(filters.techniques)})` : null,
    filters.tactics.length > 0
      ? sql`t.id IN (SELECT technique_id FROM ${tactics} WHERE tactic IN (${sqlJoin(filters.tactics)}))`
      : null,
  ]);
  if (text.isBlank)
    return sql`SELECT t.${rowId} AS id, 0 AS tier, 0.0 AS rank, t.id AS title FROM ${techniques} t WHERE ${where}`;
  if (text.match === null) return null;
  const id = text.techniqueId;
  return sql`SELECT t.${rowId} AS id, CASE WHEN t.id = ${id} THEN 0 WHEN ${id} IS NOT NULL AND substr(t.id, 1, length(${id})) = ${id} THEN 1
        WHEN t.${rowId} IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ${inColumns('name words', text.match)}) THEN 2 ELSE 3 END AS tier,
      bm25(${index}, 10.0, 10.0, 5.0, 1.0) AS rank, t.id AS title
    FROM ${index} JOIN ${techniques} t ON t.${rowId} = ${index}.rowid WHERE ${index} MATCH ${text.match} AND ${where}`;
}

function resourceHits(
  kind: Kind,
  text: TextQuery,
  filters: Filters,
  organizationId: string | null,
  asOf: AsOf,
): Query | null {
  const { listings, tactics } = tablesAsOf(asOf);
  const where = sqlAnd([
    sql`r.kind = ${kind}`,
    filters.sources.length > 0 ? sql`r.source_id IN (${sqlJoin(filters.sources)})` : null,
    filters.techniques.length > 0
      ? sql`r.id IN (SELECT resource_id FROM ${listings} WHERE technique_id IN (${sqlJoin(filters.techniques)}))`
      : null,
    filters.tactics.length > 0
      ? sql`r.id IN (SELECT l.resource_id FROM ${listings} l JOIN ${tactics} tt ON tt.technique_id = l.technique_id WHERE tt.tactic IN (${sqlJoin(filters.tactics)}))`
      : null,
    filters.marks.length > 0
      ? sql`(SELECT coalesce(m.mark, 'open') FROM (SELECT 1) ${joinMark(organizationId)}) IN (${sqlJoin(filters.marks)})`
      : null,
  ]);
  if (text.isBlank) return sql`SELECT r.id, 0 AS tier, 0.0 AS rank, r.title FROM resources r WHERE ${where}`;
  if (text.match === null) return null;
  const hits = sql`SELECT r.id,
      CASE WHEN r.id IN (SELECT rowid FROM resources_fts WHERE resources_fts MATCH ${inColumns('title words', text.match)}) THEN 0 ELSE 1 END AS tier,
      bm25(resources_fts, 10.0, 4.0, 2.0) AS rank, r.title
    FROM resources_fts JOIN resources r ON r.id = resources_fts.rowid WHERE resources_fts MATCH ${text.match} AND ${where}`;
  // After all that titles and paths find: what the text of the rule or test itself has.
  const bodies = sql`SELECT r.id, 3 AS tier, bm25(bodies_fts) AS rank, r.title
    FROM bodies_fts JOIN resources r ON r.id = bodies_fts.rowid WHERE bodies_fts MATCH ${text.match} AND ${where}
      AND r.id NOT IN (SELECT rowid FROM resources_fts WHERE resources_fts MATCH ${text.match})`;
  if (text.techniqueId === null) return sql`${hits} UNION ALL ${bodies}`;
  // An id also finds what is listed for that technique.
  return sql`${hits} UNION ALL SELECT r.id, 2 AS tier, 0.0 AS rank, r.title FROM resources r WHERE ${where}
      AND r.id IN (SELECT resource_id FROM ${listings} WHERE technique_id IN (${idsOf(text.techniqueId, asOf)}))
      AND r.id NOT IN (SELECT rowid FROM resources_fts WHERE resources_fts MATCH ${text.match})`;
}

/** An earlier id means what took its place. */
function idsOf(techniqueId: string, asOf: AsOf): Query {
  if (asOf === 'listed') return sql`${techniqueId}`;
  return sql`SELECT technique_id FROM technique_places WHERE listed_id = ${techniqueId}`;
}

function noteHits(text: TextQuery, filters: Filters, organizationId: string | null): Query | null {
  // Notes belong to no source, tactic or mark.
  if (filters.marks.length > 0 || filters.sources.length > 0 || filters.tactics.length > 0) return null;
  const where = sqlAnd([
    sql`n.organization_id = ${organizationId}`,
    filters.techniques.length > 0
      ? sql`n.target_type = 'technique' AND n.target_key IN (${sqlJoin(filters.techniques)})`
      : null,
  ]);
  if (text.isBlank)
    return sql`SELECT n.rowid AS id, 0 AS tier, 0.0 AS rank, n.target_title AS title FROM ledger.notes n WHERE ${where}`;
  if (text.match === null) return null;
  return sql`SELECT n.rowid AS id, 0 AS tier, bm25(notes_fts, 1.0, 1.0) AS rank, n.target_title AS title
    FROM ledger.notes_fts JOIN ledger.notes n ON n.rowid = notes_fts.rowid WHERE notes_fts MATCH ${text.match} AND ${where}`;
}
