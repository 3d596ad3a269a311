import { fieldsOf, listOf, textOf, textsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { authorsOf, isRuleFile, ruleReader } from './rule-file.ts';
import type { Rule } from './rule-file.ts';
import type { SourceOptions, SourceReader } from './source.ts';

/** `Analytic Rules`, `Analytical Rules`, `Analytics Rules`, `Detections`, `Detection Queries`: one thing, spelt by many. */
const RULE_FOLDER =
  /^(?:analytic(?:s|al)?(?:[ _-]*rules?)?|detections?(?:[ _-]*(?:quer(?:y|ies)|rules?))?)$/i;
const HUNTING_FOLDER = /^hunting(?:[ _-]*quer(?:y|ies))?$/i;
/** One file is named `… Incidents. yaml`. */
const EXTENSION = /\.\s*ya?ml$/i;

/**
 * Azure/Azure-Sentinel. A rule maps to its `relevantTechniques` as given. Most of `Detections/` moved to `Solutions/`
 * after 2022; while a rule is in both, that in `Solutions/` is the one kept.
 */
export const sentinel: SourceReader = ruleReader({
  source: 'sentinel',
  branch: 'master',
  language: 'yaml',
  recognizes: (paths) => paths.some((path) => selects(path, { hunting: true })),
  selects,
  shape: {
    id: 'text',
    name: 'text',
    description: 'text',
    severity: 'text',
    status: 'text',
    query: 'text',
    relevantTechniques: 'texts',
    requiredDataConnectors: [{ connectorId: 'text', dataTypes: 'texts', datatypes: 'texts' }],
  },
  rule,
  withoutRule: 'Has neither a “name” nor a “query”, so it is no rule of Sentinel.',
  keyPrefix: (path) => (isHunting(path) ? 'hunt/' : ''),
  rank: (path) => (path.startsWith('Solutions/') ? 0 : 1),
});

function selects(path: string, options: SourceOptions): boolean {
  const [root = '', ...names] = path.split('/');
  if (names.length === 0 || !isRuleFile(path, EXTENSION)) return false;
  if (isHunting(path)) return options.hunting;
  if (root === 'Detections') return true;
  return root === 'Solutions' && names.slice(1, -1).some((name) => RULE_FOLDER.test(name));
}

function isHunting(path: string): boolean {
  const [root = '', , ...names] = path.split('/');
  if (root === 'Solutions') return names.slice(0, -1).some((name) => HUNTING_FOLDER.test(name));
  return HUNTING_FOLDER.test(root);
}

function rule([table]: readonly Fields[], path: string): Rule | null {
  if (!table || (textOf(table, 'name') ?? textOf(table, 'query')) === null) return null;
  const description = unquoted(textOf(table, 'description'));
  const isMoved = textOf(table, 'query') === null && hasMoved(description);
  const status = isMoved ? 'moved' : (textOf(table, 'status')?.toLowerCase() ?? null);
  return {
    id: textOf(table, 'id'),
    title: textOf(table, 'name'),
    description,
    status: isHunting(path) ? 'hunting' : status,
    severity: textOf(table, 'severity')?.toLowerCase() ?? null,
    isDeprecated: isMoved,
    authors: authorsIn(table),
    created: null,
    modified: null,
    platforms: [],
    dataSources: [...new Set(listOf(table, 'requiredDataConnectors').flatMap(dataTypesOf))],
    techniques: textsOf(table, 'relevantTechniques'),
    references: [],
    licence: 'MIT',
  };
}

/**
 * What is left in `Detections/` of a rule that moved: id, name and a sentence that says where to. Nothing in it can be
 * deployed, so it is deprecated; but who looks for the rule by its name or its old id is told.
 */
function hasMoved(description: string | null): boolean {
  return /\bcontent migration\b|\bmoved to (?:a )?new location\b/i.test(description ?? '');
}

/** Many descriptions are quoted once more inside a block text; some have lost the opening quote. */
function unquoted(text: string | null): string | null {
  if (text === null || !text.endsWith("'")) return text;
  const isClosingAlone = (text.split("'").length - 1) % 2 === 1;
  if (!text.startsWith("'")) return isClosingAlone ? text.slice(0, -1).trim() : text;
  const start = text.search(/[^']/);
  let end = text.length;
  while (end > start && text[end - 1] === "'") end -= 1;
  return text.slice(start, end).trim() || null;
}

/** Tables, which are what a workspace must have; a connector's name where it says none. */
function dataTypesOf(connector: unknown): string[] {
  const types = ['dataTypes', 'datatypes'].flatMap((name) => textsOf(connector, name));
  return types.length > 0 ? types : [textOf(connector, 'connectorId') ?? []].flat();
}

/** Under `metadata`; in some files its children stand beside it, since their indentation was lost. */
function authorsIn(table: Fields): string[] {
  return [fieldsOf(table, 'metadata'), table].flatMap((one) => authorsOf(fieldsOf(one, 'author'), 'name'));
}
