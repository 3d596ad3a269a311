import type { CheckedInput } from '../../shared/contract.ts';
import type { AsOf } from '../../shared/model/attack.ts';
import type { Validity } from '../../shared/model/coverage.ts';
import type { SearchFacets, SearchResult, SearchRow } from '../../shared/model/search.ts';
import { MARKS } from '../../shared/model/resource.ts';
import { compareTactics } from '../../shared/model/technique.ts';
import { tablesAsOf } from '../catalog/as-of.ts';
import { joinMark } from '../catalog/resources.ts';
import { all, column, sql, value, type Query, type ReadableDB } from '../db/sql.ts';
import { GROUPS, hitsQuery, isKind, type Filters, type Group, type View } from './hits.ts';
import { readQuery, type TextQuery } from './query.ts';
import { getRows, type RowView } from './rows.ts';

const NO_FILTERS: Filters = { types: [], sources: [], tactics: [], techniques: [], marks: [] };

/** One page of a result, group after group. */
export function search(db: ReadableDB, input: CheckedInput<'search.list'>, validity: Validity): SearchResult {
  const text = readQuery(input.text);
  const filters = complete(input.filters);
  const rows: SearchRow[] = [];
  let total = 0;
  for (const group of GROUPS) {
    const hits = hitsQuery(group, text, filters, input);
    const count = hits ? countHits(db, hits) : 0;
    const missing = input.limit - rows.length;
    const offset = Math.max(0, input.offset - total);
    if (hits && missing > 0 && offset < count)
      rows.push(...page(db, group, hits, text, { ...input, validity }, missing, offset));
    total += count;
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
  const rows: SearchRow[] = [];
  let total = 0;
  for (const group of GROUPS) {
    const hits = text.isBlank ? null : hitsQuery(group, text, NO_FILTERS, input);
    if (!hits) continue;
    const count = countHits(db, hits);
    if (count > 0) rows.push(...page(db, group, hits, text, { ...input, validity }, input.limit, 0));
    total += count;
  }
  return { rows, total };
}

/** Keys of all resources of a result, in its order. */
export function searchKeys(db: ReadableDB, input: CheckedInput<'search.keys'>): { keys: string[] } {
  const text = readQuery(input.text);
  const filters = complete(input.filters);
  const keys = GROUPS.filter(isKind).flatMap((group) => {
    const hits = hitsQuery(group, text, filters, input);
    return hits
      ? column<string>(
          db,
          sql`SELECT r.key FROM (${hits}) h JOIN resources r ON r.id = h.id ORDER BY h.tier, h.rank, h.title, r.key`,
        )
      : [];
  });
  return { keys };
}

/** What each filter could be set to, and how many hits that would leave. */
export function searchFacets(db: ReadableDB, input: CheckedInput<'search.facets'>): SearchFacets {
  const text = readQuery(input.text);
  const filters = complete(input.filters);
  const { organizationId } = input;
  const resources = (without: keyof Filters) => resourceHits(text, filters, input, without);
  const ofType = (group: Group) => {
    const hits = hitsQuery(group, text, filters, input, 'types');
    return hits ? countHits(db, hits) : 0;
  };
  return {
    types: {
      technique: ofType('technique'),
      rule: ofType('rule'),
      test: ofType('test'),
      control: ofType('control'),
      note: ofType('note'),
    },
    sources: countSources(db, resources('sources')),
    tactics: countTactics(
      db,
      hitsQuery('technique', text, filters, input, 'tactics'),
      resources('tactics'),
      input.asOf,
    ),
    marks: countMarks(db, resources('marks'), organizationId),
  };
}

function complete(filters: CheckedInput<'search.list'>['filters']): Filters {
  return { ...NO_FILTERS, ...filters };
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

function countSources(db: ReadableDB, hits: Query | null): SearchFacets['sources'] {
  if (!hits) return [];
  return all(
    db,
    sql`SELECT s.id, s.name, count(*) AS count FROM (${hits}) h JOIN resources r ON r.id = h.id JOIN sources s ON s.id = r.source_id
        GROUP BY s.id ORDER BY count DESC, s.name`,
  );
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
    names.map((name) => [name, rows.find((row) => row.mark === name)?.n ?? 0]),
  ) as SearchFacets['marks'];
}
