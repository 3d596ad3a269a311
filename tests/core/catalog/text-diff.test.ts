import { describe, expect, it } from 'vitest';
import { TextDiffs } from '../../../src/core/catalog/text-diff.ts';

const lines = (count: number, word: string) =>
  Array.from({ length: count }, (_, index) => `${word} ${index}\n`).join('');

describe('a diff', () => {
  it('is unified, with three lines around what differs', () => {
    const diff = new TextDiffs().make(
      'a/x.yml',
      'b/x.yml',
      `${lines(9, 'same')}old\n`,
      `${lines(9, 'same')}new\n`,
    );
    expect(diff).toBe(
      [
        '--- a/x.yml',
        '+++ b/x.yml',
        '@@ -7,4 +7,4 @@',
        ' same 6',
        ' same 7',
        ' same 8',
        '-old',
        '+new',
        '',
      ].join('\n'),
    );
  });

  it('is cut where it is long, and says so', () => {
    const diff = new TextDiffs().make('x', 'x', '', lines(700, 'new')) ?? '';
    expect(diff.split('\n')).toHaveLength(402);
    expect(diff).toMatch(/\n\\ 303 more lines of this diff are not kept\.\n$/);
  });

  it('has no endless line', () => {
    const diff = new TextDiffs().make('x', 'x', 'a', 'b'.repeat(50_000)) ?? '';
    expect(diff.length).toBeLessThan(3000);
    expect(diff).toContain('… (49001 more characters)');
  });

  it('of two texts that have nothing in common is not made, in little time', () => {
    const start = performance.now();
    const diff = new TextDiffs().make('x', 'x', lines(50_000, 'old'), lines(50_000, 'new'));
    expect(diff).toBe('\\ More than 800 lines differ. No diff was made.\n');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('is left out and counted when an import has too many', () => {
    const diffs = new TextDiffs();
    const made = Array.from({ length: 150 }, () => diffs.make('x', 'x', '', lines(700, 'new')));
    expect(made.filter((diff) => diff !== null)).toHaveLength(125);
    expect(diffs.leftOut).toBe(25);
  });

  it('of long lines counts for more', () => {
    const diffs = new TextDiffs();
    const long = Array.from({ length: 500 }, () => `${'x'.repeat(2000)}\n`).join('');
    const made = Array.from({ length: 40 }, () => diffs.make('x', 'x', '', long) ?? '');
    expect(made.join('').length).toBeLessThan(6_000_000);
    expect(diffs.leftOut).toBeGreaterThan(20);
  });
});
