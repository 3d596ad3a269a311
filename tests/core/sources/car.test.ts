import { describe, expect, test } from 'vitest';
import { resourceKey } from '../../../src/core/documents/resource-key.ts';
import { car } from '../../../src/core/sources/car.ts';
import {
  corpusFiles,
  corpusPaths,
  hasCorpus,
  listedInDocuments,
  readOne,
  summary,
  withoutCorpus,
} from './rule-snapshot.ts';

const PATH = 'analytics/CAR-2099-01-001.yaml';
const ANALYTIC = `---
title: An Invented Analytic
submission_date: 2099/01/02
update_date: 2099/03/04
platforms:
  - Windows
  - Linux
contributors:
  - Ann Example
id: CAR-2099-01-001
description: |
  Finds what nobody did.
coverage:
  - technique: T1543
    subtechniques:
      - T1543.003
      - T1543.002
    coverage: High
  - technique: T1059
    tactics:
      - TA0002
    subtechniques:
      - T1059.001
  - technique: T1059
    tactics:
      - TA0005
    subtechniques:
      - T1059.001
  - technique: T1046
    subtechniques: []
data_model_references:
  - process/create/exe
references:
  - https://example.org/a
unit_tests:
  - description: one
    commands:
      - whoami
  # a note
  - description: two
`;

describe('an analytic', () => {
  const { resources, problems } = readOne(car, PATH, ANALYTIC);
  const [rule, tests] = resources;

  test('is a rule, mapped to all sub-techniques and to techniques without any', () => {
    expect(problems).toEqual([]);
    expect(rule).toEqual({
      key: 'car:CAR-2099-01-001',
      kind: 'rule',
      title: 'An Invented Analytic',
      description: 'Finds what nobody did.',
      status: null,
      severity: null,
      isDeprecated: false,
      authors: ['Ann Example'],
      created: '2099-01-02',
      modified: '2099-03-04',
      platforms: ['Windows', 'Linux'],
      dataSources: ['process/create/exe'],
      techniques: ['T1543.003', 'T1543.002', 'T1059.001', 'T1046'],
      references: ['https://example.org/a'],
      licence: 'Apache-2.0',
      url: `https://github.com/mitre-attack/car/tree/master/${PATH}`,
      path: PATH,
      trail: [],
      unitTests: null,
      body: ANALYTIC,
      language: 'yaml',
    });
  });

  test('with unit tests is a test too, of which these alone are the body', () => {
    expect(resources).toHaveLength(2);
    expect(tests).toEqual({
      ...rule,
      key: 'car:CAR-2099-01-001#tests',
      kind: 'test',
      unitTests: 2,
      body: ANALYTIC.slice(ANALYTIC.indexOf('unit_tests:')),
    });
  });

  test('has the keys that technique documents give', () => {
    for (const { key, kind, title, url } of resources)
      expect(resourceKey('car', kind, 'T1046', { title, url })).toBe(key);
  });
});

test('without unit tests there is no test', () => {
  const text = ANALYTIC.slice(0, ANALYTIC.indexOf('unit_tests:'));
  expect(readOne(car, PATH, text).resources.map(({ kind }) => kind)).toEqual(['rule']);
  expect(readOne(car, PATH, `${text}unit_tests:\n  - text\n`).resources).toHaveLength(1);
});

test('without coverage it is mapped to nothing', () => {
  const { resource, problems } = readOne(car, PATH, 'title: Nothing\nid: CAR-2099-01-001\n');
  expect(resource?.techniques).toEqual([]);
  expect(problems).toEqual([]);
});

test('a test whose lines cannot be cut out is shown with its file', () => {
  const text = '{"title": "Flow", "unit_tests": [{"description": "one"}]}';
  expect(readOne(car, PATH, text).resources[1]).toMatchObject({ unitTests: 1, body: text });
});

