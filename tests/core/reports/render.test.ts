import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTextFormat, REPORT_FORMATS, type ReportFormat } from '../../../src/shared/model/report.ts';
import { renderReport } from '../../../src/core/reports/render.ts';
import type { Report } from '../../../src/core/reports/report.ts';
import { OPTIONS, noteValue, resourceValue, smallReport } from '../../support/report-value.ts';
import { readReport } from '../../support/workbook.ts';

/** What the name of a file ends in, and its type. */
const FILES: Record<ReportFormat, [end: string, mime: string]> = {
  html: ['.html', 'text/html; charset=utf-8'],
  csv: ['.csv', 'text/csv; charset=utf-8'],
  xlsx: ['.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  json: ['.json', 'application/json'],
  md: ['.md', 'text/markdown; charset=utf-8'],
  navigator: ['-navigator-levels.json', 'application/json'],
  dettect: ['-dettect.yaml', 'application/yaml'],
};

function hash(report: Report, format: ReportFormat): string {
  return createHash('sha256')
    .update(renderReport(report, format, OPTIONS).bytes)
    .digest('hex');
}

/** A report whose lists have several entries that only their last key tells apart. */
function largeReport(): Report {
  const report = smallReport({
    notes: ['b', 'a', 'c'].map((text) => noteValue({ text })),
    noLongerListed: ['sigma:z', 'sigma:y'].map((key) => ({
      key,
      title: 'same',
      url: null,
      kind: 'rule',
      mark: 'deployed',
    })),
  });
  report.resources.push(
    ...['x1', 'x3', 'x2'].map((key) =>
      resourceValue({ key, title: 'same title', techniques: ['T1078', 'T1046'] }),
    ),
    resourceValue({ key: 'emoji', title: '\u{1F600}' }),
    resourceValue({ key: 'full-width', title: '\uFF0B' }),
  );
  return report;
}

function shuffled(report: Report, order: <T>(list: T[]) => T[]): Report {
  const { coverage } = report;
  return {
    ...report,
    content: {
      ...report.content,
      files: order(report.content.files),
      snapshots: order(report.content.snapshots),
    },
    coverage: {
      ...coverage,
      techniques: order(coverage.techniques),
      tactics: order(coverage.tactics),
      sources: order(coverage.sources),
      noLongerListed: order(coverage.noLongerListed),
    },
    resources: order(report.resources).map((resource) => ({
      ...resource,
      techniques: order(resource.techniques),
    })),
    notes: report.notes && order(report.notes),
  };
}

describe.each(REPORT_FORMATS.filter((format) => format !== 'csv'))('a report as %s', (format) => {
  test('names each snapshot with its hash, so that it can be checked', () => {
    const report = smallReport();
    const text = readReport(format, renderReport(report, format, OPTIONS).bytes);
    for (const { sha256, commit } of report.content.snapshots) {
      expect(text).toContain(sha256);
      if (commit !== null) expect(text).toContain(commit);
    }
  });
});

describe.each(REPORT_FORMATS)('a report as %s', (format) => {
  test('has the same bytes when it is made again', () => {
    expect(hash(largeReport(), format)).toBe(hash(largeReport(), format));
  });

  test('has the same bytes whatever the order of its lists', () => {
    const expected = hash(largeReport(), format);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const order = <T>(list: T[]): T[] =>
          list
            .map((value) => ({ value, rank: numbers.next().value as number }))
            .sort((a, b) => a.rank - b.rank)
            .map((entry) => entry.value);
        expect(hash(shuffled(largeReport(), order), format)).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('leaves its input as it is', () => {
    const report = largeReport();
    const before = structuredClone(report);
    renderReport(report, format, OPTIONS);
    expect(report).toEqual(before);
  });

  test('has a name from organization and date, and is UTF-8 where it is text', () => {
    const { fileName, mime, bytes, contents } = renderReport(smallReport(), format, OPTIONS);
    const [end, type] = FILES[format];
    expect([fileName, mime]).toEqual([`northfield-utilities-2026-11-24${end}`, type]);
    if (isTextFormat(format))
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow();
    expect(contents.length > 0).toBe(format === 'html' || format === 'xlsx');
  });

  test('can be made of nothing', () => {
    const empty = smallReport({ techniques: [], resources: [], notes: null, noLongerListed: [] });
    expect(renderReport(empty, format, OPTIONS).bytes.length).toBeGreaterThan(0);
  });
});

test.each([
  ['Électricité du Nord & Fils', 'electricite-du-nord-fils-2026-11-24.md'],
  ['../../etc/passwd', 'etc-passwd-2026-11-24.md'],
  ['東京電力', 'organization-01930000-2026-11-24.md'],
  ['CON', 'con-2026-11-24.md'],
  ['-rf \u0000 "x" | y', 'rf-x-y-2026-11-24.md'],
  ['a'.repeat(300), `${'a'.repeat(60)}-2026-11-24.md`],
])('the report of %j is saved as %s', (organization, fileName) => {
  expect(renderReport(smallReport({ organization }), 'md', OPTIONS).fileName).toBe(fileName);
});
