import { describe, expect, test } from 'vitest';
import { sentinel } from '../../../src/core/sources/sentinel.ts';
import type { SourceResource } from '../../../src/core/sources/source.ts';
import {
  corpusFiles,
  corpusPaths,
  hasCorpus,
  listedInDocuments,
  readOne,
  summary,
  withoutCorpus,
} from './rule-snapshot.ts';

const BLOB = 'https://github.com/Azure/Azure-Sentinel/blob/master';
const TREE = 'https://github.com/Azure/Azure-Sentinel/tree/master';
const PATH = 'Solutions/Acme (Cloud)/Analytic Rules/Invented.yaml';
const RULE = `id: 0A1B2C3D-1111-4222-8333-444455556666
name: 'Invented rule '
description: |
  'Finds nothing.
  It's no rule.'
severity: High
status: Available
requiredDataConnectors:
  - connectorId: SecurityEvents
    dataTypes:
      - SecurityEvent
  - connectorId: WindowsSecurityEvents
    dataTypes:
      - SecurityEvent
  - connectorId: AWSS3
    datatypes:
      - AWSVPCFlow
  - connectorId: AcmeConnector
tactics:
  - DefenseEvasion
  - InhibitResponseFunction
relevantTechniques:
  - T1059.001
  - T0853
query: |
  SecurityEvent | take 1
version: 1.0.0
kind: Scheduled
metadata:
  author:
    name: Ann Example
`;

/** An id, a name and a query, then the lines. */
function ruleWith(lines = '', id = 'a-1'): string {
  return `id: ${id}\nname: N\nquery: |\n  T | take 1\n${lines}`;
}

describe('a rule', () => {
  test('says what it is', () => {
    const { resource, problems } = readOne(sentinel, PATH, RULE);
    expect(problems).toEqual([]);
    expect(resource).toEqual({
      key: 'sentinel:0a1b2c3d-1111-4222-8333-444455556666',
      kind: 'rule',
      title: 'Invented rule',
      description: "Finds nothing.\nIt's no rule.",
      status: 'available',
      severity: 'high',
      isDeprecated: false,
      authors: ['Ann Example'],
      created: null,
      modified: null,
      platforms: [],
      dataSources: ['SecurityEvent', 'AWSVPCFlow', 'AcmeConnector'],
      techniques: ['T1059.001', 'T0853'],
      references: [],
      licence: 'MIT',
      url: `${BLOB}/Solutions/Acme%20(Cloud)/Analytic%20Rules/Invented.yaml`,
      path: PATH,
      trail: [
        { name: 'Acme (Cloud)', url: `${TREE}/Solutions/Acme%20(Cloud)/` },
        { name: 'Analytic Rules', url: `${TREE}/Solutions/Acme%20(Cloud)/Analytic%20Rules/` },
      ],
      unitTests: null,
      body: RULE,
      language: 'yaml',
    });
  });

  test('with line ends of Windows and a byte order mark is read alike, and its text kept as it is', () => {
    const text = `\ufeff${RULE.replaceAll('\n', '\r\n')}`;
    const { resource, problems } = readOne(sentinel, PATH, text);
    const plain = readOne(sentinel, PATH, RULE).resource;
    expect(problems).toEqual([]);
    expect({ ...resource, body: '' }).toEqual({ ...plain, body: '' });
    expect(resource?.body).toBe(text);
  });

  test.each(['', 'relevantTechniques:\n', 'relevantTechniques: null\n', 'relevantTechniques: []\n'])(
    'with %j maps to nothing',
    (lines) => {
      const { resource, problems } = readOne(sentinel, PATH, ruleWith(lines));
      expect([resource?.techniques, problems]).toEqual([[], []]);
    },
  );

  test('whose metadata lost its indentation still has its author', () => {
    const lines = 'metadata:\nsource:\n    kind: Community\nauthor:\n    name: Ann Example\n';
    expect(readOne(sentinel, PATH, ruleWith(lines)).resource?.authors).toEqual(['Ann Example']);
  });

  test.each([
    ["'Quoted.'", 'Quoted.'],
    ["''Quoted twice.'", 'Quoted twice.'],
    ["Lost its opening quote.'", 'Lost its opening quote.'],
    ["Ends in a 'word'", "Ends in a 'word'"],
    ["'Begins' with a word", "'Begins' with a word"],
    ['Plain.', 'Plain.'],
    ["''", null],
    ["'", null],
  ])('with the description %s', (text, description) => {
    expect(readOne(sentinel, PATH, ruleWith(`description: |\n  ${text}\n`)).resource?.description).toBe(
      description,
    );
  });

  test('of no kind that queries (Fusion, say) is one all the same', () => {
    const { resource, problems } = readOne(sentinel, PATH, 'id: a-1\nname: N\nkind: Fusion\n');
    expect(problems).toEqual([]);
    expect(resource).toMatchObject({ isDeprecated: false, status: null });
  });
});

