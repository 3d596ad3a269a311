import { stringify } from 'csv-stringify/sync';
import type { TechniqueCoverage } from '../../shared/model/coverage.ts';
import type { ReportOptions } from '../../shared/model/report.ts';
import { arrangeReport, type ArrangedReport } from './arrange.ts';
import { sortedBy } from './order.ts';
import type { Report, ReportResource } from './report.ts';

/** What each column holds stands in docs/coverage.md. */
export const CSV_COLUMNS = [
  'organization',
  'as_of',
  'technique_id',
  'technique',
  'tactics',
  'level',
  'kind',
  'source',
  'resource_key',
  'title',
  'url',
  'folder',
  'unit_tests',
  'mark',
  'comment',
  'marked_by',
  'marked_at',
] as const;

type Row = Partial<Record<(typeof CSV_COLUMNS)[number], string | number | null>>;

/**
 * A text that a spreadsheet would take for a formula: it begins with one of these, or with apostrophes before one (so
 * that taking one apostrophe off a guarded cell always gives the text back).
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/**
 * A report as CSV (RFC 4180, UTF-8 with BOM): one row a technique and resource, and one for a technique without any.
 * Values are as they are stored; only formulas get an apostrophe before them, unless `csvRaw` is set.
 */
export function renderCsv(report: Report, options: ReportOptions): string {
  const arranged = arrangeReport(report, options);
  const rows = listRows(arranged).map((row) => CSV_COLUMNS.map((column) => cell(row[column] ?? '', options)));
  // The library leaves a field with a bare LF unquoted when rows end in CRLF. And a semicolon or tab parts cells where a spreadsheet's locale says so.
  return stringify([[...CSV_COLUMNS], ...rows], {
    bom: true,
    record_delimiter: 'windows',
    quoted_match: /[\r\n;\t]/,
  });
}

function listRows(arranged: ArrangedReport): Row[] {
  const listed = new Map<string, ReportResource[]>(
    arranged.techniques.map((technique) => [technique.id, []]),
  );
  for (const resource of arranged.resources) {
    for (const id of resource.techniques) {
      const resources = listed.get(id);
      if (resources) resources.push(resource);
      else listed.set(id, [resource]);
    }
  }
  return sortedBy([...listed], ([id]) => id).flatMap(([id, resources]) => {
    const head = { ...reportRow(arranged.report), ...techniqueRow(id, arranged.techniqueById.get(id)) };
    return resources.length === 0
      ? [head]
      : resources.map((resource) => ({ ...head, ...resourceRow(resource) }));
  });
}

function reportRow(report: Report): Row {
  return { organization: report.organization.name, as_of: report.asOf };
}

function techniqueRow(id: string, technique: TechniqueCoverage | undefined): Row {
  return {
    technique_id: id,
    technique: technique?.name ?? '',
    tactics: technique?.tactics.join('; ') ?? '',
    level: technique?.level ?? '',
  };
}

function resourceRow(resource: ReportResource): Row {
  return {
    kind: resource.kind,
    source: resource.sourceName,
    resource_key: resource.key,
    title: resource.title,
    url: resource.url,
    folder: resource.trail.map((crumb) => crumb.name).join(' / '),
    unit_tests: resource.unitTests,
    mark: resource.mark ?? 'open',
    comment: resource.comment,
    marked_by: resource.markedBy,
    marked_at: resource.markedAt,
  };
}

function cell(value: string | number, options: ReportOptions): string {
  if (typeof value === 'number') return String(value);
  return !options.csvRaw && FORMULA.test(value) ? `'${value}` : value;
}
