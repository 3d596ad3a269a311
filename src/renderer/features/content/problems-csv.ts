import type { Problem } from '../../../shared/model/problem.ts';
import type { ProblemRow } from '../../../shared/model/content.ts';

/** A text that a spreadsheet would take for a formula, or with apostrophes before one: as in the reports. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const COLUMNS = ['file', 'line', 'source', 'code', 'message'] as const;

/**
 * Problems as CSV (RFC 4180) for the clipboard. A cell that a spreadsheet would run gets an apostrophe before it.
 * Written here because the library that the reports use brings a copy of Node's Buffer into the page.
 */
export function problemsToCsv(
  problems: readonly (Problem & Partial<Pick<ProblemRow, 'sourceId'>>)[],
): string {
  const rows = problems.map(({ file, line, sourceId, code, message }) => [
    cell(file),
    line === null ? '' : String(line),
    cell(sourceId ?? ''),
    cell(code),
    cell(message),
  ]);
  return [[...COLUMNS], ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