test('what is left of a rule that moved is deprecated', () => {
  const text = `id: b-2\nname: Moved\ndescription: |\n  'As part of content migration, this file is moved to new location. You can find here: https://example.org/x.yaml'\n`;
  const { resource, problems } = readOne(sentinel, 'Detections/SecurityAlert/Moved.yaml', text);
  expect(problems).toEqual([]);
  expect(resource).toMatchObject({
    key: 'sentinel:b-2',
    title: 'Moved',
    status: 'moved',
    isDeprecated: true,
  });
  expect(resource?.description).toContain('https://example.org/x.yaml');
});

describe('one id in two files', () => {
  const old = {
    path: 'Detections/Acme/Invented.yaml',
    text: ruleWith('relevantTechniques: [T1046, T1105]\n'),
  };
  const home = { path: PATH, text: ruleWith('relevantTechniques: [T1105]\n') };

  test.each([
    [[old, home], 'one order'],
    [[home, old], 'the other'],
  ])('the one in Solutions is the rule, the other is told', (files) => {
    const { resources, problems } = sentinel.read(files, { hunting: false });
    expect(resources.map(({ key, path }) => [key, path])).toEqual([['sentinel:a-1', PATH]]);
    expect(problems).toEqual([
      {
        path: old.path,
        line: null,
        code: 'duplicate-id',
        message: `Has the id of “${PATH}”. That file is read for the rule, this one is not. It alone lists T1046.`,
      },
    ]);
  });

  test('two rules of one folder are both kept, the second known by its path', () => {
    const [a, b] = ['Solutions/Acme/Detections/a.yaml', 'Solutions/Acme/Detections/b.yaml'];
    const files = [
      { path: b, text: ruleWith().replace('name: N', 'name: Other') },
      { path: a, text: ruleWith() },
    ];
    const { resources, problems } = sentinel.read(files, { hunting: false });
    expect(resources.map(({ key, path }) => [key, path])).toEqual([
      ['sentinel:a-1', a],
      [`sentinel:${b}`, b],
    ]);
    expect(problems).toMatchObject([{ path: b, code: 'duplicate-id' }]);
  });
});

describe('a hunting query', () => {
  test.each(['Hunting Queries/SecurityEvent/x.yaml', 'Solutions/Acme/Hunting Queries/x.yaml'])(
    '%s is read when asked for',
    (path) => {
      const text = ruleWith('relevantTechniques: [T1046]\n');
      expect(readOne(sentinel, path, text).resources).toEqual([]);
      const { resource, problems } = readOne(sentinel, path, text, true);
      expect(problems).toEqual([]);
      expect(resource).toMatchObject({ key: 'sentinel:hunt/a-1', kind: 'rule', status: 'hunting' });
    },
  );
});

test.each([
  ['Detections/SecurityEvent/x.yaml', true],
  ['Detections/x.yaml', true],
  ['Detections/SecurityEvent/x.YAML', true],
  ['Detections/SecurityEvent/x.yml', true],
  ['Detections/SecurityEvent/High Severity. yaml', true],
  ['Solutions/Acme/Analytic Rules/x.yaml', true],
  ['Solutions/Acme/Analytics Rules/x.yaml', true],
  ['Solutions/Acme/Analytical Rules/x.yaml', true],
  ['Solutions/Acme/analytic rules/deeper/x.yaml', true],
  ['Solutions/Acme/AnalyticRules/x.yaml', true],
  ['Solutions/Acme/Detections/x.yaml', true],
  ['Solutions/Acme/Detection Queries/x.yaml', true],
  ['Solutions/SAP/Analytics/x.json', false],
  ['Solutions/Analytic Rules/x.yaml', false],
  ['Solutions/Acme/Parsers/x.yaml', false],
  ['Solutions/Acme/Data Connectors/x.yaml', false],
  ['Solutions/Acme/Hunting Queries/x.yaml', false],
  ['Hunting Queries/SecurityEvent/x.yaml', false],
  ['Parsers/x.yaml', false],
  ['detections/endpoint/x.yml', false],
  ['Detections/readme.md', false],
])('%s is selected: %j', (path, isSelected) => {
  expect(sentinel.selects(path, { hunting: false })).toBe(isSelected);
});

