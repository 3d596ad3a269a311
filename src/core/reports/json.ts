import { KINDS } from '../../shared/model/resource.ts';
import { LEVELS, type Level } from '../../shared/model/technique.ts';
import type { TechniqueCoverage } from '../../shared/model/coverage.ts';
import type { ReportOptions } from '../../shared/model/report.ts';
import {
  arrangeReport,
  ruleDeployed,
  type ArrangedReport,
  type ArrangedSource,
  type MarkCounts,
} from './arrange.ts';
import { countedNumbers } from './counting.ts';
import { sortedBy } from './order.ts';
import type { Report, ReportNote, ReportResource, ReportRun } from './report.ts';
import { leftOutOf } from './summary.ts';
import { HIDDEN_CLASS } from './visible.ts';

export const JSON_SCHEMA_NAME = 'bearing-report-1';

const HIDDEN = new RegExp(`(?!\\n)[${HIDDEN_CLASS}]`, 'gu');

/**
 * A report as JSON after docs/report.schema.json: every field always there, in this order. Values are as they are
 * stored; hidden characters stand as `\uXXXX`, so that they show in an editor and are the same once parsed.
 */
export function renderJson(report: Report, options: ReportOptions): string {
  const arranged = arrangeReport(report, options);
  return `${JSON.stringify(toDocument(arranged), null, 2).replace(HIDDEN, escapeHidden)}\n`;
}

function toDocument(arranged: ArrangedReport): object {
  const { report, content } = arranged;
  const { validity } = report;
  return {
    schema: JSON_SCHEMA_NAME,
    bearing: report.bearing,
    organization: { id: report.organization.id, name: report.organization.name },
    asOf: report.asOf,
    author: report.author,
    content: {
      documents: content.documents,
      hash: content.hash,
      problems: content.problems,
      files: content.files.map(({ techniqueId, file, sha256 }) => ({ techniqueId, file, sha256 })),
      snapshots: content.snapshots.map(({ sourceId, commit, date, sha256 }) => ({
        sourceId,
        commit,
        date,
        sha256,
      })),
    },
    attack: {
      techniques: report.attack.techniques,
      versions: report.attack.versions.map(({ domain, version, sha256 }) => ({ domain, version, sha256 })),
    },
    ledger: arranged.ledger.map(({ feed, entries, head }) => ({ feed, entries, head })),
    summary: toSummary(arranged),
    counted: countedNumbers(arranged).map(({ term, rule, sum, numerator, denominator, leftOut }) => ({
      term,
      rule,
      sum,
      numerator,
      denominator,
      leftOut,
    })),
    tactics: arranged.tactics.map((tactic) => ({
      name: tactic.name,
      techniques: tactic.techniques,
      ruleDeployed: ruleDeployed(tactic.levels),
      levels: toLevels(tactic.levels),
    })),
    sources: arranged.sources.map(toSource),
    techniques: arranged.techniques.map(toTechnique),
    resources: sortedBy(arranged.resources, (resource) => resource.key).map(toResource),
    noLongerListed: arranged.noLongerListed.map(({ key, title, url, kind, mark }) => ({
      key,
      title,
      url,
      kind,
      mark,
    })),
    validity: { days: validity.days, since: validity.since, until: validity.until },
    runs: arranged.runs.map(toRun),
    notes: arranged.notes?.map(toNote) ?? null,
    leftOut: leftOutOf(arranged).map(({ what, count, why }) => ({ what, count, why })),
  };
}

function toSummary(arranged: ArrangedReport): object {
  const { coverage } = arranged.report;
  return {
    techniques: arranged.techniques.length,
    ruleDeployed: ruleDeployed(coverage.levels),
    levels: toLevels(coverage.levels),
    ...Object.fromEntries(
      KINDS.map((kind) => {
        const { listed, deployed } = coverage[`${kind}s`];
        return [`${kind}s`, { listed, deployed, ...toMarks(arranged.marks[kind]) }];
      }),
    ),
  };
}

function toSource(source: ArrangedSource): object {
  const { id, name, title, url, kind, listed, deployed, links, oldest, newest } = source;
  return { id, name, title, url, kind, listed, deployed, ...toMarks(source.marks), links, oldest, newest };
}

function toTechnique(technique: TechniqueCoverage): object {
  const { id, name, parentId, tactics, level, notApplicable, planned, retired, runs } = technique;
  const count = ({ listed, deployed }: { listed: number; deployed: number }): object => ({
    listed,
    deployed,
  });
  return {
    id,
    name,
    parentId,
    tactics,
    level,
    controls: count(technique.controls),
    rules: count(technique.rules),
    tests: count(technique.tests),
    planned,
    retired,
    notApplicable,
    runs: { tests: runs.tests, detected: runs.detected, latest: runs.latest },
    subTechniques: count(technique.subTechniques),
  };
}

function toResource(resource: ReportResource): object {
  const { key, kind, sourceId, sourceName, title, url, unitTests, techniques, mark } = resource;
  const { comment, markedBy, markedAt } = resource;
  return {
    key,
    kind,
    sourceId,
    sourceName,
    title,
    url,
    trail: resource.trail.map((crumb) => ({ name: crumb.name, url: crumb.url })),
    unitTests,
    techniques,
    mark,
    comment,
    markedBy,
    markedAt,
  };
}

function toRun(run: ReportRun): object {
  const { at, testKey, testTitle, techniques, outcome, comment, recordedBy, recordedAt, isValid } = run;
  const rules = run.rules.map(({ key, title }) => ({ key, title }));
  return { at, testKey, testTitle, techniques, outcome, rules, comment, recordedBy, recordedAt, isValid };
}

function toNote(note: ReportNote): object {
  const { targetType, targetKey, targetTitle, text, author, updatedAt } = note;
  return { targetType, targetKey, targetTitle, text, author, updatedAt };
}

/** Without `listed` and `deployed`, which come from the coverage itself. */
function toMarks({ planned, retired, notApplicable, open }: MarkCounts): object {
  return { planned, retired, notApplicable, open };
}

function toLevels(levels: Record<Level, number>): object {
  return Object.fromEntries(LEVELS.map((level) => [level, levels[level]]));
}

/** Hidden characters that JSON.stringify left are inside strings (but for line breaks), where an escape means the same. */
function escapeHidden(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
    return `\\u${unit}`;
  }).join('');
}
