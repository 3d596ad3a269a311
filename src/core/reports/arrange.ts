import type {
  Coverage,
  SourceCoverage,
  TacticCoverage,
  TechniqueCoverage,
} from '../../shared/model/coverage.ts';
import type { ReportOptions } from '../../shared/model/report.ts';
import { KINDS, type Kind, type Mark } from '../../shared/model/resource.ts';
import { SOURCES } from '../../shared/model/source.ts';
import { compareTactics, LEVELS, type Level } from '../../shared/model/technique.ts';
import { REPORT_KINDS } from './kind-names.ts';
import { compareText, sortedBy } from './order.ts';
import type { Report, ReportContent, ReportNote, ReportResource, ReportRun } from './report.ts';

/** Resources by what the organization says of them; the six add up: listed = all the others together. */
export interface MarkCounts {
  listed: number;
  deployed: number;
  planned: number;
  retired: number;
  notApplicable: number;
  open: number;
}

export interface ArrangedSource extends SourceCoverage {
  /** As in the heading of a document; the short name of a source that Bearing does not know. */
  title: string;
  /** Homepage; null for a source that Bearing does not know. */
  url: string | null;
  marks: MarkCounts;
}

/** One source of the head: its kinds put together. */
export interface HeadSource {
  name: string;
  oldest: string | null;
  newest: string | null;
}

/** A report put in order: what every format reads, so that the order of the input never shows in the output. */
export interface ArrangedReport {
  report: Report;
  content: ReportContent;
  ledger: Report['ledger'];
  techniques: TechniqueCoverage[];
  techniqueById: Map<string, TechniqueCoverage>;
  tactics: TacticCoverage[];
  sources: ArrangedSource[];
  headSources: HeadSource[];
  /** By kind, source, folder, title, key. */
  resources: ReportResource[];
  marks: Record<Kind, MarkCounts>;
  noLongerListed: Coverage['noLongerListed'];
  /** By time, newest first. */
  runs: ReportRun[];
  /** By time, oldest first; null when left out. */
  notes: ReportNote[] | null;
  leftOut: Report['leftOut'];
}

/** Sorts every list of a report and counts its resources by mark. Leaves the report as it is. */
export function arrangeReport(report: Report, options: ReportOptions): ArrangedReport {
  const { coverage } = report;
  const techniques = sortedBy(coverage.techniques, (technique) => technique.id);
  const bySource = marksBy(report.resources, (resource) => `${resource.kind} ${resource.sourceId}`);
  const byKind = marksBy(report.resources, (resource) => resource.kind);
  const sources = arrangeSources(coverage.sources, bySource);
  return {
    report,
    content: {
      ...report.content,
      files: sortedBy(
        report.content.files,
        (file) => file.techniqueId,
        (file) => file.file,
        (file) => file.sha256,
      ),
      snapshots: sortedBy(report.content.snapshots, ({ sourceId }) => sourceId),
    },
    ledger: sortedBy(report.ledger, ({ feed }) => feed),
    techniques,
    techniqueById: new Map(techniques.map((technique) => [technique.id, technique])),
    tactics: [...coverage.tactics].sort((a, b) => compareTactics(a.name, b.name)),
    sources,
    headSources: putTogether(sources),
    resources: sortedBy(
      report.resources.map(withSortedTechniques),
      (resource) => REPORT_KINDS.indexOf(resource.kind),
      (resource) => sourceRank(resource.sourceId),
      (resource) => resource.sourceId,
      (resource) => resource.trail.map((crumb) => crumb.name).join('\u0000'),
      (resource) => resource.title,
      (resource) => resource.key,
    ),
    marks: Object.fromEntries(KINDS.map((kind) => [kind, byKind.get(kind) ?? noMarks()])) as Record<
      Kind,
      MarkCounts
    >,
    noLongerListed: sortedBy(
      coverage.noLongerListed,
      (entry) => REPORT_KINDS.indexOf(entry.kind),
      (entry) => entry.title,
      (entry) => entry.key,
      (entry) => entry.mark,
    ),
    runs: sortedBy(
      report.runs.map(withSortedTechniques),
      ({ at }) => at,
      ({ testKey }) => testKey,
      ({ recordedAt }) => recordedAt,
    ).reverse(),
    notes: report.notes === null || options.leaveOutNotes ? null : arrangeNotes(report.notes),
    leftOut: report.leftOut,
  };
}

