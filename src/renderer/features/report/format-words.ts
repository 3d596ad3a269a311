import type { ReportFormat } from '../../../shared/model/report.ts';

/** What each format is good for, in the order of the screen. */
export const FORMAT_WORDS: Record<ReportFormat, { name: string; hint: string }> = {
  html: { name: 'HTML', hint: 'one file, opens offline, no script' },
  csv: { name: 'CSV', hint: 'a row for each resource' },
  json: { name: 'JSON', hint: 'documented schema' },
  md: { name: 'Markdown', hint: 'for a wiki or a ticket' },
};
