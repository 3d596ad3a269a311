import { moment } from './figures.ts';
import { KIND_NAMES } from './kind-names.ts';
import { MARK_NAMES } from './mark-names.ts';
import { code, inline, table } from './markdown-text.ts';
import type { ReportResource } from './report.ts';

/**
 * Resources in one table. `deployed`: with comment, who and when; `mark`: the same and the mark; `open`: the short
 * form, for thousands of lines.
 */
export function markdownResources(resources: ReportResource[], form: 'deployed' | 'mark' | 'open'): string {
  if (resources.length === 0) return 'None.';
  const short = form === 'open';
  const columns = ['Kind', 'Source', 'Resource', 'Techniques', ...(short ? [] : ['URL'])];
  if (form === 'mark') columns.push('Mark');
  if (!short) columns.push('By', 'When', 'Comment');
  return table(
    columns,
    resources.map((resource) => cells(resource, form)),
  );
}

function cells(resource: ReportResource, form: 'deployed' | 'mark' | 'open'): string[] {
  const row = [
    KIND_NAMES[resource.kind].one,
    inline(resource.sourceName),
    inline(resource.title),
    resource.techniques.map(inline).join(', '),
  ];
  if (form === 'open') return row;
  row.push(code(resource.url ?? ''));
  if (form === 'mark') row.push(resource.mark === null ? 'open' : MARK_NAMES[resource.mark]);
  row.push(inline(resource.markedBy ?? ''), inline(moment(resource.markedAt ?? '')));
  row.push(inline(resource.comment ?? ''));
  return row;
}
