import { describe, expect, it } from 'vitest';
import { findQuestions, type ComparedResource } from '../../../src/core/catalog/compare-resource.ts';

function resource(
  key: string,
  title: string,
  path: string,
  more: Partial<ComparedResource> = {},
): ComparedResource {
  const none = {
    url: null,
    status: null,
    severity: null,
    isDeprecated: false,
    techniques: [],
    body: () => '',
  };
  return { ...none, key, kind: 'test', title, path, ...more };
}

const ask = (gone: ComparedResource[], come: ComparedResource[]) =>
  findQuestions('atomic', gone, come).map(({ before, after }) => [before.key, after.key]);

describe('a question', () => {
  it('is asked where one went and one came in a file, whatever they are called', () => {
    expect(ask([resource('a', 'Old', 'x.yml')], [resource('b', 'New', 'x.yml')])).toEqual([['a', 'b']]);
  });

  it('is asked of those with one title where several did', () => {
    const gone = [
      resource('a', 'One', 'x.yml'),
      resource('b', 'Two', 'x.yml'),
      resource('c', 'Three', 'x.yml'),
    ];
    const come = [resource('d', 'Two', 'x.yml'), resource('e', 'Four', 'x.yml')];
    expect(ask(gone, come)).toEqual([['b', 'd']]);
  });

  it('is not asked where a title is not alone, of other files, and of other kinds', () => {
    const two = [resource('a', 'Same', 'x.yml'), resource('b', 'Same', 'x.yml')];
    expect(ask(two, [resource('c', 'Same', 'x.yml')])).toEqual([]);
    expect(ask([resource('a', 'Same', 'x.yml')], [resource('b', 'Same', 'y.yml')])).toEqual([]);
    expect(ask([resource('a', 'Same', 'x.yml')], [resource('b', 'Same', 'x.yml', { kind: 'rule' })])).toEqual(
      [],
    );
  });
});
