import { expect, test } from 'vitest';
import { formatFreshness } from '../../src/cli/freshness-text.ts';

test.each([
  ['2026-08-05', '2026-08-05, 111 days old'],
  ['2026-11-23', '2026-11-23, 1 day old'],
  ['2026-05-01', '2026-05-01, 207 days old (old)'],
  ['2022-08-09', '2022-08-09, 1568 days old (very old)'],
  ['2027-01-01', '2027-01-01, in the future'],
  [null, ''],
])('%s is shown as %s', (date, text) => {
  expect(formatFreshness(date, new Date('2026-11-24T00:00:00Z'))).toBe(text);
});
