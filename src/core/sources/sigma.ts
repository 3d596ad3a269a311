import { dateOf, fieldsOf, textOf, textsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { authorsOf, isRuleFile, ruleReader } from './rule-file.ts';
import type { Rule } from './rule-file.ts';
import type { SourceReader } from './source.ts';

const ROOTS = [
  'rules',
  'rules-emerging-threats',
  'rules-threat-hunting',
  'rules-placeholder',
  'rules-compliance',
  'rules-dfir',
];
const ROOTS_ASIDE = ['deprecated', 'unsupported'];

/** What Elastic and Splunk have, and Sigma has not. */
const OTHERS = /^(?:rules(?:_building_block)?\/.*\.toml|detections\/.*\.ya?ml)$/i;

/** Products of a log source that are platforms; others are devices and services. */
const PLATFORMS = ['windows', 'linux', 'macos'];

/** SigmaHQ/sigma. A rule maps to every technique that its tags name, as they name it. */
export const sigma: SourceReader = ruleReader({
  source: 'sigma',
  branch: 'master',
  language: 'yaml',
  recognizes,
  selects: isRule,
  shape: {
    title: 'text',
    id: 'text',
    description: 'text',
    status: 'text',
    level: 'text',
    author: 'texts',
    date: 'text',
    modified: 'text',
    license: 'text',
    references: 'texts',
    tags: 'texts',
    logsource: { product: 'text', category: 'text', service: 'text' },
    detection: {},
  },
  rule,
  withoutRule: 'Has neither a “title” nor a “detection”, so it is no Sigma rule.',
});

/** Elastic has a `rules/` too, and Splunk a `deprecated/` beside its detections. */
function recognizes(paths: readonly string[]): boolean {
  return paths.some(isRule) && !paths.some((path) => OTHERS.test(path));
}

function isRule(path: string): boolean {
  const [root = '', ...rest] = path.split('/');
  const isRoot = ROOTS.includes(root) || ROOTS_ASIDE.includes(root);
  return isRoot && rest.length > 0 && isRuleFile(path, /\.ya?ml$/i);
}

/**
 * A file is one rule, also when it has several documents: then the first (`action: global`) says what is true of all
 * and the others add log sources and detections, sometimes the id.
 */
function rule(documents: readonly Fields[], path: string): Rule | null {
  const head: Fields = {};
  for (const document of documents.toReversed()) Object.assign(head, document);
  if (textOf(head, 'title') === null && !Object.hasOwn(head, 'detection')) return null;
  const status = textOf(head, 'status')?.toLowerCase() ?? null;
  return {
    id: textOf(head, 'id'),
    title: textOf(head, 'title'),
    description: textOf(head, 'description'),
    status,
    severity: textOf(head, 'level')?.toLowerCase() ?? null,
    isDeprecated: ROOTS_ASIDE.includes(path.split('/', 1)[0] ?? '') || ROOTS_ASIDE.includes(status ?? ''),
    authors: authorsOf(head, 'author'),
    created: dateOf(head, 'date'),
    modified: dateOf(head, 'modified'),
    platforms: unique(documents.flatMap(platformsOf)),
    dataSources: unique(documents.flatMap(logSourceOf)),
    techniques: unique(documents.flatMap(techniqueTags)),
    references: textsOf(head, 'references'),
    licence: textOf(head, 'license') ?? 'DRL-1.1',
  };
}

/** `attack.t1059.001` → `t1059.001`. Tactics, groups and software (`attack.execution`, `attack.g0016`) are none. */
function techniqueTags(document: Fields): string[] {
  return textsOf(document, 'tags').flatMap((tag) => /^attack\.(t\d.*)$/i.exec(tag)?.[1] ?? []);
}

/** `windows/process_creation`: product, category and service, as far as they are given. */
function logSourceOf(document: Fields): string[] {
  const logSource = fieldsOf(document, 'logsource');
  const parts = ['product', 'category', 'service'].flatMap((name) => textOf(logSource, name) ?? []);
  return parts.length > 0 ? [parts.join('/')] : [];
}

function platformsOf(document: Fields): string[] {
  const product = textOf(fieldsOf(document, 'logsource'), 'product')?.toLowerCase() ?? '';
  return PLATFORMS.includes(product) ? [product] : [];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
