import type { Mark } from '../../../shared/model/resource.ts';
import { resourcesMarked, type ArrangedReport } from '../arrange.ts';
import { counted, moment, number } from '../figures.ts';
import { KIND_NAMES } from '../kind-names.ts';
import { MARK_NAMES } from '../mark-names.ts';
import type { ReportResource } from '../report.ts';
import { escapeHtml, foreign, urlText } from './escape.ts';
import { NONE, section, table, techniqueLink, type Column, type Section } from './parts.ts';

/** Deployed resources, and after them the marks on what no document lists any more. */
export function htmlDeployed(arranged: ArrangedReport): Section {
  const deployed = marked(arranged, ['deployed'], 'deployed');
  return section('deployed', 'Deployed resources', deployed + noLongerListed(arranged), 'new-page');
}

/** Resources that the organization plans to deploy or has taken out of use. */
export function htmlPlannedAndRetired(arranged: ArrangedReport): Section {
  return section(
    'planned-retired',
    'Planned and retired',
    marked(arranged, ['planned', 'retired'], 'planned or retired'),
  );
}

/** Resources that the organization has ruled out. */
export function htmlNotApplicable(arranged: ArrangedReport): Section {
  return section(
    'not-applicable',
    'Not applicable',
    marked(arranged, ['not-applicable'], 'marked not applicable'),
  );
}

/** Resources without a mark: thousands of lines, so a short one each. */
export function htmlOpen(arranged: ArrangedReport): Section {
  const resources = resourcesMarked(arranged, null);
  if (resources.length === 0) return section('open', 'Open resources', NONE);
  const columns = [{ title: 'Resource' }, { title: 'Techniques', kind: 'c-tech' }];
  const caption = `${counted(resources.length, 'resource')} without a mark. Their URLs stand in the CSV and JSON of the same report.`;
  const body = grouped(resources, columns.length, openRow);
  return section('open', 'Open resources', table(caption, columns, body, 'wide open'), 'new-page');
}

function marked(arranged: ArrangedReport, marks: Mark[], words: string): string {
  const resources = resourcesMarked(arranged, ...marks);
  if (resources.length === 0) return NONE;
  const columns: Column[] = [
    { title: 'Resource' },
    { title: 'Techniques', kind: 'c-tech' },
    ...(marks.length > 1 ? [{ title: 'Mark', kind: 'c-mark' }] : []),
    { title: 'By, when', kind: 'c-when' },
    { title: 'Comment', kind: 'c-comment' },
  ];
  const body = grouped(resources, columns.length, (resource) =>
    markedRow(arranged, resource, marks.length > 1),
  );
  return table(`${counted(resources.length, 'resource')} ${words}`, columns, body, 'wide');
}

/** One table body a kind and source, each under its own head. */
function grouped(
  resources: ReportResource[],
  span: number,
  row: (resource: ReportResource) => string,
): string {
  const groups = new Map<string, ReportResource[]>();
  for (const resource of resources) {
    const key = `${resource.kind} ${resource.sourceId}`;
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }
  return [...groups.values()]
    .map((group) => {
      const first = group[0] as ReportResource;
      const head = `${KIND_NAMES[first.kind].title} of ${foreign(first.sourceName)} <span>${number(group.length)}</span>`;
      return `<tbody>\n<tr class="group"><th scope="rowgroup" colspan="${span}">${head}</th></tr>\n${group.map(row).join('\n')}\n</tbody>`;
    })
    .join('\n');
}

function openRow(resource: ReportResource): string {
  return `<tr><th scope="row">${foreign(resource.title)}</th><td>${resource.techniques.map(escapeHtml).join(', ')}</td></tr>`;
}

function markedRow(arranged: ArrangedReport, resource: ReportResource, withMark: boolean): string {
  const trail = resource.trail.map((crumb) => foreign(crumb.name)).join(' / ');
  const where = trail === '' ? '' : `<span class="where">${trail}</span>`;
  const techniques = resource.techniques.map((id) => techniqueLink(id, arranged.techniqueById));
  const mark = withMark ? `<td>${resource.mark === null ? 'open' : MARK_NAMES[resource.mark]}</td>` : '';
  const when =
    resource.markedAt === null ? '' : `<span class="where">${escapeHtml(moment(resource.markedAt))}</span>`;
  return `<tr><th scope="row">${foreign(resource.title)}${where}${urlText(resource.url)}</th><td>${techniques.join(', ')}</td>${mark}<td>${foreign(resource.markedBy ?? '')}${when}</td><td>${foreign(resource.comment ?? '')}</td></tr>`;
}

function noLongerListed(arranged: ArrangedReport): string {
  if (arranged.noLongerListed.length === 0) return '';
  const columns = [
    { title: 'Resource' },
    { title: 'Kind', kind: 'c-mark' },
    { title: 'Mark', kind: 'c-mark' },
  ];
  const rows = arranged.noLongerListed.map((entry) => {
    const mark = (MARK_NAMES as Record<string, string>)[entry.mark] ?? entry.mark;
    return `<tr><th scope="row">${foreign(entry.title)}<span class="where">${foreign(entry.key)}</span>${urlText(entry.url)}</th><td>${KIND_NAMES[entry.kind].one}</td><td>${foreign(mark)}</td></tr>`;
  });
  const caption = `${counted(rows.length, 'resource')} with a mark that no document lists any more; they count in no number`;
  return `\n<h3>Marked, no longer listed</h3>\n${table(caption, columns, rows.join('\n'), 'wide')}`;
}
