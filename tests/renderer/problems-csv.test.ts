import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemsToCsv } from '../../src/renderer/features/content/problems-csv.ts';

const problem = {
  file: 'docs/T1046.md',
  line: 7,
  sourceId: 'sigma',
  code: 'doubled-bullet',
  message: 'Read as one, "item".',
};

test('problems are rows with a head', () => {
  expect(problemsToCsv([problem, { ...problem, line: null, sourceId: null }])).toBe(
    'file,line,source,code,message\r\n' +
      'docs/T1046.md,7,sigma,doubled-bullet,"Read as one, ""item""."\r\n' +
      'docs/T1046.md,,,doubled-bullet,"Read as one, ""item""."\r\n',
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', "'=1", '＝1'])(
  'a cell %j cannot become a formula',
  (text) => {
    const csv = problemsToCsv([{ ...problem, file: text, message: text }]);
    const [, row] = parse(csv) as string[][];
    expect([row![0], row![4]]).toEqual([`'${text}`, `'${text}`]);
  },
);

test('any text comes back from the file, at most with an apostrophe before it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (file, message) => {
      const [, row] = parse(problemsToCsv([{ ...problem, file, message }])) as string[][];
      expect([file, `'${file}`]).toContain(row![0]);
      expect([message, `'${message}`]).toContain(row![4]);
    }),
  );
});
