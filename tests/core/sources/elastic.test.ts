import { describe, expect, test } from 'vitest';
import { elastic } from '../../../src/core/sources/elastic.ts';
import {
  corpusFiles,
  corpusPaths,
  hasCorpus,
  listedInDocuments,
  readOne,
  summary,
  withoutCorpus,
} from './rule-snapshot.ts';

const PATH = 'rules/integrations/aws/persistence_invented.toml';
const RULE = `[metadata]
creation_date = "2024/02/03"
integration = ["aws"]
maturity = "production"
updated_date = "2026/06/05"

[rule]
author = ["Elastic", "Ann Example, Jr"]
description = """
An invented rule.
It finds nothing.
"""
index = ["filebeat-*", "logs-aws.cloudtrail-*"]
language = "kuery"
license = "Elastic License v2"
name = "Invented AWS Rule"
references = ["https://example.org/a"]
risk_score = 47
rule_id = "0A1B2C3D-1111-4222-8333-444455556666"
severity = "Medium"
tags = ["OS: Windows", "OS: macOS", "Data Source: AWS", "Data Source: AWS CloudTrail", "Use Case: Threat Detection"]
type = "query"
query = '''
event.action:Invented
'''

[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1098"
name = "Account Manipulation"
[[rule.threat.technique.subtechnique]]
id = "T1098.001"
[[rule.threat.technique.subtechnique]]
id = "T1098.003"
[[rule.threat.technique]]
id = "T1136"
[rule.threat.tactic]
id = "TA0003"
name = "Persistence"

[[rule.threat]]
framework = "MITRE ATT&CK"
[[rule.threat.technique]]
id = "T1098"
[[rule.threat.technique.subtechnique]]
id = "T1098.001"
[rule.threat.tactic]
id = "TA0004"

[[rule.threat]]
framework = "MITRE ATT&CK"
[rule.threat.tactic]
id = "TA0005"

[[rule.threat]]
framework = "MITRE ATLAS"
[[rule.threat.technique]]
id = "AML.T0051"
`;
const HUNT = `[hunt]
author = "Elastic"
description = "An invented hunt."
integration = ["endpoint"]
uuid = "0a1b2c3d-1111-4222-8333-444455556666"
name = "Invented Hunt"
language = ["ES|QL", "SQL"]
license = "Elastic License v2"
query = ['from logs-*']
mitre = ["T1059", "T1059.004", "AML.T0051"]
`;

describe('a rule', () => {
  test('says what it is', () => {
    const { resource, problems } = readOne(elastic, PATH, RULE);
    expect(problems).toEqual([]);
    expect(resource).toEqual({
      key: 'elastic:0a1b2c3d-1111-4222-8333-444455556666',
      kind: 'rule',
      title: 'Invented AWS Rule',
      description: 'An invented rule.\nIt finds nothing.',
      status: 'production',
      severity: 'medium',
      isDeprecated: false,
      authors: ['Elastic', 'Ann Example, Jr'],
      created: '2024-02-03',
      modified: '2026-06-05',
      platforms: ['Windows', 'macOS'],
      dataSources: ['AWS', 'AWS CloudTrail', 'filebeat-*', 'logs-aws.cloudtrail-*', 'kuery'],
      techniques: ['T1098.001', 'T1098.003', 'T1136'],
      references: ['https://example.org/a'],
      licence: 'Elastic License v2',
      url: `https://github.com/elastic/detection-rules/blob/main/${PATH}`,
      path: PATH,
      trail: [
        {
          name: 'integrations',
          url: 'https://github.com/elastic/detection-rules/tree/main/rules/integrations/',
        },
        { name: 'aws', url: 'https://github.com/elastic/detection-rules/tree/main/rules/integrations/aws/' },
      ],
      unitTests: null,
      body: RULE,
      language: 'toml',
    });
  });

  test('maps to a technique of its own entry beside a sub-technique of another entry', () => {
    const text = `[rule]
name = "N"
rule_id = "a-1"
[[rule.threat]]
technique = [{ id = "T1098", subtechnique = [{ id = "T1098.004" }] }]
[[rule.threat]]
technique = [{ id = "T1098" }]
`;
    expect(readOne(elastic, 'rules/linux/x.toml', text).resource?.techniques).toEqual(['T1098.004', 'T1098']);
  });

  test('keeps the technique when its sub-techniques cannot be read', () => {
    const text = `[rule]
name = "N"
rule_id = "a-1"
threat = [{ technique = [{ id = "T1098", subtechnique = [{ id = "T1098-004" }] }] }]
`;
    const { resource, problems } = readOne(elastic, 'rules/linux/x.toml', text);
    expect(resource?.techniques).toEqual(['T1098']);
    expect(problems).toMatchObject([{ line: 4, code: 'malformed-technique' }]);
  });

  test('without licence is under that of the repository', () => {
    const { resource } = readOne(
      elastic,
      'rules_building_block/x.toml',
      '[rule]\nname = "N"\nrule_id = "a-1"\n',
    );
    expect(resource).toMatchObject({
      licence: 'Elastic License v2',
      trail: [],
      techniques: [],
      status: null,
    });
  });

  test.each([
    ['rules/_deprecated/x.toml', 'production', true],
    ['rules/linux/x.toml', 'deprecated', true],
    ['rules/linux/x.toml', 'development', false],
  ])('in %s of maturity %s is deprecated: %j', (path, maturity, isDeprecated) => {
    const text = `metadata = { maturity = "${maturity}" }\nrule = { name = "N", rule_id = "a-1" }\n`;
    expect(readOne(elastic, path, text).resource).toMatchObject({ isDeprecated, status: maturity });
  });
});

