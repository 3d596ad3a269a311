import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CSV_COLUMNS, renderCsv } from '../../../src/core/reports/csv.ts';
import type { Report } from '../../../src/core/reports/report.ts';
import { readProjectFile } from '../../support/source-files.ts';
import { anyText, reportWith } from '../../support/hostile-report.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';
import { OPTIONS, resourceValue, smallReport } from '../../support/report-value.ts';

const RAW = { ...OPTIONS, csvRaw: true };
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Strict: a wrong width or a stray quote throws. */
function readRows(csv: string): string[][] {
  return parse(csv, { bom: true, record_delimiter: '\r\n', relax_column_count: false });
}

function readRecords(csv: string): Record<string, string>[] {
  return parse(csv, { bom: true, record_delimiter: '\r\n', columns: true });
}

/** Takes the guard off, as docs/coverage.md says. */
function unguarded(cell: string): string {
  return /^'+[=+\-@\t\r\n＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}

describe('the CSV report', () => {
  test('holds every technique, and one row for each resource listed for it', () => {
    const rows = readRecords(renderCsv(smallReport(), OPTIONS));
    expect(rows.map((row) => `${row['technique_id']} ${row['resource_key']}`)).toEqual([
      'T1003 sigma:b',
      'T1003 sigma:c',
      'T1003.001 sigma:b',
      'T1046 elastic:e',
      'T1046 sigma:c',
      'T1046 sigma:a',
      'T1046 splunk:d',
      'T1046 atomic:g',
      'T1046 atomic:f',
      'T1046 d3fend:h',
      'T1078 ',
    ]);
    expect(rows[5]).toEqual({
      organization: 'Northfield Utilities',
      as_of: '2026-11-24T14:02:11.000Z',
      technique_id: 'T1046',
      technique: 'Network Service Scanning',
      tactics: 'Discovery',
      level: 'deployed',
      kind: 'rule',
      source: 'Sigma',
      resource_key: 'sigma:a',
      title: 'susp_nmap.yml',
      url: 'https://example.org/sigma:a',
      folder: 'rules',
      unit_tests: '2',
      mark: 'deployed',
      comment: 'since May',
      marked_by: 'A. Analyst',
      marked_at: '2026-11-20T09:30:00.000Z',
    });
    expect(rows.at(-1)).toMatchObject({
      technique_id: 'T1078',
      level: 'unlisted',
      kind: '',
      mark: '',
      unit_tests: '',
    });
  });

  test('is UTF-8 with a BOM and CRLF, and its columns stand in docs/coverage.md', () => {
    const csv = renderCsv(smallReport(), OPTIONS);
    expect(csv.startsWith('\uFEFForganization,as_of,')).toBe(true);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const documented = [...readProjectFile('docs/coverage.md').matchAll(/^\| `([a-z_]+)` +\|/gm)].map(
      (match) => match[1],
    );
    expect(documented.filter((name) => (CSV_COLUMNS as readonly string[]).includes(name ?? ''))).toEqual([
      ...CSV_COLUMNS,
    ]);
  });

  test.each(HOSTILE_TEXTS)('%j is one cell, no formula, and comes back', (text) => {
    expectFaithful(reportWith(text));
  });

  test('any text is one cell, no formula, and comes back', () => {
    fc.assert(
      fc.property(anyText, (text) => expectFaithful(reportWith(text))),
      { numRuns: 200 },
    );
  });

  test('raw leaves formulas as they are, on request alone', () => {
    const report = smallReport({
      resources: [resourceValue({ key: 'sigma:x', title: '=1+1', unitTests: 3 })],
    });
    expect(readRecords(renderCsv(report, RAW)).find((row) => row['resource_key'])?.['title']).toBe('=1+1');
    expect(readRecords(renderCsv(report, OPTIONS)).find((row) => row['resource_key'])?.['title']).toBe(
      "'=1+1",
    );
  });
});

function expectFaithful(report: Report): void {
  const guarded = readRows(renderCsv(report, OPTIONS));
  const raw = readRows(renderCsv(report, RAW));
  expect(guarded.flat().filter((cell) => FORMULA.test(cell))).toEqual([]);
  expect(guarded.map((row) => row.map(unguarded))).toEqual(raw);
  expect(new Set(raw.slice(1).map((row) => row[0]))).toEqual(new Set([asUtf8(report.organization.name)]));
}

/** Half a surrogate pair has no UTF-8; U+FFFD stands for it. */
function asUtf8(text: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}
