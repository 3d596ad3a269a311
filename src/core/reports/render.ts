import type { MadeReport, ReportFormat, ReportOptions } from '../../shared/model/report.ts';
import { renderCsv } from './csv.ts';
import { reportFileName } from './file-name.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import type { Report } from './report.ts';

export interface RenderedReport {
  bytes: Uint8Array;
  mime: string;
  /** What to save it as; safe on every system. */
  fileName: string;
  /** Headings in reading order, HTML alone. */
  contents: MadeReport['contents'];
}

/** Makes a report in one format. The same value and options give the same bytes, whatever the order of its lists. */
export function renderReport(report: Report, format: ReportFormat, options: ReportOptions): RenderedReport {
  const { text, mime, contents } = render(report, format, options);
  return { bytes: new TextEncoder().encode(text), mime, fileName: reportFileName(report, format), contents };
}

function render(
  report: Report,
  format: ReportFormat,
  options: ReportOptions,
): { text: string; mime: string; contents: MadeReport['contents'] } {
  switch (format) {
    case 'html':
      return { ...renderHtml(report, options), mime: 'text/html; charset=utf-8' };
    case 'csv':
      return { text: renderCsv(report, options), mime: 'text/csv; charset=utf-8', contents: [] };
    case 'json':
      return { text: renderJson(report, options), mime: 'application/json', contents: [] };
    case 'md':
      return { text: renderMarkdown(report, options), mime: 'text/markdown; charset=utf-8', contents: [] };
  }
}
