import type { SearchFacets, SearchRow } from '../../../shared/model/search.ts';
import { SOURCES } from '../../../shared/model/source.ts';
import { TYPES, type SearchQuery, type SearchType } from './search-query.ts';

/** A run of rows of one kind. */
export interface Group {
  type: SearchType;
  /** Position of its first row in the whole result. */
  start: number;
  count: number;
}

/** A line of the list: the head of a group, or the row at a position of the result. The first group's head is not in it: the group at the top is named above the list. */
export type Item = { id: string; head: Group } | { id: string; position: number };

/** The groups of a result, in its order; those without a row are left out. */
export function toGroups(facets: SearchFacets, query: SearchQuery): Group[] {
  let start = 0;
  return TYPES.flatMap((type) => {
    const isIn = query.types.length === 0 || query.types.includes(type);
    const count = isIn ? facets.types[type] : 0;
    const group = { type, start, count };
    start += count;
    return count === 0 ? [] : [group];
  });
}

export function toItems(groups: readonly Group[]): Item[] {
  return groups.flatMap((group, index) => [
    ...(index === 0 ? [] : [{ id: `head:${group.type}`, head: group }]),
    ...Array.from({ length: group.count }, (_, row) => ({
      id: `row:${group.start + row}`,
      position: group.start + row,
    })),
  ]);
}

/** Where a position stands in the list of items: every group after the first adds a head. */
export function itemIndexOf(groups: readonly Group[], position: number): number {
  return position < 0 ? -1 : position + groups.filter(({ start }) => start > 0 && start <= position).length;
}

export function typeOf(row: SearchRow): SearchType {
  return row.type === 'resource' ? row.kind! : row.type;
}

/** Short name of a source, also of one that Bearing does not know. */
export function sourceName(id: string, facets?: SearchFacets): string {
  const known =
    SOURCES.find((source) => source.id === id) ?? facets?.sources.find((source) => source.id === id);
  return known?.name ?? id;
}
