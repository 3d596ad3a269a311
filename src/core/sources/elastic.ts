import { dateOf, fieldsOf, isFields, listOf, techniqueIds, textOf, textsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { isRuleFile, ruleReader } from './rule-file.ts';
import type { Rule } from './rule-file.ts';
import type { SourceReader } from './source.ts';

const LICENCE = 'Elastic License v2';

/**
 * elastic/detection-rules. A rule maps to the most specific ids of each entry of its threats: the sub-techniques, or
 * the technique where an entry has none. The same one under several tactics counts once.
 */
export const elastic: SourceReader = ruleReader({
  source: 'elastic',
  branch: 'main',
  language: 'toml',
  recognizes: (paths) => paths.some((path) => isRule(path) || isHunt(path)),
  selects: (path, options) => isRule(path) || (options.hunting && isHunt(path)),
  shape: {
    metadata: { creation_date: 'text', updated_date: 'text', maturity: 'text' },
    rule: {
      rule_id: 'text',
      name: 'text',
      description: 'text',
      severity: 'text',
      language: 'text',
      license: 'text',
      author: 'texts',
      index: 'texts',
      tags: 'texts',
      references: 'texts',
      threat: [{ framework: 'text', technique: [{ id: 'text', subtechnique: [{ id: 'text' }] }] }],
    },
    hunt: {
      uuid: 'text',
      name: 'text',
      description: 'text',
      license: 'text',
      author: 'texts',
      integration: 'texts',
      language: 'texts',
      mitre: 'texts',
      references: 'texts',
    },
  },
  rule: ([file], path) => (isHunt(path) ? huntingQuery(file) : detectionRule(file, path)),
  withoutRule: 'Has no table “rule” (in hunting/: “hunt”), so it is nothing that Elastic would load.',
  // A hunting query may have the id of the rule that was made of it.
  keyPrefix: (path) => (isHunt(path) ? 'hunt/' : ''),
});

function isRule(path: string): boolean {
  return /^(?:rules|rules_building_block)\//.test(path) && isRuleFile(path, /\.toml$/i);
}

function isHunt(path: string): boolean {
  return path.startsWith('hunting/') && isRuleFile(path, /\.toml$/i);
}

function detectionRule(file: Fields | undefined, path: string): Rule | null {
  if (!isFields(file?.['rule'])) return null;
  const [metadata, rule] = [fieldsOf(file, 'metadata'), fieldsOf(file, 'rule')];
  const maturity = textOf(metadata, 'maturity')?.toLowerCase() ?? null;
  return {
    id: textOf(rule, 'rule_id'),
    title: textOf(rule, 'name'),
    description: textOf(rule, 'description'),
    status: maturity,
    severity: textOf(rule, 'severity')?.toLowerCase() ?? null,
    isDeprecated: path.split('/').includes('_deprecated') || maturity === 'deprecated',
    authors: textsOf(rule, 'author'),
    created: dateOf(metadata, 'creation_date'),
    modified: dateOf(metadata, 'updated_date'),
    platforms: tagged(rule, 'OS'),
    dataSources: [
      ...new Set([...tagged(rule, 'Data Source'), ...textsOf(rule, 'index'), ...textsOf(rule, 'language')]),
    ],
    techniques: techniquesOf(rule),
    references: textsOf(rule, 'references'),
    licence: textOf(rule, 'license') ?? LICENCE,
  };
}

function huntingQuery(file: Fields | undefined): Rule | null {
  if (!isFields(file?.['hunt'])) return null;
  const hunt = fieldsOf(file, 'hunt');
  return {
    id: textOf(hunt, 'uuid'),
    title: textOf(hunt, 'name'),
    description: textOf(hunt, 'description'),
    status: 'hunting',
    severity: null,
    isDeprecated: false,
    authors: textsOf(hunt, 'author'),
    created: null,
    modified: null,
    platforms: [],
    dataSources: [...new Set([...textsOf(hunt, 'integration'), ...textsOf(hunt, 'language')])],
    // Also MITRE ATLAS (`AML.T0051`), which is another framework.
    techniques: textsOf(hunt, 'mitre').filter((id) => !/^AML\./i.test(id)),
    references: textsOf(hunt, 'references'),
    licence: textOf(hunt, 'license') ?? LICENCE,
  };
}

/** What stands behind `OS: ` and the like in the tags. */
function tagged(rule: Fields, label: string): string[] {
  const start = `${label}: `;
  return textsOf(rule, 'tags').flatMap((tag) => (tag.startsWith(start) ? [tag.slice(start.length)] : []));
}

function techniquesOf(rule: Fields): string[] {
  return listOf(rule, 'threat')
    .filter((threat) => /^mitre att&ck/i.test(textOf(threat, 'framework') ?? 'MITRE ATT&CK'))
    .flatMap((threat) => listOf(threat, 'technique'))
    .flatMap((technique) => {
      const ids = listOf(technique, 'subtechnique').flatMap((one) => textOf(one, 'id') ?? []);
      // When none of them can be read, the technique still can.
      return techniqueIds(ids).length > 0 ? ids : [...ids, textOf(technique, 'id') ?? []].flat();
    });
}
