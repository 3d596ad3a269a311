import type { CheckedInput } from '../../shared/contract.ts';
import type { AsOf } from '../../shared/model/attack.ts';
import type { Validity } from '../../shared/model/coverage.ts';
import type { SearchFacets, SearchResult, SearchRow } from '../../shared/model/search.ts';
import { MARKS } from '../../shared/model/resource.ts';
import { compareTactics } from '../../shared/model/technique.ts';
import { tablesAsOf } from '../catalog/as-of.ts';
import { getSource, joinMark } from '../catalog/resources.ts';
import { all, column, sql, value, type Query, type ReadableDB } from '../db/sql.ts';
import { goneRows, type GoneRow } from './gone.ts';
import { GROUPS, hitsQuery, isKind, type Filters, type Group, type View } from './hits.ts';
import { readQuery, type TextQuery } from './query.ts';
import { getRows, type RowView } from './rows.ts';

const NO_FILTERS: Filters = { types: [], sources: [], tactics: [], techniques: [], marks: [] };

/** One page of a result, group after group. */
export function search(db: ReadableDB, input: CheckedInput<'search.list'>, validity: Validity): SearchResult {
  const text = readQuery(input.text);
  const filters = complete(input.filters);
  const gone = goneRows(db, text, filters, input.organizationId);
  const rows: SearchRow[] = [];
  let total = 0;
  for (const group of GROUPS) {
    const hits = hitsQuery(group, text, filters, input);
    const count = hits ? countHits(db, hits) : 0;
    const missing = () => input.limit - rows.length;
    const offset = Math.max(0, input.offset - total);
    if (hits && missing() > 0 && offset < count)
      rows.push(...page(db, group, hits, text, { ...input, validity }, missing(), offset));
    total += count;
    const after = ofGroup(gone, group);
    const from = Math.max(0, input.offset - total);
    rows.push(...after.slice(from, from + missing()));
    total += after.length;
  }
  return { rows, total };
}

/** The best few of every group. `total` counts all that match. */
export function suggest(
  db: ReadableDB,
  input: CheckedInput<'search.suggest'>,
  validity: Validity,
): SearchResult {
  const text = readQuery(input.text);
  if (text.isBlank) return { rows: [], total: 0 };
  const gone = goneRows(db, text, NO_FILTERS, input.organizationId);
  const rows: SearchRow[] = [];
  let total = 0;
  for (const group of GROUPS) {
    const hits = hitsQuery(group, text, NO_FILTERS, input);
    const count = hits ? countHits(db, hits) : 0;
    const found =
      hits && count > 0 ? page(db, group, hits, text, { ...input, validity }, input.limit, 0) : [];
    const after = ofGroup(gone, group);
    rows.push(...[...found, ...after].slice(0, input.limit));
    total += count + after.length;
  }
  return { rows, total };
}

/** Keys of all resources of a result, in its order. */
export function searchKeys(db: ReadableDB, input: CheckedInput<'search.keys'>): { keys: string[] } {
  const text = readQuery(input.text);
  const filters = complete(input.filters);
  const gone = goneRows(db, text, filters, input.organizationId);
  const keys = GROUPS.filter(isKind).flatMap((group) => {
    const hits = hitsQuery(group, text, filters, input);
    const listed = hits
      ? column<string>(
          db,
          sql`SELECT r.key FROM (${hits}) h JOIN resources r ON r.id = h.id ORDER BY h.tier, h.rank, h.title, r.key`,
        )
      : [];
    return [...listed, ...ofGroup(gone, group).map(({ key }) => key)];
  });
  return { keys };
}

/** What each filter could be set to, and how many hits that would leave. */
export function searchFacets(db: ReadableDB, input: CheckedInput<'search.facets'>): SearchFacets {
  const text = readQuery(input.text);
  const filters = complete(input.filters);
  const { organizationId } = input;
  const gone = (without: keyof Filters) => goneRows(db, text, filters, organizationId, without);
  const goneByType = gone('types');
  const resources = (without: keyof Filters) => resourceHits(text, filters, input, without);
  const ofType = (group: Group) => {
    const hits = hitsQuery(group, text, filters, input, 'types');
    return (hits ? countHits(db, hits) : 0) + ofGroup(goneByType, group).length;
  };
  return {
    types: {
      technique: ofType('technique'),
      rule: ofType('rule'),
      test: ofType('test'),
      control: ofType('control'),
      note: ofType('note'),
    },
    sources: countSources(db, resources('sources'), gone('sources')),
    tactics: countTactics(
      db,
      hitsQuery('technique', text, filters, input, 'tactics'),
      resources('tactics'),
      input.asOf,
    ),
    marks: countMarks(db, resources('marks'), gone('marks'), organizationId),
  };
}

