import type { TechniqueCoverage } from '../../shared/model/coverage.ts';
import type { ReportOptions } from '../../shared/model/report.ts';
import { arrangeReport, type ArrangedReport } from './arrange.ts';
import { deployedRules, ruleName } from './deployed-rules.ts';
import { enterpriseTechniques, leftSentence, type EnterpriseTechniques } from './enterprise.ts';
import { counted, moment, nOfM } from './figures.ts';
import { LAYER_KINDS, type LayerKind } from './layer-kinds.ts';
import type { Report, ReportResource } from './report.ts';
import { attackSentences, contentSum, snapshotName, summarySentences } from './summary.ts';
import { visibleLine } from './visible.ts';

/** What the layer format asks to be told: its own version, and that of a Navigator that reads it (at least 4.9.0). */
const VERSIONS = { layer: '4.5', navigator: '5.3.2' };
/** More rules of one technique than these are counted in its comment. */
const MOST_NAMED = 10;

interface Metadata {
  name: string;
  value: string;
}

/**
 * A report as one layer of the ATT&CK Navigator, after version 4.5 of its layer format (mitre-attack/attack-navigator,
 * layers/spec/v4.5/layerformat.md). Techniques stand under each of their tactics. What the Navigator would pass over in
 * silence, ids of other domains or not in force, is counted in the description and named in the metadata.
 */
export function renderNavigator(report: Report, options: ReportOptions): string {
  const arranged = arrangeReport(report, options);
  return `${JSON.stringify(toLayer(arranged, options), null, 2)}\n`;
}

function toLayer(arranged: ArrangedReport, options: ReportOptions): object {
  const kind = LAYER_KINDS[options.layer];
  const enterprise = enterpriseTechniques(arranged);
  const { techniques, version } = enterprise;
  const major = /^\d+/.exec(version ?? '')?.[0];
  return {
    name: visibleLine(`${arranged.report.organization.name}: ${kind.title}`),
    versions: { ...(major === undefined ? {} : { attack: major }), ...VERSIONS },
    domain: 'enterprise-attack',
    description: describe(arranged, kind, enterprise),
    techniques: toTechniques(arranged, kind, techniques),
    gradient: kind.gradient(techniques),
    legendItems: kind.legend,
    metadata: layerMetadata(arranged, enterprise),
  };
}

function describe(arranged: ArrangedReport, kind: LayerKind, { left }: EnterpriseTechniques): string {
  const sentences = [
    kind.rule,
    ...summarySentences(arranged).map((sentence) => sentence.replaceAll('**', '')),
    visibleLine(attackSentences(arranged)),
    ...(left.length > 0
      ? [
          `Left out of this layer, which holds ATT&CK Enterprise alone: ${counted(left.length, 'technique')}, named in its metadata.`,
        ]
      : []),
  ];
  return sentences.join(' ');
}

function toTechniques(arranged: ArrangedReport, kind: LayerKind, techniques: TechniqueCoverage[]): object[] {
  const rules = deployedRules(arranged);
  const scores = new Map(techniques.map((technique) => [technique.id, kind.score(technique)]));
  // A parent is unfolded where a sub-technique has another score: nothing that differs is hidden behind it.
  const unfolded = new Set(
    techniques
      .filter(({ id, parentId }) => parentId !== null && scores.get(id) !== scores.get(parentId))
      .map(({ parentId }) => parentId),
  );
  return techniques.map((technique) => {
    const score = scores.get(technique.id) ?? null;
    const color = kind.color(technique);
    const comment = kind.comment(technique) ?? listRules(rules.get(technique.id) ?? []);
    return {
      techniqueID: technique.id,
      ...(score === null ? {} : { score }),
      ...(color === null ? {} : { color }),
      ...(comment === '' ? {} : { comment }),
      metadata: techniqueMetadata(technique),
      ...(unfolded.has(technique.id) ? { showSubtechniques: true } : {}),
    };
  });
}

function listRules(rules: ReportResource[]): string {
  const more = rules.length - MOST_NAMED;
  const lines = rules.slice(0, MOST_NAMED).map(ruleName);
  if (more > 0) lines.push(`and ${counted(more, 'rule')} more`);
  return lines.length > 0 ? `Rules deployed:\n${lines.join('\n')}` : '';
}

function techniqueMetadata(technique: TechniqueCoverage): Metadata[] {
  const { level, rules, tests, controls, planned, runs, subTechniques } = technique;
  return [
    { name: 'Level', value: level },
    { name: 'Rules deployed', value: nOfM(rules.deployed, rules.listed) },
    { name: 'Tests deployed', value: nOfM(tests.deployed, tests.listed) },
    { name: 'Controls deployed', value: nOfM(controls.deployed, controls.listed) },
    ...(runs.tests > 0
      ? [{ name: 'Tests run, blocked or alerted', value: nOfM(runs.detected, runs.tests) }]
      : []),
    ...(planned > 0 ? [{ name: 'Planned', value: counted(planned, 'resource') }] : []),
    ...(subTechniques.listed > 0
      ? [
          {
            name: 'Sub-techniques with a rule deployed',
            value: nOfM(subTechniques.deployed, subTechniques.listed),
          },
        ]
      : []),
  ];
}

/** The Navigator drops a pair without a value, so none is given. */
function layerMetadata({ report, content }: ArrangedReport, { left }: EnterpriseTechniques): Metadata[] {
  return [
    { name: 'Organization', value: report.organization.name },
    { name: 'As of', value: moment(report.asOf) },
    { name: 'Made by', value: report.author },
    { name: 'Made with', value: `Bearing ${report.bearing}` },
    { name: 'Content', value: `${contentSum(content)}, SHA-256 ${content.hash}` },
    ...content.snapshots.map((snapshot) => ({
      name: snapshotName(snapshot),
      value: `SHA-256 ${snapshot.sha256}`,
    })),
    ...left.map((one) => ({ name: one.technique.id, value: leftSentence(one) })),
  ]
    .map(({ name, value }) => ({ name: visibleLine(name), value: visibleLine(value) }))
    .filter(({ name, value }) => name !== '' && value !== '');
}
