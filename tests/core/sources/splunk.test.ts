import { describe, expect, test } from 'vitest';
import { splunk } from '../../../src/core/sources/splunk.ts';
import {
  corpusFiles,
  corpusPaths,
  hasCorpus,
  listedInDocuments,
  readOne,
  summary,
  withoutCorpus,
} from './rule-snapshot.ts';

const PATH = 'detections/endpoint/invented_tool.yml';
const DETECTION = `name: Invented Tool
id: 0A1B2C3D-1111-4222-8333-444455556666
version: 5
date: '2024-09-30'
author: Okta, Inc, Ann Example, Splunk
status: production
type: TTP
description: The following analytic detects nothing.
data_source:
- Sysmon EventID 1
- Windows Event Log Security 4688
search: '| tstats count from datamodel=Endpoint.Processes
  | \`invented_tool_filter\`'
how_to_implement: Do not.
known_false_positives: None.
references:
- https://example.org/a
tags:
  analytic_story:
  - Invention
  asset_type: Endpoint
  confidence: 90
  impact: 70
  mitre_attack_id:
  - T1003.001
  - T1003
  risk_score: 63
  security_domain: endpoint
`;

test('a detection says what it is', () => {
  const { resource, problems } = readOne(splunk, PATH, DETECTION);
  expect(problems).toEqual([]);
  expect(resource).toEqual({
    key: 'splunk:0a1b2c3d-1111-4222-8333-444455556666',
    kind: 'rule',
    title: 'Invented Tool',
    description: 'The following analytic detects nothing.',
    status: 'production',
    severity: 'high',
    isDeprecated: false,
    authors: ['Okta, Inc', 'Ann Example', 'Splunk'],
    created: null,
    modified: '2024-09-30',
    platforms: [],
    dataSources: ['Sysmon EventID 1', 'Windows Event Log Security 4688'],
    techniques: ['T1003.001', 'T1003'],
    references: ['https://example.org/a'],
    licence: 'Apache-2.0',
    url: `https://github.com/splunk/security_content/blob/develop/${PATH}`,
    path: PATH,
    trail: [
      {
        name: 'endpoint',
        url: 'https://github.com/splunk/security_content/tree/develop/detections/endpoint/',
      },
    ],
    unitTests: null,
    body: DETECTION,
    language: 'yaml',
  });
});

test('since 2026 what was under tags is at the top', () => {
  const text = `name: Invented Tool
id: a-1
creation_date: '2019-10-16'
modification_date: '2026-05-13'
status: production
search: '| noop'
finding:
    title: Something
    entity:
        field: src
        type: system
        score: 50
intermediate_findings:
    entities:
        - field: user
          score: 81
        - field: host
          score: 20
mitre_attack_id:
    - T1090.003
`;
  const { resource, problems } = readOne(splunk, PATH, text);
  expect(problems).toEqual([]);
  expect(resource).toMatchObject({
    created: '2019-10-16',
    modified: '2026-05-13',
    severity: 'critical',
    techniques: ['T1090.003'],
  });
});

describe('a risk score in words', () => {
  test.each([
    ['tags: { risk_score: 0 }', 'informational'],
    ['tags: { risk_score: 20 }', 'informational'],
    ['tags: { risk_score: 20.5 }', 'low'],
    ['tags: { risk_score: 40 }', 'low'],
    ['tags: { risk_score: 56.0 }', 'medium'],
    ['tags: { risk_score: "64" }', 'high'],
    ['tags: { risk_score: 81 }', 'critical'],
    ['tags: { risk_score: 100 }', 'critical'],
    ['tags: { risk_score: 101 }', null],
    ['tags: { risk_score: -1 }', null],
    ['tags: { risk_score: some }', null],
    ['tags: { risk_score: .nan }', null],
    ['tags: {}', null],
    ['rba: { risk_objects: [{ score: 10 }, { score: 50 }] }', 'medium'],
    ['finding: { entity: { score: 25 } }', 'low'],
  ])('%s: %s', (line, severity) => {
    expect(readOne(splunk, PATH, `name: N\nid: a-1\n${line}\n`).resource?.severity).toBe(severity);
  });
});

