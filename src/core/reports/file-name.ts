import type { Report } from './report.ts';

/**
 * `northfield-utilities-2026-11-24.html`: the organization in ASCII, the date of the newest datum, and `end`. A name
 * without any such letter gives `organization` and the first characters of its id.
 */
export function reportFileName(report: Report, end: string): string {
  const { name, id } = report.organization;
  const words = slug(name) || `organization-${slug(id).slice(0, 8)}`.replace(/-$/, '');
  const date = /^\d{4}-\d{2}-\d{2}/.exec(report.asOf)?.[0] ?? 'undated';
  return `${words}-${date}${end}`;
}

function slug(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return ascii.slice(0, 60).replace(/^-+|-+$/g, '');
}
