import { describe, expect, it } from 'vitest';
import {
  ageOf,
  formatCount,
  formatDate,
  formatDateTime,
  formatNumber,
  formatShare,
  formatShortDate,
  formatShortDateTime,
  formatSize,
  formatThings,
  formatTime,
  plainText,
} from '../../src/renderer/format.ts';

const now = new Date(2026, 10, 24, 9, 5, 7);

describe('numbers', () => {
  it('have separators for thousands', () => {
    expect([0, 999, 4118, 1234567].map(formatNumber)).toEqual(['0', '999', '4,118', '1,234,567']);
    expect(formatCount(521, 4118)).toBe('521 of 4,118');
  });

  it('agree with what they count', () => {
    expect(formatThings(1, 'rule')).toBe('1 rule');
    expect(formatThings(0, 'rule')).toBe('0 rules');
    expect(formatThings(2, 'entry', 'entries')).toBe('2 entries');
  });

  it.each([
    [0, 0, '0 %'],
    [0, 20, '0 %'],
    [1, 400, 'under 1 %'],
    [3, 20, '15 %'],
    [399, 400, 'over 99 %'],
    [400, 400, '100 %'],
  ])('%i of %i as a share is %s: nothing is rounded to none or all', (part, whole, words) => {
    expect(formatShare(part, whole)).toBe(words);
  });

  it.each([
    [1, '1 byte'],
    [999, '999 bytes'],
    [14_200, '14 kB'],
    [2_340_000, '2.3 MB'],
  ])('%i bytes are %s', (bytes, words) => {
    expect(formatSize(bytes)).toBe(words);
  });
});

describe('dates', () => {
  it('are written out, a plain date without regard to the time zone', () => {
    expect(formatDate('2022-08-09')).toBe('9 Aug 2022');
    expect(formatDate('2026-01-31')).toBe('31 Jan 2026');
  });

  it('of this year can go without it', () => {
    expect(formatShortDate('2026-11-12', now)).toBe('12 Nov');
    expect(formatShortDate('2022-08-09', now)).toBe('9 Aug 2022');
  });

  it('have local times', () => {
    const time = now.toISOString();
    expect(formatTime(time)).toBe('09:05:07');
    expect(formatDateTime(time)).toBe('24 Nov 2026, 09:05');
    expect(formatShortDateTime(time, now)).toBe('24 Nov 09:05');
    expect(formatShortDateTime(time, new Date(2027, 0, 1))).toBe('24 Nov 2026 09:05');
  });
});

it('a name in a sentence turns nothing around', () => {
  expect(plainText('Evil \u202Egnirts\u202C \u2066x\u2069')).toBe('Evil gnirts x');
  expect(plainText('شركة الأمن, ünï 👩‍💻')).toBe('شركة الأمن, ünï 👩‍💻');
});

describe('ages', () => {
  it.each([
    ['2026-11-24', 'today', 'today', false],
    ['2026-11-23', '1 day', '1 day', false],
    ['2026-10-25', '30 days', '30 days', false],
    ['2026-10-24', '1 month', '1 month', false],
    ['2026-04-09', '7 months', '7 months', false],
    ['2025-11-25', '11 months', '11 months', false],
    ['2025-11-24', '1 y', '1 y', true],
    ['2022-08-09', '4 y 3 m', '4 y', true],
    ['2022-05-23', '4 y 6 m', '4 y', true],
    ['2027-01-01', 'in the future', 'in the future', false],
  ])('of %s is %s', (date, text, short, isOld) => {
    expect(ageOf(date, now)).toEqual({ text, short, isOld });
  });
});
