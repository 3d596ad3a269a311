import { unzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderJson } from '../../../src/core/reports/json.ts';
import type { Report } from '../../../src/core/reports/report.ts';
import { columnLetters, serialTime } from '../../../src/core/reports/spreadsheet.ts';
import { visibleText } from '../../../src/core/reports/visible.ts';
import { renderXlsx } from '../../../src/core/reports/xlsx.ts';
import { anyText, reportWith } from '../../support/hostile-report.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';
import { OPTIONS, reportValue, resourceValue, smallReport } from '../../support/report-value.ts';
import { readWorkbook, type ReadSheet } from '../../support/workbook.ts';
import { expectSameNumbers } from '../../support/same-numbers.ts';

const make = (report: Report): Uint8Array => renderXlsx(report, OPTIONS).bytes;
const sheet = (report: Report, name: string): ReadSheet => {
  const found = readWorkbook(make(report)).find((one) => one.name === name);
  if (!found) throw new Error(`no sheet ${name}`);
  return found;
};

/** 1,200 rules and techniques at every level. */
function bigReport(): Report {
  const small = smallReport();
  const more = Array.from({ length: 1200 }, (_, index) =>
    resourceValue({
      key: `sigma:${index}`,
      mark: index % 7 === 0 ? 'deployed' : null,
      techniques: [`T${1100 + (index % 40)}`, 'T1003'],
      unitTests: index % 3 === 0 ? index : null,
    }),
  );
  const techniques = Array.from({ length: 50 }, (_, index) => ({
    id: `T${1100 + index}`,
    name: `n${index}`,
    tactics: ['Impact'],
  }));
  return reportValue({
    techniques: [
      ...small.coverage.techniques.map(({ id, name, tactics }) => ({ id, name, tactics })),
      ...techniques,
    ],
    resources: [...small.resources, ...more],
    levels: { T1046: 'validated', T1003: 'failed' },
    noLongerListed: small.coverage.noLongerListed,
  });
}

describe('the workbook', () => {
  test('has a sheet for each question, each with a frozen head, filters and widths', () => {
    const sheets = readWorkbook(make(smallReport()));
    expect(sheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Techniques',
      'Resources',
      'Gaps',
      'Runs',
      'Left out',
    ]);
    expect(renderXlsx(smallReport(), OPTIONS).sheets.map(({ title }) => title)).toEqual(
      sheets.map(({ name }) => name),
    );
    for (const { name, xml, rows } of sheets) {
      expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
      const columns = [...xml.matchAll(/<col [^>]*width="\d+" customWidth="1"\/>/g)].length;
      expect(xml, name).toContain(`<autoFilter ref="A1:${columnLetters(columns - 1)}${rows.length + 1}"/>`);
    }
  });

  test('has the numbers of the JSON report', () => {
    const report = bigReport();
    expectSameNumbers(readWorkbook(make(report)), renderJson(report, OPTIONS));
  });

  test('has times as numbers that a spreadsheet takes for times', () => {
    const marked = sheet(smallReport(), 'Resources').rows.find((row) => row['Key']?.value === 'sigma:a');
    expect(marked?.['Marked at (UTC)']).toEqual({ value: serialTime('2026-11-20T09:30:00.000Z'), format: 2 });
    // 1 January 2000 is day 36,526 of a spreadsheet.
    expect(serialTime('2000-01-01T12:00:00.000Z')).toBe(36_526.5);
    expect(serialTime('never')).toBeNull();
  });

  test('names below validated every technique by id, with its next step', () => {
    const rows = sheet(bigReport(), 'Gaps').rows;
    const ids = rows.map((row) => row['ID']?.value);
    expect(ids).toEqual([...ids].sort());
    expect(ids).not.toContain('T1046');
    expect(ids).toHaveLength(53);
    expect(rows[0]).toMatchObject({ ID: { value: 'T1003' }, 'Steps to validated': { value: 2 } });
    expect(rows.every((row) => row['Next step']?.value !== '')).toBe(true);
  });

  test('gives each level its own fill, and unlisted none', () => {
    const formats = new Map(
      sheet(bigReport(), 'Techniques').rows.map((row) => [row['Level']?.value, row['Level']?.format]),
    );
    expect(formats.get('unlisted')).toBe(0);
    expect(new Set(formats.values()).size).toBe(4);
  });

  test('holds no notes, and says so', () => {
    const report = smallReport();
    expect(make(report)).toEqual(renderXlsx(report, { ...OPTIONS, leaveOutNotes: true }).bytes);
    expect(sheet(report, 'Left out').rows.filter((row) => row['What']?.value === 'Notes')).toMatchObject([
      { Count: { value: 1 }, Why: { value: 'A workbook holds none.' } },
    ]);
  });

  test('has entries that say no time of making', () => {
    const bytes = Buffer.from(make(smallReport()));
    const times = Object.keys(unzipSync(bytes)).map((name) => {
      const at = bytes.indexOf(name) - 30;
      return bytes.readUInt32LE(at + 10);
    });
    // 1 January 1980, 0:00, as DOS writes it.
    expect(new Set(times)).toEqual(new Set([0x0021_0000]));
  });

  test('cuts what no cell takes', () => {
    const report = smallReport({
      resources: [resourceValue({ key: 'k', comment: '\u{1F600}'.repeat(20_000) })],
    });
    const text = String(sheet(report, 'Resources').rows[0]?.['Comment']?.value);
    expect([text.length <= 32_767, text.endsWith('\u{1F600}…')]).toEqual([true, true]);
  });

  test.each([...HOSTILE_TEXTS, '_x0041_', '_x005F_x0041_', ' a ', '=1+1', "'=1"])(
    'holds %j as text, as it is seen',
    (text) => {
      expectText(text);
    },
  );

  test('holds any text as text, as it is seen', () => {
    fc.assert(fc.property(anyText, expectText), { numRuns: 200 });
  });
});

function expectText(text: string): void {
  const bytes = make(reportWith(text));
  const seen = visibleText(text);
  for (const { name, rows, xml } of readWorkbook(bytes)) {
    // Formulas would be in <f>, and a text that escaped its cell would bring tags of its own.
    expect(
      [...xml.matchAll(/<(\w+)/g)].filter(([, tag]) => !TAGS.has(tag ?? '')),
      name,
    ).toEqual([]);
    if (name === 'Techniques') expect(rows.map((row) => row['Technique']?.value ?? '')).toContain(seen);
    if (name === 'Resources' && text !== '') expect(rows.map((row) => row['Title']?.value)).toContain(seen);
  }
}

const TAGS = new Set(
  'worksheet sheetViews sheetView pane cols col sheetData row c is t v autoFilter'.split(' '),
);
