// What the repositories of detection rules have in common: one file a rule, known by an id, at home on GitHub. A source
// says what its files hold; here that becomes resources and problems, and nothing that a file holds throws.

import { settleDuplicates } from './duplicate-ids.ts';
import type { Rank } from './duplicate-ids.ts';
import { techniqueIds, textsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { malformedTechniques, quoted } from './parse-file.ts';
import { fileUrl, folderTrail, pathKey } from './repository-place.ts';
import { readTables } from './rule-tables.ts';
import { wrongTypes } from './shape.ts';
import type { Shape } from './shape.ts';
import type { SnapshotFile, SourceOptions, SourceProblem, SourceReader, SourceResource } from './source.ts';

/** Longer than any path that Windows can hold, and short enough to be a key (core/documents/resource-key.ts). */
const MAX_PATH_LENGTH = 500;

/** What a file says of its rule. */
export type Rule = Pick<
  SourceResource,
  | 'description'
  | 'status'
  | 'severity'
  | 'isDeprecated'
  | 'authors'
  | 'created'
  | 'modified'
  | 'platforms'
  | 'dataSources'
  | 'references'
  | 'licence'
> & {
  id: string | null;
  title: string | null;
  /** Whatever stands where technique ids belong. */
  techniques: string[];
};

/** A repository of rules. */
export interface RuleFormat {
  source: string;
  branch: string;
  language: 'yaml' | 'toml';
  recognizes: SourceReader['recognizes'];
  selects: SourceReader['selects'];
  /** The fields that are read. */
  shape: Shape;
  /** The rule in the tables of a file; null when there is none. */
  rule(tables: readonly Fields[], path: string): Rule | null;
  /** Why a file without rule is none. */
  withoutRule: string;
  /** Stands before the id in keys of files that are kept apart. */
  keyPrefix?(path: string): string;
  /** See settleDuplicates. */
  rank?: Rank;
}

export function ruleReader(format: RuleFormat): SourceReader {
  return {
    id: format.source,
    recognizes: format.recognizes,
    selects: format.selects,
    // One id may stand in two files.
    isWhole: true,
    read: (files, options) => readRules(format, files, options),
  };
}

function readRules(format: RuleFormat, files: readonly SnapshotFile[], options: SourceOptions) {
  const problems: SourceProblem[] = [];
  const resources = files
    .filter(({ path }) => format.selects(path, options))
    .flatMap((file) => readRule(format, file, problems) ?? []);
  const settled = settleDuplicates(format.source, resources, format.rank ?? (() => 0));
  return { resources: settled.resources, problems: [...problems, ...settled.problems] };
}

function readRule(format: RuleFormat, file: SnapshotFile, problems: SourceProblem[]): SourceResource | null {
  const { path, text } = file;
  if (path.length > MAX_PATH_LENGTH) {
    const message = `Its path has ${path.length} characters; ${MAX_PATH_LENGTH} is the limit. Nothing of this file is read.`;
    problems.push({ path, line: null, code: 'path-too-long', message });
    return null;
  }
  const tables = readTables(file, format.language, problems);
  if (tables === null) return null;
  const rule = format.rule(tables, path);
  if (rule === null) {
    const message = `${format.withoutRule} Nothing of this file is read.`;
    problems.push({ path, line: null, code: 'not-a-rule', message });
    return null;
  }
  const { id, title, techniques, ...said } = rule;
  for (const { name, message } of wrongTypes(tables, format.shape))
    problems.push({ path, line: lineOfField(text, name), code: 'wrong-type', message });
  problems.push(...malformedTechniques(file, techniques));
  return {
    ...said,
    key: keyOf(format, path, id, problems),
    kind: 'rule',
    title: titleOf(title, path, problems),
    techniques: techniqueIds(techniques),
    url: fileUrl(format.source, format.branch, path),
    path,
    trail: folderTrail(format.source, format.branch, path),
    unitTests: null,
    body: text,
    language: format.language,
  };
}

function keyOf(format: RuleFormat, path: string, id: string | null, problems: SourceProblem[]): string {
  if (id !== null && /^[\w.-]{1,100}$/.test(id))
    return `${format.source}:${format.keyPrefix?.(path) ?? ''}${id.toLowerCase()}`;
  const what = id === null ? 'Has no id' : `Has an id that can be none, ${quoted(id)}`;
  const message = `${what}. Known by its path instead: what is said of it holds as long as the file stays where it is.`;
  problems.push({ path, line: null, code: 'no-id', message });
  return pathKey(format.source, path);
}

/** Titles stand in lists, a line each. */
function titleOf(title: string | null, path: string, problems: SourceProblem[]): string {
  if (title !== null)
    return title
      .split(/[\r\n]+/)
      .map((line) => line.trim())
      .join(' ');
  const name = path.slice(path.lastIndexOf('/') + 1);
  const message = `Has no title. Named after its file, ${quoted(name)}.`;
  problems.push({ path, line: null, code: 'no-title', message });
  return name;
}

/** The first line, from 1, that begins with a field's name; null when none does. */
function lineOfField(text: string, name: string): number | null {
  const line = text.split('\n').findIndex((one) => one.replace(/^[\s[{"'-]*/, '').startsWith(name));
  return line === -1 ? null : line + 1;
}

/** `A (Acme, London), B; C` → A (Acme, London) and B and C. */
export function authorsOf(value: unknown, name: string): string[] {
  const authors: string[] = [];
  for (const part of textsOf(value, name).flatMap(splitOutsideBrackets)) {
    // `Okta, Inc` is one.
    if (/^(?:Inc|LLC|Ltd|GmbH)\.?$/i.test(part) && authors.length > 0)
      authors.push(`${authors.pop()}, ${part}`);
    else if (part !== '') authors.push(part);
  }
  return [...new Set(authors)];
}

/** At commas and semicolons; a bracket that is never closed holds the rest. */
function splitOutsideBrackets(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '(') depth += 1;
    else if (text[i] === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0 && (text[i] === ',' || text[i] === ';')) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

/** Whether a path ends in the name of a file that a person wrote, with one of the extensions, in any case. */
export function isRuleFile(path: string, extension: RegExp): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  // `._x.yml` is what macOS leaves beside x.yml in an archive.
  return !name.startsWith('.') && extension.test(name);
}