test.each([
  ['detections/deprecated/x.yml', '', true, 1],
  ['detections/experimental/endpoint/x.yml', '', false, 2],
  ['detections/web/x.yml', 'status: deprecated\n', true, 1],
  ['removed/detections/x.yml', 'status: removed\n', true, 1],
  ['detections/web/x.yml', 'status: experimental\n', false, 1],
])('%s with %j is deprecated: %j', (path, status, isDeprecated, folders) => {
  const { resource } = readOne(splunk, path, `name: N\nid: a-1\n${status}`);
  expect(resource?.isDeprecated).toBe(isDeprecated);
  expect(resource?.trail).toHaveLength(folders);
});

test('a quoted text over lines that are not indented is read, and told', () => {
  const text = `name: N
id: a-1
search: '| noop
| \`filter\`'
tags:
  mitre_attack_id:
  - T1110.003
`;
  const { resource, problems } = readOne(splunk, PATH, text);
  expect(resource).toMatchObject({ key: 'splunk:a-1', techniques: ['T1110.003'], body: text });
  expect(problems).toEqual([
    {
      path: PATH,
      line: 4,
      code: 'yaml-mended',
      message:
        'Is no valid YAML: deficient indentation. A quoted text goes on over lines that are not indented; read as if they were.',
    },
  ]);
});

test.each([
  ['detections/endpoint/x.yml', true],
  ['detections/x.yaml', true],
  ['removed/detections/x.yml', true],
  ['removed/deprecation_mapping.YML', false],
  ['removed/baselines/x.yml', false],
  ['deprecated/yaml-spec/macros_spec.yml', false],
  ['stories/x.yml', false],
  ['macros/x.yml', false],
  ['Detections/SecurityEvent/x.yaml', false],
  ['detections/readme.md', false],
])('%s is selected: %j', (path, isSelected) => {
  expect(splunk.selects(path, { hunting: true })).toBe(isSelected);
});

test('a file without name and search is no detection', () => {
  expect(readOne(splunk, PATH, 'id: a-1\ntags:\n  mitre_attack_id: [T1003]\n').codes).toEqual(['not-a-rule']);
});

if (!hasCorpus('splunk')) test('the real rules are at hand', ({ skip }) => skip(withoutCorpus('splunk')));

// Counted with PyYAML, not with this reader.
describe.skipIf(!hasCorpus('splunk'))('the real rules', () => {
  const { resources, problems } = splunk.read(corpusFiles(splunk), { hunting: false });
  const active = resources.filter((resource) => !resource.isDeprecated);
  const aside = resources.filter((resource) => resource.isDeprecated);

  test('are told apart from other repositories', () => {
    expect(splunk.recognizes(corpusPaths('splunk'))).toBe(true);
  });

  test('all are read', () => {
    expect(summary(active)).toMatchObject({ objects: 1613, mapped: 1588, links: 2787 });
    expect(summary(aside)).toMatchObject({ objects: 98, mapped: 64, links: 86 });
    expect(active.filter(({ status }) => status === 'experimental')).toHaveLength(141);
    expect(active.filter(({ techniques }) => techniques.includes('T1574.002'))).toHaveLength(12);
  });

  test('two would be refused by other parsers', () => {
    expect(problems.map(({ code, path, line }) => [code, path.split('/').at(-1), line])).toEqual([
      ['yaml-mended', 'okta_threatinsight_login_failure_with_high_unknown_users.yml', 13],
      ['yaml-mended', 'okta_threatinsight_suspected_passwordspray_attack.yml', 14],
    ]);
    const mended = resources.filter(({ path }) => problems.some((problem) => problem.path === path));
    expect(mended.map(({ techniques }) => techniques)).toEqual([
      ['T1078', 'T1078.001', 'T1110.004'],
      ['T1078', 'T1078.001', 'T1110.003'],
    ]);
  });

  test('every one has a description, an author, a date and a severity', () => {
    const isWhole = ({ description, authors, modified, severity, status }: (typeof resources)[0]) =>
      description && authors.length > 0 && modified && severity && status;
    expect(resources.filter((resource) => !isWhole(resource)).map(({ path }) => path)).toEqual([]);
  });

  test('links and trails are those of the technique documents, where a rule is where it was', () => {
    const byUrl = new Map(resources.map((resource) => [resource.url, resource]));
    const same = listedInDocuments('splunk').flatMap(({ url, trail }) => {
      const resource = byUrl.get(url);
      return resource ? [{ trail, now: resource.trail }] : [];
    });
    expect(same.length).toBeGreaterThan(500);
    expect(same.filter(({ trail, now }) => JSON.stringify(trail) !== JSON.stringify(now))).toEqual([]);
  });
});
