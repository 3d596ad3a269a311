import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { resourceKey } from '../../../src/core/documents/resource-key.ts';
import { atomic } from '../../../src/core/sources/atomic.ts';
import { corpusFiles, corpusPaths, hasCorpus, readOne, summary, withoutCorpus } from './rule-snapshot.ts';

const PATH = 'atomics/T1046/T1046.yaml';
const FIRST = `name: Invented Scan 
auto_generated_guid: 0A000000-0000-4000-8000-00000000000b
description: |
  Looks for what is not there.
supported_platforms:
- linux
- iaas:aws
executor:
  name: bash
  elevation_required: true
  command: |
    true #{not a comment}
`;
const SECOND = `name: Invented Scan
auto_generated_guid: 0a000000-0000-4000-8000-00000000000c
supported_platforms: [windows]
executor:
  name: manual
  elevation_required: false
  steps: |
    1. Look.
`;
const FILE = `attack_technique: T1046
display_name: Invented Service Discovery
atomic_tests:
${item(FIRST)}${item(SECOND)}`;

function item(test: string): string {
  return `- ${test.replaceAll(/\n(?=.)/g, '\n  ')}`;
}

describe('a file of tests', () => {
  const { resources, problems } = readOne(atomic, PATH, FILE);

  test('is a resource for each, also where two have one name', () => {
    expect(problems).toEqual([]);
    const common = {
      kind: 'test',
      title: 'Invented Scan',
      status: null,
      severity: null,
      isDeprecated: false,
      authors: [],
      created: null,
      modified: null,
      techniques: ['T1046'],
      references: [],
      licence: 'MIT',
      url: `https://github.com/redcanaryco/atomic-red-team/tree/master/${PATH}`,
      path: PATH,
      trail: [],
      unitTests: null,
      language: 'yaml',
    };
    expect(resources).toEqual([
      {
        ...common,
        key: 'atomic:0a000000-0000-4000-8000-00000000000b',
        description: 'Looks for what is not there.',
        platforms: ['linux', 'iaas:aws'],
        dataSources: ['bash', 'elevated'],
        body: FIRST,
      },
      {
        ...common,
        key: 'atomic:0a000000-0000-4000-8000-00000000000c',
        description: null,
        platforms: ['windows'],
        dataSources: ['manual'],
        body: SECOND,
      },
    ]);
  });

  test('may have the line ends of Windows', () => {
    const crlf = readOne(atomic, PATH, FILE.replaceAll('\n', '\r\n'));
    expect(crlf.resources.map(({ key }) => key)).toEqual(resources.map(({ key }) => key));
    expect(crlf.resources[0]?.body).toBe(FIRST.replaceAll('\n', '\r\n'));
  });

  test('in a line is written anew', () => {
    const text = JSON.stringify({ attack_technique: 'T1046', atomic_tests: [load(SECOND)] });
    const { resource } = readOne(atomic, PATH, text);
    expect(load(resource?.body ?? '')).toEqual(load(SECOND));
  });
});

