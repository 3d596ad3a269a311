import { DUMP_SCHEMA, dump, timestampTag } from 'js-yaml';
import type { TechniqueCoverage } from '../../shared/model/coverage.ts';
import type { ReportOptions } from '../../shared/model/report.ts';
import type { Level } from '../../shared/model/technique.ts';
import { arrangeReport, type ArrangedReport } from './arrange.ts';
import { deployedRules, ruleName } from './deployed-rules.ts';
import { enterpriseTechniques, leftSentence, type LeftTechnique } from './enterprise.ts';
import { moment, nOfM } from './figures.ts';
import { compareText } from './order.ts';
import type { Report, ReportResource } from './report.ts';
import { attackSentences, contentSum, snapshotName } from './summary.ts';
import { visibleLine } from './visible.ts';

/**
 * The score of a detection for each level; why, says docs/coverage.md. DeTT&CT's scale: -1 none, 0 forensics or context,
 * 1 basic, 2 fair, to 5 excellent. What is above fair is a judgement that no level makes.
 */
const SCORES: Record<Level, number> = { unlisted: -1, listed: -1, failed: 0, deployed: 1, validated: 2 };

/** Dates without time and quotes, as DeTT&CT's own files have them. */
const SCHEMA = DUMP_SCHEMA.withTags({
  ...timestampTag,
  represent: (date: Date) => date.toISOString().slice(0, 10),
});

/**
 * A report as a technique administration of DeTT&CT, version 1.2 (rabobank-cdc/DeTTECT, constants.py, health.py): every
 * technique of ATT&CK Enterprise with the score of its level and where its rules are deployed. Visibility is left at
 * none. What it cannot hold is named in the comment at its head.
 */
export function renderDettect(report: Report, options: ReportOptions): string {
  const arranged = arrangeReport(report, options);
  const { techniques, left } = enterpriseTechniques(arranged);
  const rules = deployedRules(arranged);
  const administration = {
    version: 1.2,
    file_type: 'technique-administration',
    name: visibleLine(report.organization.name),
    domain: 'enterprise-attack',
    platform: ['all'],
    techniques: techniques.map((technique) =>
      toTechnique(technique, rules.get(technique.id) ?? [], report.asOf),
    ),
  };
  const body = dump(administration, { schema: SCHEMA, noRefs: true, lineWidth: -1, seqNoIndent: true });
  return `${head(arranged, left)}${body}`;
}

/** Comment lines: what the file is of, with the hashes, and what is not in it. */
function head(arranged: ArrangedReport, left: LeftTechnique[]): string {
  const { report, content } = arranged;
  const lines = [
    `${report.organization.name}, as of ${moment(report.asOf)}, by ${report.author}, made with Bearing ${report.bearing}`,
    `${contentSum(content)}, SHA-256 ${content.hash}`,
    ...content.snapshots.map((snapshot) => `${snapshotName(snapshot)}, SHA-256 ${snapshot.sha256}`),
    attackSentences(arranged),
    'Visibility is not known to Bearing: 0 for every technique.',
    ...left.map((one) => `Left out: ${one.technique.id} ${leftSentence(one)}`),
  ];
  return lines.map((line) => `# ${visibleLine(line)}\n`).join('');
}

function toTechnique(technique: TechniqueCoverage, rules: ReportResource[], asOf: string): object {
  const { id, name, level } = technique;
  const score = SCORES[level];
  return {
    technique_id: id,
    technique_name: visibleLine(name),
    detection: [
      {
        applicable_to: ['all'],
        location: rules.map(ruleName),
        comment: '',
        score_logbook: [
          {
            date: score < 0 ? null : newestDay(technique, rules, asOf),
            score,
            comment: score < 0 ? '' : comment(technique),
          },
        ],
      },
    ],
    visibility: [
      {
        applicable_to: ['all'],
        comment: '',
        score_logbook: [{ date: null, score: 0, comment: '', auto_generated: true }],
      },
    ],
  };
}

function comment({ level, rules, tests, runs }: TechniqueCoverage): string {
  const run = runs.tests > 0 ? `, ${nOfM(runs.detected, runs.tests)} tests run were blocked or alerted` : '';
  return `Bearing: ${level}; rules deployed ${nOfM(rules.deployed, rules.listed)}, tests deployed ${nOfM(tests.deployed, tests.listed)}${run}`;
}

/** The day of the latest run, where runs make the level, else of the newest mark of the rules; where none is that of the report, since a score needs a date. */
function newestDay({ level, runs }: TechniqueCoverage, rules: ReportResource[], asOf: string): Date {
  if (level !== 'deployed' && runs.latest !== null) return new Date(runs.latest.slice(0, 10));
  const times = rules.flatMap(({ markedAt }) => markedAt ?? []).sort(compareText);
  return new Date((times.at(-1) ?? asOf).slice(0, 10));
}
