export const REPORT_FORMATS = ['html', 'csv', 'json', 'md'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface ReportOptions {
  /** Leave the organization's notes out. */
  leaveOutNotes: boolean;
  /** CSV alone: cells as they are, formulas not made harmless. */
  csvRaw: boolean;
}

/** A report that was made and is kept by the workbench until it closes; hosts read its bytes by id. */
export interface MadeReport {
  /** Unguessable, so that a host may serve it by this id alone. */
  id: string;
  format: ReportFormat;
  fileName: string;
  mime: string;
  size: number;
  sha256: string;
  /** Headings in reading order, HTML alone. `anchor` is an element's id in the file. */
  contents: { title: string; anchor: string }[];
}

/** The type under which a report is looked at: a browser would save CSV and Markdown instead of showing them. */
export function previewMime(mime: string): string {
  return mime.startsWith('text/html') ? mime : 'text/plain; charset=utf-8';
}