describe('problems', () => {
  test('an id that is not the one of the file', () => {
    const text = 'title: Moved\nid: CAR-2099-01-002\n';
    expect(readOne(car, PATH, text)).toMatchObject({
      resource: { key: 'car:CAR-2099-01-001' },
      problems: [
        {
          path: PATH,
          line: 2,
          code: 'id-differs',
          message:
            'Says that it is "CAR-2099-01-002", in a file named for CAR-2099-01-001. Read as CAR-2099-01-001.',
        },
      ],
    });
  });

  test('coverage of what is no technique', () => {
    const text = `title: Odd
coverage:
  - technique: T10599
    subtechniques: [T1059.1, t1059.001]
  - technique: TA0002
  - text
`;
    const { resource, problems } = readOne(car, PATH, text);
    expect(resource?.techniques).toEqual(['T1059.001']);
    expect(problems).toMatchObject([
      { code: 'wrong-type', line: 2 },
      { code: 'malformed-technique', line: 3 },
      { code: 'malformed-technique', line: 4 },
      {
        code: 'malformed-technique',
        line: 5,
        message: '"TA0002" is no id of an ATT&CK technique. That mapping is left out.',
      },
    ]);
  });

  test.each([
    ['no YAML', 'title: "open', 'unreadable', 1],
    ['empty', '', 'not-one-document', null],
    ['text alone', 'words', 'not-an-analytic', null],
    ['no title', 'id: CAR-2099-01-001', 'not-an-analytic', null],
    ['a title that is a list', 'title: [a]', 'not-an-analytic', null],
    ['larger than any analytic', `title: ${'x'.repeat(1024 * 1024)}`, 'file-too-large', null],
  ])('a file of %s', (_, text, code, line) => {
    const { resources, problems } = readOne(car, PATH, text);
    expect(resources).toEqual([]);
    expect(problems[0]).toMatchObject({ path: PATH, code, line });
    expect(problems[0]?.message).toMatch(/^[A-Z].*\.$/s);
  });

  test('several documents: the first is the analytic', () => {
    const { resource, codes } = readOne(car, PATH, 'title: One\n---\ntitle: Two\n');
    expect(resource?.title).toBe('One');
    expect(codes).toEqual(['not-one-document']);
  });

  test('fields of another type', () => {
    const text =
      'title: T\nplatforms: {a: 1}\ncontributors: [1, [2]]\ndescription: [x]\n__proto__: {title: x}\n';
    const { resource, problems } = readOne(car, PATH, text);
    expect(resource).toMatchObject({ title: 'T', platforms: [], authors: ['1'], description: null });
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['wrong-type', 4],
      ['wrong-type', 3],
      ['wrong-type', 2],
    ]);
  });

  test('another file goes on, and one file is told of a hundred times at most', () => {
    const rows = Array.from({ length: 300 }, (_, i) => `  - technique: X${i}`).join('\n');
    const { resources, problems } = car.read(
      [
        { path: PATH, text: '{' },
        { path: 'analytics/CAR-2099-01-002.yaml', text: `title: Many\ncoverage:\n${rows}\n` },
        { path: 'docs/CAR-2099-01-003.md', text: 'title: Not asked for' },
      ],
      { hunting: false },
    );
    expect(resources.map(({ key }) => key)).toEqual(['car:CAR-2099-01-002']);
    expect(problems).toHaveLength(1 + 20 + 1);
    expect(problems.at(-1)?.message).toBe(
      'Left out: 280 more mappings to what is no id of an ATT&CK technique.',
    );
  });
});

test('a snapshot is known by its analytics', () => {
  const paths = ['README.md', PATH, 'analytics/CAR-1.yaml', 'docs/analytics/CAR-2099-01-001.yaml'];
  expect(car.recognizes(paths)).toBe(true);
  expect(car.recognizes(['README.md', 'docs/CAR-2099-01-001.yaml'])).toBe(false);
  expect(paths.filter((path) => car.selects(path, { hunting: false }))).toEqual([PATH]);
});

if (!hasCorpus('car'))
  test('the real analytics are at hand', ({ skip }) => {
    skip(withoutCorpus('car'));
  });

describe.skipIf(!hasCorpus('car'))('the real analytics', () => {
  const files = corpusFiles(car);
  const { resources, problems } = car.read(files, { hunting: false });
  const rules = resources.filter(({ kind }) => kind === 'rule');
  const tests = resources.filter(({ kind }) => kind === 'test');

  test('are all read, without a problem', () => {
    expect(car.recognizes(corpusPaths('car'))).toBe(true);
    expect(files).toHaveLength(102);
    expect(problems).toEqual([]);
  });

  test('are mapped as counted', () => {
    expect(summary(rules)).toMatchObject({ objects: 102, mapped: 100, links: 184 });
    const unmapped = rules.filter(({ techniques }) => techniques.length === 0);
    expect(unmapped.map(({ key }) => key)).toEqual(['car:CAR-2015-07-001', 'car:CAR-2020-04-001']);
  });

  test('have unit tests as counted', () => {
    expect(summary(tests)).toMatchObject({ objects: 38, links: 76 });
    const sum = (value: (one: (typeof tests)[number]) => number) =>
      tests.reduce((n, one) => n + value(one), 0);
    expect(sum(({ unitTests }) => unitTests ?? 0)).toBe(68);
    expect(sum(({ unitTests, techniques }) => (unitTests ?? 0) * techniques.length)).toBe(114);
    expect(tests.filter(({ body }) => !body.startsWith('unit_tests:'))).toEqual([]);
  });

  test('are those of the technique documents, and map to all that these list', () => {
    const byKey = new Map(resources.map((resource) => [resource.key, resource]));
    const listed = listedInDocuments('car');
    expect(listed.length).toBeGreaterThan(100);
    expect(listed.filter(({ key, technique }) => !byKey.get(key)?.techniques.includes(technique))).toEqual(
      [],
    );
    expect(listed.filter(({ key, url }) => byKey.get(key)?.url !== url)).toEqual([]);
  });
});
