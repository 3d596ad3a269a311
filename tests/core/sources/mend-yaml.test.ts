import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { mendQuotedTexts } from '../../../src/core/sources/mend-yaml.ts';

/** What YAML makes of the mended text; undefined when there was nothing to mend. */
function mended(text: string): unknown {
  const result = mendQuotedTexts(text);
  if (result === null) return undefined;
  expect(result.split('\n')).toHaveLength(text.split('\n').length);
  return load(result);
}

describe('a quoted text over lines that are indented too little', () => {
  test.each([
    ['below a key', "a: 'x\n| y\n| z'\nb: 1\n", { a: 'x | y | z', b: 1 }],
    ['with quotes inside', "a: 'x ''y''\n''z'' w'\nb: 1\n", { a: "x 'y' 'z' w", b: 1 }],
    ['in double quotes', 'a: "x \\"y\n\\" z"\nb: 1\n', { a: 'x "y " z', b: 1 }],
    ['that look like keys', "a: 'x\nb: 2'\nc: 3\n", { a: 'x b: 2', c: 3 }],
    ['below a nested key', "a:\n  b: 'x\n  y'\n  c: 1\n", { a: { b: 'x y', c: 1 } }],
    ['in a list', "a:\n- 'x\ny'\n- z\n", { a: ['x y', 'z'] }],
    ['in a list of tables', "a:\n- b: 'x\n  y'\n  c: 1\n", { a: [{ b: 'x y', c: 1 }] }],
    ['that begins below its key', "a:\n  'x\ny'\nb: 1\n", { a: 'x y', b: 1 }],
    ['with a blank line', "a: 'x\n\ny'\nb: 1\n", { a: 'x\ny', b: 1 }],
    ['of which only some are', "a: 'x\n  y\nz'\nb: 1\n", { a: 'x y z', b: 1 }],
    ['with line ends of Windows', "a: 'x\r\ny'\r\nb: 1\r\n", { a: 'x y', b: 1 }],
    ['twice', "a: 'x\ny'\nb: 'v\nw'\n", { a: 'x y', b: 'v w' }],
    ['beside a text block', "a: |\n  b: 'x\n  y\nc: 'v\nw'\n", { a: "b: 'x\ny\n", c: 'v w' }],
    ['after a comment', "# it's\na: 'x\ny'\n", { a: 'x y' }],
  ])('%s', (_, text, value) => {
    expect(mended(text)).toEqual(value);
  });
});

test.each([
  '',
  'a: 1\n',
  "a: 'x'\nb: y\n",
  "a: 'x\n  y'\n",
  "a: it's\nb: 'x'\n",
  "a: |\n  'x\n  y\n",
  "a: [\n'x\ny'\n",
])('%j has nothing to mend', (text) => {
  expect(mendQuotedTexts(text)).toBeNull();
});

test('a text that never ends stays wrong', () => {
  expect(() => load(mendQuotedTexts("a: 'x\ny\n") ?? '')).toThrow();
});

test.each([
  ['a deep key above many lines', `${' '.repeat(400_000)}a: 'x\n${'b\n'.repeat(200_000)}`],
  ['many dashes', `${'- '.repeat(400_000)}x\n`],
  ['many keys', `${'a: '.repeat(300_000)}\n`],
  ['a wide gap', `a:${' '.repeat(900_000)}b\n`],
  ['many quotes', `a: ${"'".repeat(900_001)}\nb\n`],
])('%s takes no time and no room', (_, text) => {
  const start = performance.now();
  expect(mendQuotedTexts(text)?.length ?? 0).toBeLessThan(2 * text.length);
  expect(performance.now() - start).toBeLessThan(5_000);
});
