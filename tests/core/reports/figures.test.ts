import { expect, test } from 'vitest';
import { age, day, dayRange, isOld, moment, number, share } from '../../../src/core/reports/figures.ts';
import { compareText } from '../../../src/core/reports/order.ts';
import { visibleText } from '../../../src/core/reports/visible.ts';

const AT = '2026-11-24T14:02:11.000Z';

test.each([
  ['2022-08-09', '4 y 3 m'],
  ['2022-11-24', '4 y'],
  ['2025-11-25', '11 m'],
  ['2025-11-24', '1 y'],
  ['2026-10-24', '1 m'],
  ['2026-10-25', '30 d'],
  ['2026-11-24', '0 d'],
  ['2026-11-25', 'after this report'],
  ['yesterday', ''],
  [null, ''],
])('content of %s is %j old', (date, text) => {
  expect(age(date, AT)).toBe(text);
});

test('content is old from a year on', () => {
  expect([isOld('2025-11-24', AT), isOld('2025-11-25', AT), isOld(null, AT)]).toEqual([true, false, false]);
});

test('dates are written in one way, and what is no date as it is', () => {
  expect([day('2022-08-09'), day('2022-13-09'), day('x')]).toEqual(['9 Aug 2022', '2022-13-09', 'x']);
  expect([moment(AT), moment('2022-08-09'), moment('')]).toEqual([
    '24 Nov 2026, 14:02 UTC',
    '9 Aug 2022',
    '',
  ]);
  expect(dayRange('2022-08-09', '2022-08-10')).toBe('9 Aug 2022 to 10 Aug 2022');
  expect([dayRange('2022-08-09', '2022-08-09'), dayRange(null, '2022-08-10'), dayRange(null, null)]).toEqual([
    '9 Aug 2022',
    '10 Aug 2022',
    'no date',
  ]);
});

test('numbers have separators, and shares say 0 % and 100 % only where that is exact', () => {
  expect([number(0), number(999), number(4118), number(1_234_567)]).toEqual([
    '0',
    '999',
    '4,118',
    '1,234,567',
  ]);
  expect([share(0, 9), share(1, 999), share(998, 999), share(9, 9), share(1, 3), share(0, 0)]).toEqual([
    '0 %',
    '< 1 %',
    '> 99 %',
    '100 %',
    '33 %',
    '',
  ]);
});

test('texts are in the order of their code points', () => {
  const sorted = ['\u{1F600}', '\uFF0B', 'a', 'B', '', 'ab', '\uD800'].sort(compareText);
  expect(sorted).toEqual(['', 'B', 'a', 'ab', '\uFF0B', '\uD800', '\u{1F600}']);
});

test('hidden characters are written out, joiners of emoji and scripts are not', () => {
  expect(visibleText('a\u202Eb\u0000c\uD800d\u2028e\u{E0041}')).toBe(
    'a[U+202E]b[U+0000]c[U+D800]d[U+2028]e[U+E0041]',
  );
  expect(visibleText('a\u200Db\u200C')).toBe('a[U+200D]b[U+200C]');
  expect(visibleText('👩‍🚀 ❤️ نمی‌خواهم\t\n')).toBe('👩‍🚀 ❤️ نمی‌خواهم\t\n');
});
