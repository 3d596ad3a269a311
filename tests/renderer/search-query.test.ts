import { describe, expect, it } from 'vitest';
import { itemIndexOf, toGroups, toItems } from '../../src/renderer/features/search/result.ts';
import {
  hasFilters,
  readQuery,
  toggleFilter,
  toParams,
} from '../../src/renderer/features/search/search-query.ts';

describe('a search in the address', () => {
  it('is read as it was written', () => {
    const query = {
      text: 'nmap, "port scan"',
      types: ['rule' as const],
      sources: ['sigma', 'car'],
      tactics: ['Command and Control'],
      marks: ['open' as const],
    };
    expect(readQuery(new URLSearchParams(toParams(query)))).toEqual(query);
  });

  it('leaves out what it does not know', () => {
    const query = readQuery(new URLSearchParams('q=a&types=rule,rule,nonsense&marks=,open&x=y'));
    expect(query).toEqual({ text: 'a', types: ['rule'], sources: [], tactics: [], marks: ['open'] });
    expect(toParams(readQuery(new URLSearchParams()))).toEqual({});
  });

  it('has filters that are set and taken away', () => {
    const empty = readQuery(new URLSearchParams('q=a'));
    const set = toggleFilter(empty, 'sources', 'sigma');
    expect([set.sources, hasFilters(set)]).toEqual([['sigma'], true]);
    expect(toggleFilter(set, 'sources', 'sigma')).toEqual(empty);
  });
});

describe('the list of a result', () => {
  const types = { technique: 2, rule: 3, test: 0, control: 0, note: 1 };
  const facets = { types, sources: [], tactics: [], marks: {} } as never;
  const query = readQuery(new URLSearchParams());

  it('has the groups that have rows, with heads between them', () => {
    const groups = toGroups(facets, query);
    const items = toItems(groups);
    expect(items.map((item) => item.id)).toEqual([
      'row:0',
      'row:1',
      'head:rule',
      'row:2',
      'row:3',
      'row:4',
      'head:note',
      'row:5',
    ]);
    for (let position = 0; position < 6; position++) {
      expect(items[itemIndexOf(groups, position)]).toMatchObject({ position });
    }
    expect(itemIndexOf(groups, -1)).toBe(-1);
  });

  it('has only the kinds that are asked for', () => {
    const groups = toGroups(facets, { ...query, types: ['rule'] });
    expect(groups).toEqual([{ type: 'rule', start: 0, count: 3 }]);
  });
});