describe('problems', () => {
  test('a test without GUID is known as technique documents know it; a second of that name is not told apart', () => {
    const text =
      'attack_technique: T1046\natomic_tests:\n- name: New  one\n- name: New one\n- auto_generated_guid: x\n  name: Other\n';
    const { resources, problems } = readOne(atomic, PATH, text);
    expect(resources.map(({ key }) => key)).toEqual(['atomic:T1046/New one', 'atomic:T1046/Other']);
    for (const { key, title } of resources)
      expect(resourceKey('atomic', 'test', 'T1046', { title, url: null })).toBe(key);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['test-without-guid', 3],
      ['test-without-guid', 4],
      ['test-not-told-apart', 4],
      ['test-without-guid', 5],
    ]);
  });

  test('a GUID that stands twice', () => {
    const { resources, problems } = readOne(atomic, PATH, FILE.replace(/0b\n/i, '0C\n'));
    expect(resources).toHaveLength(1);
    expect(problems).toEqual([
      {
        path: PATH,
        line: 16,
        code: 'test-not-told-apart',
        message: '"Invented Scan" has the GUID or name of a test read before it. It is left out.',
      },
    ]);
  });

  test('a GUID that stands in two files', () => {
    const other = { path: 'atomics/T1047/T1047.yaml', text: FILE.replace('T1046', 'T1047') };
    const { resources, problems } = atomic.read([{ path: PATH, text: FILE }, other], { hunting: false });
    expect(resources.map(({ path }) => path)).toEqual([PATH, PATH]);
    expect(problems.map(({ path, code }) => [path, code])).toEqual([
      [other.path, 'test-not-told-apart'],
      [other.path, 'test-not-told-apart'],
    ]);
  });

  test('tests without name, and what is no test', () => {
    const text = `attack_technique: T1046\natomic_tests:\n- text\n- name: [x]\n- 1\n${item(FIRST)}`;
    const { resources, problems } = readOne(atomic, PATH, text);
    expect(resources).toHaveLength(1);
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['wrong-type', 2],
      ['wrong-type', 4],
      ['test-without-name', 3],
      ['test-without-name', 4],
      ['test-without-name', 5],
    ]);
  });

  test.each([
    ['another technique', 'attack_technique: T1047', ['T1047'], 'is for "T1047". Read as T1047.'],
    ['no technique', 'x: y', ['T1046'], 'names no technique. Read as T1046.'],
    ['what is none', 'attack_technique: X1', ['T1046'], 'is for "X1". Read as T1046.'],
  ])('a file of %s', (_, line, techniques, message) => {
    const { resource, problems } = readOne(atomic, PATH, FILE.replace(/^.*/, line));
    expect(resource?.techniques).toEqual(techniques);
    expect(problems.at(-1)).toMatchObject({
      code: 'technique-differs',
      message: `Stands in the file for T1046 and ${message}`,
    });
  });

  test.each([
    ['no YAML', 'attack_technique: T1046\natomic_tests: [', 'unreadable'],
    ['empty', '', 'not-one-document'],
    ['no tests', 'attack_technique: T1046', 'no-tests'],
    ['no tests in its list', 'atomic_tests: []', 'no-tests'],
    ['tables in tables', `a: ${'['.repeat(5000)}`, 'unreadable'],
    [
      'aliases of aliases',
      'a: &a [x, x]\nb: &b [*a, *a]\natomic_tests: {x: &c [*b, *b, *c]}',
      'technique-differs',
    ],
  ])('a file of %s', (_, text, code) => {
    const { resources, codes } = readOne(atomic, PATH, text);
    expect(resources).toEqual([]);
    expect(codes[0]).toBe(code);
  });

  test('a name too long to be a key', () => {
    const { resources, codes } = readOne(atomic, PATH, `atomic_tests:\n- name: ${'x'.repeat(600)}\n`);
    expect(resources).toEqual([]);
    expect(codes).toContain('test-not-told-apart');
  });

  test('a file of a hundred thousand items', () => {
    const start = performance.now();
    const { problems } = readOne(
      atomic,
      PATH,
      `attack_technique: T1046\natomic_tests:\n${'- x: y\n'.repeat(100_000)}`,
    );
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({
      code: 'more-problems',
      message: 'Has 99,900 more problems like these.',
    });
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

test('a snapshot is known by its files of tests; lists of the same tests and what tests need are not read', () => {
  const paths = [
    PATH,
    'atomics/T1003.001/T1003.001.yaml',
    'atomics/Indexes/windows-index.yaml',
    'atomics/T1609/src/busybox.yaml',
    'atomics/T1003.001/T1003.yaml',
    'atomics/used_guids.txt',
    'README.md',
  ];
  expect(atomic.recognizes(paths)).toBe(true);
  expect(atomic.recognizes(paths.slice(2))).toBe(false);
  expect(paths.filter((path) => atomic.selects(path, { hunting: true }))).toEqual(paths.slice(0, 2));
});

const NEW_IN_19 = [
  ...['T1027.018', 'T1685', 'T1685.001', 'T1685.002', 'T1685.004', 'T1685.005', 'T1685.006'],
  ...['T1686', 'T1688', 'T1689', 'T1690'],
];

if (!hasCorpus('atomic'))
  test('the real tests are at hand', ({ skip }) => {
    skip(withoutCorpus('atomic'));
  });

describe.skipIf(!hasCorpus('atomic'))('the real tests', () => {
  const files = corpusFiles(atomic);
  const { resources, problems } = atomic.read(files, { hunting: false });

  test('are all read, without a problem', () => {
    expect(atomic.recognizes(corpusPaths('atomic'))).toBe(true);
    expect(files).toHaveLength(341);
    expect(problems).toEqual([]);
    expect(summary(resources)).toEqual({ objects: 1819, mapped: 1819, links: 1819, techniques: 341 });
    expect(new Set(resources.map(({ key }) => key)).size).toBe(1819);
  });

  test('have the names and the ids counted', () => {
    const names = new Map<string, Set<string>>();
    const repeated = new Set<string>();
    for (const { path, title } of resources) {
      const known = names.get(path) ?? new Set();
      if (known.has(title)) repeated.add(path);
      names.set(path, known.add(title));
    }
    expect(repeated.size).toBe(8);
    expect(files.filter(({ text }) => text.includes('\r\n'))).toHaveLength(4);
    const isNew = ({ path }: { path: string }) => NEW_IN_19.some((id) => path.endsWith(`/${id}.yaml`));
    expect(files.filter(isNew)).toHaveLength(11);
    expect(resources.filter(isNew)).toHaveLength(167);
    expect(resources.filter(({ techniques }) => techniques[0] === 'T1685')).toHaveLength(77);
  });

  test('are cut out of their files so that each means the same alone', () => {
    for (const { path, text } of files) {
      const { atomic_tests: tests } = load(text) as { atomic_tests: unknown[] };
      const bodies = resources.filter((resource) => resource.path === path).map(({ body }) => load(body));
      expect(bodies).toEqual(tests);
    }
  });
});