test('a file without name and query is no rule', () => {
  expect(readOne(sentinel, PATH, 'id: a-1\nrelevantTechniques: [T1003]\n').codes).toEqual(['not-a-rule']);
});

if (!hasCorpus('sentinel')) test('the real rules are at hand', ({ skip }) => skip(withoutCorpus('sentinel')));

// Counted with PyYAML, not with this reader.
describe.skipIf(!hasCorpus('sentinel'))('the real rules', () => {
  const files = corpusFiles(sentinel);
  const { resources, problems } = sentinel.read(files, { hunting: false });
  /** Every file for itself: what upstream has, ids that stand twice and stubs included. */
  const objects: SourceResource[] = files.flatMap(
    (file) => sentinel.read([file], { hunting: false }).resources,
  );
  const odd = (path: string) => path.endsWith('. yaml');

  test('are told apart from other repositories', () => {
    expect(sentinel.recognizes(corpusPaths('sentinel'))).toBe(true);
  });

  test('every file is an object', () => {
    const named = objects.filter(({ path }) => !odd(path));
    expect(summary(named)).toMatchObject({ objects: 1062, mapped: 888, links: 1158 });
    // And one that `*.yaml` does not find.
    expect(summary(objects)).toMatchObject({ objects: 1063, mapped: 889, links: 1159 });
    expect(objects.filter(({ path }) => path.startsWith('Detections/'))).toHaveLength(434);
  });

  test('12 ids are in both places and one is in two rules by mistake', () => {
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['duplicate-id']));
    const old = problems.filter(({ path }) => path.startsWith('Detections/'));
    expect([problems.length, old.length]).toEqual([13, 12]);
    expect(new Set(old.map(({ path }) => path.split('/')[1]))).toEqual(new Set(['CiscoUmbrella', 'GitHub']));
    // None of the 12 loses a mapping.
    expect(problems.filter(({ message }) => message.includes('alone lists'))).toEqual([]);
    expect(resources).toHaveLength(1063 - 12);
    expect(resources.filter(({ key }) => key.includes('/')).map(({ path }) => path)).toEqual([
      'Solutions/GitHub/Detections/(Preview) GitHub - User was added to the organization.yaml',
    ]);
    expect(new Set(resources.map(({ key }) => key)).size).toBe(resources.length);
  });

  test('8 are stubs, deprecated', () => {
    const aside = resources.filter((resource) => resource.isDeprecated);
    expect(summary(aside)).toMatchObject({ objects: 8, mapped: 0 });
    expect(aside.every(({ status, path }) => status === 'moved' && path.startsWith('Detections/'))).toBe(
      true,
    );
    const active = resources.filter((resource) => !resource.isDeprecated);
    expect(summary(active)).toMatchObject({ objects: 1043, mapped: 887, links: 1157 });
  });

  test('13 links are to techniques of industrial control systems', () => {
    const links = objects.flatMap(({ techniques }) => techniques).filter((id) => id.startsWith('T0'));
    expect(links).toHaveLength(13);
  });

  test('no description keeps its quotes', () => {
    expect(
      resources.filter(({ description }) => /^'|'$/.test(description ?? '')).map(({ path }) => path),
    ).toEqual([]);
    expect(resources.filter(({ description }) => /\r/.test(description ?? ''))).toEqual([]);
  });

  test('what the technique documents list, with its link and trail', () => {
    const read = new Map(
      objects.flatMap((object) => object.techniques.map((id) => [`${id} ${object.url}`, object] as const)),
    );
    const listed = listedInDocuments('sentinel');
    expect(listed.length).toBeGreaterThan(250);
    // T1543 has a list of May 2022, when this rule had not moved.
    const stale = 'SolarWinds_TEARDROP_Process-IOCs.yaml';
    for (const { technique, url, title, trail } of listed.filter((item) => !item.url.endsWith(stale))) {
      const object = read.get(`${technique} ${url}`);
      expect(object, `${technique} ${url}`).toMatchObject({ url, trail });
      expect(title.trim()).toBe(object?.title);
    }
  });
});
