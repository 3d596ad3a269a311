import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { cutItems, cutKey } from '../../../src/core/sources/yaml-parts.ts';

describe('the items of a list', () => {
  test.each([
    ['right below their key', 'list:\n- a: 1\n  b: 2\n- a: 3\n', ['a: 1\nb: 2\n', 'a: 3\n'], [2, 4]],
    [
      'indented',
      'x: 1\nlist:\n    - a: |\n        t\n          u\n      b: 2\n',
      ['a: |\n  t\n    u\nb: 2\n'],
      [3],
    ],
    [
      'with comments and empty lines',
      'list:\n# c\n- a: 1\n\n  # d\n- a: 2\n# e\nx: 1\n',
      ['a: 1\n\n# d\n', 'a: 2\n# e\n'],
      [3, 6],
    ],
    ['below their dash', 'list:\n-\n  a: 1\n- # c\n  a: 2\n', ['a: 1\n', '# c\na: 2\n'], [2, 4]],
    ['with anchors', 'list:\n- &x\n  a: 1\n- a: 2\n', ['&x\na: 1\n', 'a: 2\n'], [2, 4]],
    ['of Windows', 'list:\r\n- a: 1\r\n  b: 2\r\n- a: 3\r\n', ['a: 1\r\nb: 2\r\n', 'a: 3\r\n'], [2, 4]],
    ['before the mark of the end', '---\nlist:\n- a: 1\n...\n', ['a: 1\n'], [3]],
    [
      'with a text that keeps its last blank',
      'list:\n- a: |\n    t \n\n- a: 2',
      ['a: |\n  t \n', 'a: 2\n'],
      [2, 5],
    ],
    ['with quoted lines', "list:\n- a: 't\n   u'\n- a: 2\n", ["a: 't\n u'\n", 'a: 2\n'], [2, 4]],
    ['of lists', 'list:\n- - a\n  - b\n- - c\n', ['- a\n- b\n', '- c\n'], [2, 4]],
  ])('%s', (_, text, items, lines) => {
    const cut = cutItems(text, 'list') ?? [];
    expect(cut.map((item) => item.text)).toEqual(items);
    expect(cut.map(({ line }) => line)).toEqual(lines);
    const { list } = load(text) as { list: unknown[] };
    expect(items.map((item) => load(item))).toEqual(list);
  });

  test.each([
    ['in a line', 'list: [{a: 1}]\n'],
    ['that is a table', 'list:\n  a: 1\n'],
    ['that is not there', 'x: 1\n'],
    ['with an empty item', 'list:\n- a: 1\n-\n- a: 2\n'],
    ['beside an empty key', ': 1\nlist:\n- a: 1\n'],
    ['in a table in a line', '{list: [1]}\n'],
    ['of one of several documents', 'list:\n- a: 1\n---\nx: 1\n'],
    ['of no table', '- list\n'],
    ['of nothing', ''],
  ])('none %s', (_, text) => {
    expect(cutItems(text, 'list')).toBeNull();
  });
});

describe('a key with all that it holds', () => {
  test.each([
    ['between others', 'a: 1\nb:\n- 1\n- 2\n\nc: 3\n', 'b:\n- 1\n- 2\n'],
    ['at the end', 'a: 1\nb: |\n  t\n...\n', 'b: |\n  t\n'],
    ['in quotes', 'a: 1\n"b": 2\nc: 3', '"b": 2\n'],
    ['with a complex key before', '? [a, x]\n: 1\nb: 2\n', 'b: 2\n'],
    ['not there', 'a: 1\n', null],
  ])('%s', (_, text, part) => {
    expect(cutKey(text, 'b')).toBe(part);
  });
});

test.each([
  ['many items', `list:\n${'- a: 1\n'.repeat(100_000)}`],
  ['many empty lines', `list:\n- a: 1\n${'\n'.repeat(900_000)}- a: 2\n`],
  ['a wide gap', `list:\n-${' '.repeat(900_000)}a: 1\n`],
  ['many marks of the end', `list:\n- a: |\n${'    ...\n'.repeat(100_000)}`],
])('%s take no time', (_, text) => {
  const start = performance.now();
  expect(cutItems(text, 'list')).not.toBeNull();
  expect(performance.now() - start).toBeLessThan(5_000);
});
