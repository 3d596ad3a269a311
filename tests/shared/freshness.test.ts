import { expect, test } from 'vitest';
import { freshnessOf } from '../../src/shared/model/freshness.ts';

const NOW = new Date('2026-11-24T23:30:00Z');

test.each([
  ['2026-11-24', 0, false, false],
  ['2026-11-23T23:59:59.000Z', 1, false, false],
  ['2026-08-05', 111, false, false],
  ['2026-05-28', 180, false, false],
  ['2026-05-27', 181, true, false],
  ['2025-11-24', 365, true, false],
  ['2025-11-23', 366, true, true],
  ['2026-11-26', -2, false, false],
])('%s is %i days old, old %s, very old %s', (date, days, isOld, isVeryOld) => {
  expect(freshnessOf(date, NOW)).toEqual({ days, isOld, isVeryOld });
});
