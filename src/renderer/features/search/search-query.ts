import { KINDS, MARKS } from '../../../shared/model/resource.ts';
import type { SearchFilters } from '../../../shared/contract.ts';

export const TYPES = ['technique', 'rule', 'test', 'control', 'note'] as const;
export type SearchType = (typeof TYPES)[number];

export const TYPE_WORDS: Record<SearchType, string> = {
  technique: 'Techniques',
  rule: 'Rules',
  test: 'Tests',
  control: 'Controls',
  note: 'Notes',
};

type Filters = Required<Omit<SearchFilters, 'techniques'>>;
export type FilterName = keyof Filters;

/** A search as its address says it. */
export interface SearchQuery extends Filters {
  text: string;
}

const FILTERS = ['types', 'sources', 'tactics', 'marks'] as const satisfies readonly FilterName[];
const KNOWN: Partial<Record<FilterName, readonly string[]>> = {
  types: ['technique', ...KINDS, 'note'],
  marks: [...MARKS, 'open'],
};

/** Reads `?q=nmap&types=rule,test`; what is not known is left out. */
export function readQuery(params: URLSearchParams): SearchQuery {
  const list = (name: FilterName) => {
    const known = KNOWN[name];
    const values = (params.get(name) ?? '').split(',').filter((value) => value !== '');
    return [...new Set(known ? values.filter((value) => known.includes(value)) : values)];
  };
  return {
    text: params.get('q') ?? '',
    types: list('types') as SearchQuery['types'],
    sources: list('sources'),
    tactics: list('tactics'),
    marks: list('marks') as SearchQuery['marks'],
  };
}

/** The parameters of a search, for its address; what is empty is left out. */
export function toParams(query: SearchQuery): Record<string, string> {
  const entries = [
    ['q', query.text] as const,
    ...FILTERS.map((name) => [name, query[name].join(',')] as const),
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

/** The same search with one value of a filter set or taken away. */
export function toggleFilter(query: SearchQuery, name: FilterName, value: string): SearchQuery {
  const values: readonly string[] = query[name];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return { ...query, [name]: next };
}

export function hasFilters(query: SearchQuery): boolean {
  return FILTERS.some((name) => query[name].length > 0);
}

export function filtersOf({ types, sources, tactics, marks }: SearchQuery): Filters {
  return { types, sources, tactics, marks };
}
