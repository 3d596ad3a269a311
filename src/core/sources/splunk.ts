import { dateOf, fieldsOf, listOf, textOf, textsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { authorsOf, isRuleFile, ruleReader } from './rule-file.ts';
import type { Rule } from './rule-file.ts';
import type { Shape } from './shape.ts';
import type { SourceReader } from './source.ts';

const SCORE = [{ score: 'text' }] satisfies [Shape];

/**
 * splunk/security_content. A detection maps to its `mitre_attack_id` as given, which names the technique beside each
 * sub-technique. In trees of 2026 that list stands at the top, before that under `tags`.
 */
export const splunk: SourceReader = ruleReader({
  source: 'splunk',
  branch: 'develop',
  language: 'yaml',
  recognizes: (paths) => paths.some(isDetection),
  selects: isDetection,
  shape: {
    id: 'text',
    name: 'text',
    description: 'text',
    status: 'text',
    author: 'texts',
    date: 'text',
    creation_date: 'text',
    modification_date: 'text',
    data_source: 'texts',
    references: 'texts',
    search: 'text',
    mitre_attack_id: 'texts',
    tags: { mitre_attack_id: 'texts', risk_score: 'text' },
    rba: { risk_objects: SCORE },
    finding: { entity: SCORE },
    intermediate_findings: { entities: SCORE },
  },
  rule,
  withoutRule: 'Has neither a “name” nor a “search”, so it is no detection of Splunk.',
});

/** What was deprecated is in `detections/deprecated/`, in later trees in `removed/detections/`. */
function isDetection(path: string): boolean {
  return /^(?:removed\/)?detections\//.test(path) && isRuleFile(path, /\.ya?ml$/i);
}

function rule([detection]: readonly Fields[], path: string): Rule | null {
  if (!detection || (textOf(detection, 'name') ?? textOf(detection, 'search')) === null) return null;
  const status = textOf(detection, 'status')?.toLowerCase() ?? null;
  const folders = path.split('/').slice(0, -1);
  const isAside = [...folders, status].some((word) => word === 'deprecated' || word === 'removed');
  return {
    id: textOf(detection, 'id'),
    title: textOf(detection, 'name'),
    description: textOf(detection, 'description'),
    status,
    severity: severityOf(detection),
    isDeprecated: isAside,
    authors: authorsOf(detection, 'author'),
    created: dateOf(detection, 'creation_date'),
    // `date` is that of the version.
    modified: dateOf(detection, 'modification_date') ?? dateOf(detection, 'date'),
    platforms: [],
    dataSources: textsOf(detection, 'data_source'),
    techniques: [detection, fieldsOf(detection, 'tags')].flatMap((one) => textsOf(one, 'mitre_attack_id')),
    references: textsOf(detection, 'references'),
    licence: 'Apache-2.0',
  };
}

/**
 * Splunk's detections have a risk score, from 0 to 100, and no severity. Splunk's own tool makes one of it, in steps of
 * 20 (splunk/contentctl, contentctl/objects/rba.py), of several scores the highest: so it is here.
 */
function severityOf(detection: Fields): string | null {
  const score = scoresOf(detection).reduce((most, one) => Math.max(most, one), -1);
  if (!(score >= 0 && score <= 100)) return null;
  if (score <= 20) return 'informational';
  if (score <= 40) return 'low';
  if (score <= 60) return 'medium';
  return score <= 80 ? 'high' : 'critical';
}

/** From wherever a tree has them: `tags`, later `rba`, then `finding` and `intermediate_findings`. */
function scoresOf(detection: Fields): number[] {
  const scored = [
    ...listOf(fieldsOf(detection, 'rba'), 'risk_objects'),
    ...listOf(fieldsOf(detection, 'finding'), 'entity'),
    ...listOf(fieldsOf(detection, 'intermediate_findings'), 'entities'),
  ];
  return [textOf(fieldsOf(detection, 'tags'), 'risk_score'), ...scored.map((one) => textOf(one, 'score'))]
    .filter((score) => score !== null)
    .map(Number)
    .filter(Number.isFinite);
}