describe('a hunting query', () => {
  const path = 'hunting/linux/queries/x.toml';

  test('is read when asked for, apart from the rule of its id', () => {
    const both = [
      { path: PATH, text: RULE },
      { path, text: HUNT },
    ];
    const { resources, problems } = elastic.read(both, { hunting: true });
    expect(problems).toEqual([]);
    expect(resources.map(({ key }) => key)).toEqual([
      'elastic:0a1b2c3d-1111-4222-8333-444455556666',
      'elastic:hunt/0a1b2c3d-1111-4222-8333-444455556666',
    ]);
    expect(resources[1]).toMatchObject({
      kind: 'rule',
      title: 'Invented Hunt',
      status: 'hunting',
      severity: null,
      authors: ['Elastic'],
      dataSources: ['endpoint', 'ES|QL', 'SQL'],
      techniques: ['T1059', 'T1059.004'],
      url: `https://github.com/elastic/detection-rules/blob/main/${path}`,
      trail: [
        { name: 'linux', url: 'https://github.com/elastic/detection-rules/tree/main/hunting/linux/' },
        {
          name: 'queries',
          url: 'https://github.com/elastic/detection-rules/tree/main/hunting/linux/queries/',
        },
      ],
    });
  });

  test('is not read else', () => {
    expect(readOne(elastic, path, HUNT).resources).toEqual([]);
  });
});

test.each([
  ['rules/linux/x.toml', true, true],
  ['rules/integrations/aws/x.TOML', true, true],
  ['rules_building_block/x.toml', true, true],
  ['rules/_deprecated/x.toml', true, true],
  ['hunting/aws/queries/x.toml', false, true],
  ['hunting/index.yml', false, false],
  ['hunting/linux/docs/x.md', false, false],
  ['detection_rules/etc/test_toml.toml', false, false],
  ['pyproject.toml', false, false],
  ['rules/README.md', false, false],
])('%s is selected: %j, with hunting queries: %j', (path, plain, hunting) => {
  expect(elastic.selects(path, { hunting: false })).toBe(plain);
  expect(elastic.selects(path, { hunting: true })).toBe(hunting);
});

test.each([
  ['rules/linux/x.toml', '', 'not-a-rule'],
  ['rules/linux/x.toml', 'rule = "text"\n', 'not-a-rule'],
  ['rules/linux/x.toml', HUNT, 'not-a-rule'],
  ['hunting/linux/queries/x.toml', RULE, 'not-a-rule'],
  ['rules/linux/x.toml', '[rule]\nname = \n', 'unreadable'],
  ['rules/linux/x.toml', '[rule]\nname = "a"\nname = "b"\n', 'unreadable'],
])('%s with %j: %s', (path, text, code) => {
  const { resources, problems } = readOne(elastic, path, text, true);
  expect(resources).toEqual([]);
  expect(problems).toMatchObject([{ path, code }]);
  if (code === 'unreadable') expect(problems[0]?.line).toBeGreaterThan(1);
});

