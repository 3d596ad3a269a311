// Red Canary's Atomic Red Team: `atomics/T1003.001/T1003.001.yaml`, one file a technique, each test a resource of its own.
// The lists in `atomics/Indexes` repeat the same tests, and `src` folders hold what tests need: neither is read.
// Tests are told apart by their GUID, since one file may hold several of one name.

import { dump } from 'js-yaml';
import { fieldsOf, listOf, techniqueIds, textOf, textsOf } from './fields.ts';
import {
  cappedByFile,
  lineWith,
  malformedTechniques,
  oneLine,
  quoted,
  wrongTypeProblems,
  yamlValue,
} from './parse-file.ts';
import type { Shape } from './shape.ts';
import type {
  SnapshotFile,
  SourceContentRead,
  SourceProblem,
  SourceReader,
  SourceResource,
} from './source.ts';
import { cutItems } from './yaml-parts.ts';

const TEST_FILE = /^atomics\/(T\d{4}(?:\.\d{3})?)\/\1\.ya?ml$/;
const FOLDER_URL = 'https://github.com/redcanaryco/atomic-red-team/tree/master/';
const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
/** As long as the keys that technique documents give. */
const MAX_KEY_LENGTH = 512;

const SHAPE: Shape = {
  attack_technique: 'text',
  atomic_tests: [
    {
      name: 'text',
      auto_generated_guid: 'text',
      description: 'text',
      supported_platforms: 'texts',
      executor: { name: 'text' },
    },
  ],
};

export const atomic: SourceReader = {
  id: 'atomic',
  // One GUID may stand in two files.
  isWhole: true,
  recognizes: (paths) => paths.some((path) => TEST_FILE.test(path)),
  selects: (path) => TEST_FILE.test(path),
  read: (files) => {
    const read: SourceContentRead = { resources: [], problems: [] };
    const keys = new Set<string>();
    for (const file of files) if (TEST_FILE.test(file.path)) readTests(file, keys, read);
    return { ...read, problems: cappedByFile(read.problems) };
  },
};

interface TestFile extends SnapshotFile {
  techniques: string[];
  problems: SourceProblem[];
  /** Keys given so far. */
  keys: Set<string>;
}

function readTests(file: SnapshotFile, keys: Set<string>, { resources, problems }: SourceContentRead): void {
  const content = yamlValue(file, problems);
  if (content === undefined) return;
  const tests = listOf(content, 'atomic_tests');
  if (tests.length === 0) {
    const message = 'Lists no atomic_tests. Nothing of this file is read.';
    problems.push({ path: file.path, line: null, code: 'no-tests', message });
    return;
  }
  problems.push(...wrongTypeProblems(file, content, SHAPE));
  const techniques = techniquesOf(file, content, problems);
  const testFile: TestFile = { ...file, techniques, problems, keys };
  const items = cutItems(file.text, 'atomic_tests');
  tests.forEach((test, i) => {
    const resource = toResource(testFile, test, items?.[i] ?? { text: dump(test), line: null });
    if (resource) resources.push(resource);
  });
}

/** As the file says; where that is no technique, the one that it is named for. */
function techniquesOf(file: SnapshotFile, content: unknown, problems: SourceProblem[]): string[] {
  const named = TEST_FILE.exec(file.path)?.[1] ?? '';
  const texts = textsOf(content, 'attack_technique');
  const ids = techniqueIds(texts);
  if (ids.length === 1 && ids[0] === named) return ids;
  const [first, ...more] = texts;
  const stated =
    first === undefined
      ? 'names no technique'
      : `is for ${quoted(first)}${more.length > 0 ? ' and more' : ''}`;
  const used = ids.length > 0 ? ids : [named];
  const message = `Stands in the file for ${named} and ${stated}. Read as ${used.slice(0, 3).join(', ')}.`;
  const line = lineWith(file.text, 'attack_technique');
  problems.push(...malformedTechniques(file, texts));
  problems.push({ path: file.path, line, code: 'technique-differs', message });
  return used;
}

function toResource(
  file: TestFile,
  test: unknown,
  { text: body, line }: { text: string; line: number | null },
): SourceResource | null {
  const title = oneLine(textOf(test, 'name') ?? '');
  if (title === '') {
    const message = 'This test has no name. It is left out.';
    file.problems.push({ path: file.path, line, code: 'test-without-name', message });
    return null;
  }
  const key = keyOf(file, test, title, line);
  if (key === null) return null;
  return {
    key,
    kind: 'test',
    title,
    description: textOf(test, 'description'),
    status: null,
    severity: null,
    isDeprecated: false,
    authors: [],
    created: null,
    modified: null,
    platforms: textsOf(test, 'supported_platforms'),
    dataSources: howItRuns(test),
    techniques: file.techniques,
    references: [],
    licence: 'MIT',
    url: FOLDER_URL + file.path,
    path: file.path,
    trail: [],
    unitTests: null,
    body,
    language: 'yaml',
  };
}

/** A test reads no data; what runs it stands in the same place: `powershell`, then `elevated` where it needs that. */
function howItRuns(test: unknown): string[] {
  const executor = fieldsOf(test, 'executor');
  const isElevated = executor['elevation_required'] === true;
  return [...textsOf(executor, 'name'), ...(isElevated ? ['elevated'] : [])];
}

/** By GUID; by technique and name, as technique documents know it, where a new test has none yet. null, and a problem, when taken. */
function keyOf(file: TestFile, test: unknown, title: string, line: number | null): string | null {
  const guid = textOf(test, 'auto_generated_guid')?.toLowerCase() ?? '';
  const hasGuid = GUID.test(guid);
  if (!hasGuid) {
    const message = `${quoted(title)} has no GUID. It is known by its technique and name.`;
    file.problems.push({ path: file.path, line, code: 'test-without-guid', message });
  }
  const plain = `${file.techniques[0] ?? ''}/${title.replace(/\s+/g, ' ')}`.normalize('NFC');
  const key = `atomic:${hasGuid ? guid : plain}`;
  if (key.length <= MAX_KEY_LENGTH && !file.keys.has(key)) {
    file.keys.add(key);
    return key;
  }
  const why = key.length > MAX_KEY_LENGTH ? 'too long a name' : 'the GUID or name of a test read before it';
  const message = `${quoted(title)} has ${why}. It is left out.`;
  file.problems.push({ path: file.path, line, code: 'test-not-told-apart', message });
  return null;
}