function complete(filters: CheckedInput<'search.list'>['filters']): Filters {
  return { ...NO_FILTERS, ...filters };
}

/** Those of its kind: they come after what is listed. */
function ofGroup(gone: readonly GoneRow[], group: Group): GoneRow[] {
  return gone.filter(({ kind }) => kind === group);
}

function countHits(db: ReadableDB, hits: Query): number {
  return value<number>(db, sql`SELECT count(*) FROM (${hits})`);
}

function page(
  db: ReadableDB,
  group: Group,
  hits: Query,
  text: TextQuery,
  view: RowView,
  limit: number,
  offset: number,
): SearchRow[] {
  const ids = column<number>(
    db,
    sql`SELECT id FROM (${hits}) ORDER BY tier, rank, title, id LIMIT ${limit} OFFSET ${offset}`,
  );
  return getRows(db, group, ids, text, view);
}

/** Ids of the resources of all three kinds, or null when the filters leave none. */
function resourceHits(text: TextQuery, filters: Filters, view: View, without: keyof Filters): Query | null {
  return GROUPS.filter(isKind)
    .map((group) => hitsQuery(group, text, filters, view, without))
    .reduce((left, right) => (left && right ? sql`${left} UNION ALL ${right}` : (left ?? right)), null);
}

function countSources(db: ReadableDB, hits: Query | null, gone: readonly GoneRow[]): SearchFacets['sources'] {
  const listed = hits
    ? all<{ id: string; count: number }>(
        db,
        sql`SELECT r.source_id AS id, count(*) AS count FROM (${hits}) h JOIN resources r ON r.id = h.id GROUP BY r.source_id`,
      )
    : [];
  const counts = new Map(listed.map(({ id, count }) => [id, count]));
  for (const { source } of gone) counts.set(source, (counts.get(source) ?? 0) + 1);
  return [...counts]
    .map(([id, count]) => ({ id, name: getSource(db, id).name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

function countTactics(
  db: ReadableDB,
  techniques: Query | null,
  resources: Query | null,
  asOf: AsOf,
): SearchFacets['tactics'] {
  const { techniques: names, tactics, listings, rowId } = tablesAsOf(asOf);
  const ofTechniques = techniques
    ? sql`SELECT tt.tactic AS name, count(*) AS count FROM (${techniques}) h JOIN ${names} t ON t.${rowId} = h.id
          JOIN ${tactics} tt ON tt.technique_id = t.id GROUP BY tt.tactic`
    : null;
  const ofResources = resources
    ? sql`SELECT tt.tactic AS name, count(DISTINCT h.id) AS count FROM (${resources}) h JOIN ${listings} l ON l.resource_id = h.id
          JOIN ${tactics} tt ON tt.technique_id = l.technique_id GROUP BY tt.tactic`
    : null;
  const counts = new Map<string, number>();
  for (const query of [ofTechniques, ofResources]) {
    for (const { name, count } of query ? all<{ name: string; count: number }>(db, query) : [])
      counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => compareTactics(a.name, b.name));
}

function countMarks(
  db: ReadableDB,
  hits: Query | null,
  gone: readonly GoneRow[],
  organizationId: string | null,
): SearchFacets['marks'] {
  const rows = hits
    ? all<{ mark: string; n: number }>(
        db,
        sql`SELECT coalesce(m.mark, 'open') AS mark, count(*) AS n
            FROM (${hits}) h JOIN resources r ON r.id = h.id ${joinMark(organizationId)} GROUP BY 1`,
      )
    : [];
  const names = [...MARKS, 'open'] as const;
  return Object.fromEntries(
    names.map((name) => [
      name,
      (rows.find((row) => row.mark === name)?.n ?? 0) + gone.filter(({ mark }) => mark === name).length,
    ]),
  ) as SearchFacets['marks'];
}