test('fields of other types are told with their lines, and the rest is read', () => {
  const text = `[metadata]
creation_date = 2024-02-03
maturity = ["production"]
[rule]
name = "N"
rule_id = "a-1"
severity = true
tags = "OS: Linux"
index = [{ a = 1 }, "logs-*"]
threat = ["T1059"]
`;
  const { resource, problems } = readOne(elastic, 'rules/linux/x.toml', text);
  expect(resource).toMatchObject({
    title: 'N',
    severity: null,
    platforms: ['Linux'],
    dataSources: ['logs-*'],
  });
  expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
    '2: “metadata.creation_date” holds a date where text is expected. Left out.',
    '3: “metadata.maturity” holds a list where text is expected. Left out.',
    '7: “rule.severity” holds “true” or “false” where text is expected. Left out.',
    '9: “rule.index” holds a table where text is expected. Left out.',
    '10: “rule.threat” holds text where a table is expected. Left out.',
  ]);
});

if (!hasCorpus('elastic')) test('the real rules are at hand', ({ skip }) => skip(withoutCorpus('elastic')));

// Counted with tomllib, not with this reader.
describe.skipIf(!hasCorpus('elastic'))('the real rules', () => {
  const { resources, problems } = elastic.read(corpusFiles(elastic, true), { hunting: true });
  const hunts = resources.filter(({ status }) => status === 'hunting');
  const rules = resources.filter(({ status }) => status !== 'hunting');
  const active = rules.filter((resource) => !resource.isDeprecated);

  test('are told apart from other repositories', () => {
    expect(elastic.recognizes(corpusPaths('elastic'))).toBe(true);
  });

  test('all are read', () => {
    expect(summary(active)).toMatchObject({ objects: 2068, mapped: 1983, links: 4609 });
    expect(active.filter(({ path }) => path.startsWith('rules_building_block/'))).toHaveLength(128);
    const aside = rules.filter((resource) => resource.isDeprecated);
    expect(summary(aside)).toMatchObject({ objects: 124, mapped: 102, links: 152 });
    expect(new Set(aside.map(({ path }) => path.split('/')[1]))).toEqual(new Set(['_deprecated']));
    // One more begins with the word and is about deprecated TLS.
    expect(active.filter(({ title }) => title.startsWith('Deprecated - '))).toHaveLength(12);
  });

  test('hunting queries come apart, and two of them have the id of another one', () => {
    expect(summary(hunts)).toMatchObject({ objects: 140, mapped: 136, links: 231 });
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      [
        'duplicate-id',
        'hunting/macos/queries/execution_unsigned_or_untrusted_binary_execution_via_python.toml',
      ],
      ['duplicate-id', 'hunting/macos/queries/execution_suspicious_python_app_execution_via_streamlit.toml'],
    ]);
    expect(hunts.filter(({ key }) => key.startsWith('elastic:hunt/'))).toHaveLength(138);
    expect(new Set(resources.map(({ key }) => key)).size).toBe(resources.length);
  });

  test('without them there is no problem', () => {
    const read = elastic.read(corpusFiles(elastic), { hunting: false });
    expect(read.problems).toEqual([]);
    expect(read.resources).toHaveLength(2068 + 124);
  });

  test('two links are to a technique that ATT&CK 18 revoked, and stay', () => {
    expect(active.filter(({ techniques }) => techniques.includes('T1547.011'))).toHaveLength(2);
  });

  test('every one has a description, an author, dates and a severity', () => {
    const isWhole = ({ description, authors, created, modified, severity, status }: (typeof resources)[0]) =>
      description && authors.length > 0 && created && modified && severity && status;
    expect(rules.filter((resource) => !isWhole(resource)).map(({ path }) => path)).toEqual([]);
  });

  test('links and trails are those of the technique documents, where a rule is where it was', () => {
    const byUrl = new Map(resources.map((resource) => [resource.url, resource]));
    const same = listedInDocuments('elastic').flatMap(({ url, trail }) => {
      const resource = byUrl.get(url);
      return resource && trail.length > 0 ? [{ trail, now: resource.trail }] : [];
    });
    expect(same.length).toBeGreaterThan(100);
    expect(same.filter(({ trail, now }) => JSON.stringify(trail) !== JSON.stringify(now))).toEqual([]);
  });
});
