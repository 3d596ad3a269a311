// A file of a snapshot as values. What cannot be read becomes a problem with its place, and the other files go on.

import { isFields, techniqueIds } from './fields.ts';
import { readJson } from './read-json.ts';
import { readYaml, UnreadableText } from './read-yaml.ts';
import { wrongTypes } from './shape.ts';
import type { Shape } from './shape.ts';
import type { SnapshotFile, SourceProblem } from './source.ts';

/** The largest that is read here, 77 tests of one technique, has 94,000. */
const MAX_YAML_CHARACTERS = 1024 * 1024;
/** Of one kind in one file; a broken file must not bury the others. */
const MAX_NAMED = 20;
const MAX_FILE_PROBLEMS = 100;
const MAX_QUOTED = 80;

/** The first document of a YAML file; undefined, and a problem, when there is none. */
export function yamlValue(file: SnapshotFile, problems: SourceProblem[]): unknown {
  if (file.text.length > MAX_YAML_CHARACTERS) {
    const [size, most] = [file.text.length, MAX_YAML_CHARACTERS].map((count) => count.toLocaleString('en'));
    const message = `Has ${size} characters; ${most} is the limit. Nothing of this file is read.`;
    problems.push({ path: file.path, line: null, code: 'file-too-large', message });
    return undefined;
  }
  const documents = parsed(file, problems, () => readYaml(file.text));
  if (documents === undefined) return undefined;
  if (documents.length !== 1) {
    const what = documents.length === 0 ? 'Is empty.' : 'Holds several YAML documents. The first is read.';
    problems.push({ path: file.path, line: null, code: 'not-one-document', message: what });
  }
  return documents[0];
}

/** The value of a JSON file; undefined, and a problem, when it cannot be read. */
export function jsonValue(file: SnapshotFile, problems: SourceProblem[]): unknown {
  return parsed(file, problems, () => readJson(file.text));
}

/** A problem for each field that holds something else than the shape says. Fields of another type are left out where they are read. */
export function wrongTypeProblems(file: SnapshotFile, value: unknown, shape: Shape): SourceProblem[] {
  return wrongTypes(isFields(value) ? [value] : [], shape).map(({ name, message }) => ({
    path: file.path,
    line: lineWith(file.text, `${name}:`),
    code: 'wrong-type',
    message,
  }));
}

/** A problem for each text that is no technique's id, naming at most so many. */
export function malformedTechniques(file: SnapshotFile, texts: readonly string[]): SourceProblem[] {
  const malformed = [...new Set(texts)].filter((text) => techniqueIds([text]).length === 0);
  const problems = malformed.slice(0, MAX_NAMED).map((text) => ({
    path: file.path,
    line: lineWith(file.text, text),
    code: 'malformed-technique',
    message: `${quoted(text)} is no id of an ATT&CK technique. That mapping is left out.`,
  }));
  const more = malformed.length - problems.length;
  if (more === 0) return problems;
  const message = `Left out: ${counted(more, 'more mapping')} to what is no id of an ATT&CK technique.`;
  return [...problems, { path: file.path, line: null, code: 'malformed-technique', message }];
}

/** Problems in their order, of which at most so many are told of one file. */
export function cappedByFile(problems: readonly SourceProblem[]): SourceProblem[] {
  const counts = new Map<string, number>();
  const told = problems.filter(({ path }) => {
    const count = (counts.get(path) ?? 0) + 1;
    counts.set(path, count);
    return count <= MAX_FILE_PROBLEMS;
  });
  for (const [path, count] of counts)
    if (count > MAX_FILE_PROBLEMS) {
      const message = `Has ${counted(count - MAX_FILE_PROBLEMS, 'more problem')} like these.`;
      told.push({ path, line: null, code: 'more-problems', message });
    }
  return told;
}

/** Line numbers, from 1, of offsets that are asked for in ascending order. */
export class LineCounter {
  readonly #text: string;
  #offset = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): number {
    for (let i = this.#text.indexOf('\n', this.#offset); i !== -1 && i < offset;) {
      this.#line += 1;
      this.#offset = i + 1;
      i = this.#text.indexOf('\n', this.#offset);
    }
    return this.#line;
  }
}

/** From 1: the first line that holds some text; null when none does. */
export function lineWith(text: string, part: string): number | null {
  const at = part === '' ? -1 : text.indexOf(part);
  return at === -1 ? null : new LineCounter(text).at(at);
}

/** Titles stand in lists, a line each. */
export function oneLine(title: string): string {
  return title
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .join(' ');
}

/** `1 row`, `2,000 rows` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** A text of unknown length and content for a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text);
}

function parsed<T>(file: SnapshotFile, problems: SourceProblem[], parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    const message = `${error.message} Nothing of this file is read.`;
    problems.push({ path: file.path, line: error.line, code: 'unreadable', message });
    return undefined;
  }
}
