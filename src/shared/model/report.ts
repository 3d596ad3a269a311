export const REPORT_FORMATS = ['html', 'csv', 'xlsx', 'json', 'md', 'navigator', 'dettect'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Formats as people call them. */
export const REPORT_FORMAT_NAMES: Record<ReportFormat, string> = {
  html: 'HTML',
  csv: 'CSV',
  xlsx: 'XLSX',
  json: 'JSON',
  md: 'Markdown',
  navigator: 'Navigator layer',
  dettect: 'DeTT&CT YAML',
};

/** What a layer of the ATT&CK Navigator colours: the level of each technique, its deployed rules, or what it lacks of validated. */
export const LAYERS = ['levels', 'depth', 'gaps'] as const;
export type Layer = (typeof LAYERS)[number];

export interface ReportOptions {
  /** Leave the organization's notes out. */
  leaveOutNotes: boolean;
  /** CSV alone: cells as they are, formulas not made harmless. */
  csvRaw: boolean;
  /** Navigator layer alone. */
  layer: Layer;
}

/** Whether a format has a place for notes. */
export function holdsNotes(format: ReportFormat): boolean {
  return format === 'html' || format === 'json' || format === 'md';
}

/** Whether a format is text: a page can show it, and a terminal. */
export function isTextFormat(format: ReportFormat): boolean {
  return format !== 'xlsx';
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
  /** Headings of HTML, sheets of XLSX, in reading order. `anchor` is an element's id in the file; null where nothing can be jumped to. */
  contents: { title: string; anchor: string | null }[];
}

/** The type under which a report is looked at: a browser would save CSV and Markdown instead of showing them. */
export function previewMime(mime: string): string {
  return mime.startsWith('text/html') ? mime : 'text/plain; charset=utf-8';
}
