import type { ArrangedReport } from '../arrange.ts';
import { counted, moment } from '../figures.ts';
import type { ReportRun } from '../report.ts';
import { escapeHtml, foreign } from './escape.ts';
import { NONE, section, table, techniqueLink, type Column, type Section } from './parts.ts';

/** Every run that is recorded, newest first; those outside the validity window say so. */
export function htmlRuns(arranged: ArrangedReport): Section {
  const { runs } = arranged;
  if (runs.length === 0) return section('runs', 'Runs', NONE);
  const columns: Column[] = [
    { title: 'Ran', kind: 'c-when' },
    { title: 'Test' },
    { title: 'Techniques', kind: 'c-tech' },
    { title: 'Outcome', kind: 'c-mark' },
    { title: 'Rules that fired' },
    { title: 'Recorded', kind: 'c-when' },
    { title: 'Comment', kind: 'c-comment' },
  ];
  const rows = runs.map((run) => row(arranged, run)).join('\n');
  return section('runs', 'Runs', table(`${counted(runs.length, 'run')} of tests`, columns, rows, 'wide'));
}

function row(arranged: ArrangedReport, run: ReportRun): string {
  const techniques = run.techniques.map((id) => techniqueLink(id, arranged.techniqueById)).join(', ');
  const cells = [
    escapeHtml(moment(run.at)),
    foreign(run.testTitle),
    techniques === '' ? 'no longer listed' : techniques,
    run.isValid ? run.outcome : `${run.outcome}, too long ago`,
    run.rules.map(({ title }) => foreign(title)).join('<br>'),
    `${foreign(run.recordedBy)}, ${escapeHtml(moment(run.recordedAt))}`,
    foreign(run.comment ?? ''),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
