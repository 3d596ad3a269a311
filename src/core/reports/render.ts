import type { MadeReport, ReportFormat, ReportOptions } from '../../shared/model/report.ts';
import { renderCsv } from './csv.ts';
import { renderDettect } from './dettect.ts';
import { reportFileName } from './file-name.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { renderNavigator } from './navigator.ts';
import type { Report } from './report.ts';
import { renderXlsx } from './xlsx.ts';

export interface RenderedReport {
  bytes: Uint8Array;
  mime: string;
  /** What to save it as; safe on every system. */
  fileName: string;
  /** Headings of HTML, sheets of XLSX. */
  contents: MadeReport['contents'];
}

interface RenderedFile {
  content: string | Uint8Array;
  mime: string;
  /** Of the file's name. */
  end: string;
  contents?: MadeReport['contents'];
}

const XLSX_MIME = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Makes a report in one format. The same value and options give the same bytes, whatever the order of its lists. */
export function renderReport(report: Report, format: ReportFormat, options: ReportOptions): RenderedReport {
  const { content, mime, end, contents = [] } = render(report, format, options);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { bytes, mime, fileName: reportFileName(report, end), contents };
}

function render(report: Report, format: ReportFormat, options: ReportOptions): RenderedFile {
  switch (format) {
    case 'html': {
      const { text, contents } = renderHtml(report, options);
      return { content: text, contents, mime: 'text/html; charset=utf-8', end: '.html' };
    }
    case 'xlsx': {
      const { bytes, sheets } = renderXlsx(report, options);
      return { content: bytes, contents: sheets, mime: XLSX_MIME, end: '.xlsx' };
    }
    case 'csv':
      return { content: renderCsv(report, options), mime: 'text/csv; charset=utf-8', end: '.csv' };
    case 'json':
      return { content: renderJson(report, options), mime: 'application/json', end: '.json' };
    case 'md':
      return { content: renderMarkdown(report, options), mime: 'text/markdown; charset=utf-8', end: '.md' };
    case 'navigator':
      return {
        content: renderNavigator(report, options),
        mime: 'application/json',
        end: `-navigator-${options.layer}.json`,
      };
    case 'dettect':
      return { content: renderDettect(report, options), mime: 'application/yaml', end: '-dettect.yaml' };
  }
}