/** Resources with one of these marks, or with none (`null`), in the order of the report. */
export function resourcesMarked(arranged: ArrangedReport, ...marks: (Mark | null)[]): ReportResource[] {
  return arranged.resources.filter((resource) => marks.includes(resource.mark));
}

/** Techniques that have a rule deployed, whatever its tests said. */
export function ruleDeployed(levels: Record<Level, number>): number {
  return levels.deployed + levels.validated + levels.failed;
}

/** All techniques of a record of levels. */
export function sumOfLevels(levels: Record<Level, number>): number {
  return LEVELS.reduce((sum, level) => sum + levels[level], 0);
}

/** Some run of a test is recorded. */
export function hasRuns(arranged: ArrangedReport): boolean {
  return arranged.report.runs.length > 0;
}

/** Not a sub-technique. */
export function isParent(technique: TechniqueCoverage): boolean {
  return technique.parentId === null;
}

function arrangeSources(sources: SourceCoverage[], marks: Map<string, MarkCounts>): ArrangedSource[] {
  const arranged = sources.map((source) => {
    const known = SOURCES.find((candidate) => candidate.id === source.id);
    const counts = marks.get(`${source.kind} ${source.id}`) ?? noMarks();
    return { ...source, title: known?.title ?? source.name, url: known?.url ?? null, marks: counts };
  });
  return sortedBy(
    arranged,
    (source) => REPORT_KINDS.indexOf(source.kind),
    (source) => sourceRank(source.id),
    (source) => source.id,
  );
}

function putTogether(sources: ArrangedSource[]): HeadSource[] {
  const heads = new Map<string, HeadSource & { id: string }>();
  for (const source of sources) {
    const head = heads.get(source.id);
    if (!head) {
      heads.set(source.id, {
        id: source.id,
        name: source.name,
        oldest: source.oldest,
        newest: source.newest,
      });
      continue;
    }
    head.oldest = [head.oldest, source.oldest].filter((date) => date !== null).sort(compareText)[0] ?? null;
    head.newest =
      [head.newest, source.newest]
        .filter((date) => date !== null)
        .sort(compareText)
        .at(-1) ?? null;
  }
  return sortedBy(
    [...heads.values()],
    (head) => sourceRank(head.id),
    (head) => head.id,
  );
}

function arrangeNotes(notes: ReportNote[]): ReportNote[] {
  return sortedBy(
    notes,
    (note) => note.updatedAt,
    (note) => note.targetType,
    (note) => note.targetKey,
    (note) => note.author,
    (note) => note.text,
  );
}

function withSortedTechniques<Value extends { techniques: string[] }>(value: Value): Value {
  return { ...value, techniques: [...value.techniques].sort(compareText) };
}

function marksBy(
  resources: ReportResource[],
  group: (resource: ReportResource) => string,
): Map<string, MarkCounts> {
  const groups = new Map<string, MarkCounts>();
  for (const resource of resources) {
    const key = group(resource);
    const counts = groups.get(key) ?? noMarks();
    groups.set(key, counts);
    counts.listed += 1;
    counts[resource.mark === 'not-applicable' ? 'notApplicable' : (resource.mark ?? 'open')] += 1;
  }
  return groups;
}

function noMarks(): MarkCounts {
  return { listed: 0, deployed: 0, planned: 0, retired: 0, notApplicable: 0, open: 0 };
}

/** Known sources in the order of a document's sections, others after them. */
function sourceRank(id: string): number {
  const index = SOURCES.findIndex((source) => source.id === id);
  return index === -1 ? SOURCES.length : index;
}
