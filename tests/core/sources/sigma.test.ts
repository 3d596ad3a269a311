import { describe, expect, test } from 'vitest';
import { sigma } from '../../../src/core/sources/sigma.ts';
import {
  corpusFiles,
  corpusPaths,
  hasCorpus,
  listedInDocuments,
  readOne,
  summary,
  withoutCorpus,
} from './rule-snapshot.ts';

const PATH = 'rules/windows/process_creation/proc_creation_win_invented.yml';
const RULE = `title: Invented Tool Copies A File
id: 0A1B2C3D-1111-4222-8333-444455556666
related:
    - id: 99999999-1111-4222-8333-444455556666
      type: similar
status: test
description: |
    Detects a tool that nobody has written.
    It copies a file.
references:
    - https://example.org/report
    - https://example.org/report
    - Internal Research
author: Ann Example (Acme, London), Bob Example / @bob; Cy Example
date: 2020/10/05
modified: 2026-01-09
tags:
    - attack.execution
    - attack.defense_evasion
    - attack.t1059.001
    - attack.T1105
    - attack.t1059.001
    - attack.t1685.002
    - attack.g0016
    - attack.s0002
    - attack.ds0005
    - detection.emerging-threats
    - cve.2023-1234
    - car.2013-05-002
logsource:
    category: process_creation
    product: windows
    service: sysmon
    definition: 'Needs more than the default'
detection:
    selection:
        Image|endswith: '\\invented.exe'
    condition: selection
falsepositives:
    - Unlikely
level: high
`;

/** Tags, then all that a rule must have besides. */
function ruleWith(lines: string): string {
  return `title: T\nid: a-1\n${lines}detection:\n    condition: x\n`;
}

describe('a rule', () => {
  test('says what it is', () => {
    const { resource, problems } = readOne(sigma, PATH, RULE);
    expect(problems).toEqual([]);
    expect(resource).toEqual({
      key: 'sigma:0a1b2c3d-1111-4222-8333-444455556666',
      kind: 'rule',
      title: 'Invented Tool Copies A File',
      description: 'Detects a tool that nobody has written.\nIt copies a file.',
      status: 'test',
      severity: 'high',
      isDeprecated: false,
      authors: ['Ann Example (Acme, London)', 'Bob Example / @bob', 'Cy Example'],
      created: '2020-10-05',
      modified: '2026-01-09',
      platforms: ['windows'],
      dataSources: ['windows/process_creation/sysmon'],
      techniques: ['T1059.001', 'T1105', 'T1685.002'],
      references: ['https://example.org/report', 'Internal Research'],
      licence: 'DRL-1.1',
      url: `https://github.com/SigmaHQ/sigma/blob/master/${PATH}`,
      path: PATH,
      trail: [
        { name: 'windows', url: 'https://github.com/SigmaHQ/sigma/tree/master/rules/windows/' },
        {
          name: 'process_creation',
          url: 'https://github.com/SigmaHQ/sigma/tree/master/rules/windows/process_creation/',
        },
      ],
      unitTests: null,
      body: RULE,
      language: 'yaml',
    });
  });

  test('that says little leaves the rest empty', () => {
    const { resource, problems } = readOne(sigma, 'rules/x.yml', ruleWith('logsource:\n    product: zeek\n'));
    expect(problems).toEqual([]);
    expect(resource).toMatchObject({
      description: null,
      status: null,
      severity: null,
      authors: [],
      created: null,
      platforms: [],
      dataSources: ['zeek'],
      techniques: [],
      trail: [],
    });
  });

  test.each([
    ['attack.t999', '"t999"'],
    ['attack.t10599', '"t10599"'],
    ['attack.t1059.1', '"t1059.1"'],
  ])('with the tag %s: the tag is told, the others count', (tag, named) => {
    const { resource, problems } = readOne(
      sigma,
      PATH,
      ruleWith(`tags:\n    - attack.t1046\n    - ${tag}\n`),
    );
    expect(resource?.techniques).toEqual(['T1046']);
    expect(problems).toEqual([
      {
        path: PATH,
        line: 5,
        code: 'malformed-technique',
        message: `${named} is no id of an ATT&CK technique. That mapping is left out.`,
      },
    ]);
  });

  test('may name its own licence', () => {
    expect(readOne(sigma, PATH, ruleWith('license: CC0-1.0\n')).resource?.licence).toBe('CC0-1.0');
  });
});

describe('a file of several documents', () => {
  const head = `action: global\ntitle: Two Sources\nstatus: unsupported\ntags:\n    - attack.t1543.003\n`;
  const parts = `---\nlogsource:\n    product: windows\n    service: system\ndetection:\n    a: 1\n---\n logsource:\n     product: linux\n detection:\n     b: 2\n`;

  test('is one rule, with the log sources of all', () => {
    const { resources, problems } = readOne(sigma, 'unsupported/windows/two.yml', `${head}id: b-2\n${parts}`);
    expect(problems).toEqual([]);
    expect(resources).toHaveLength(1);
    expect(resources[0]).toMatchObject({
      key: 'sigma:b-2',
      title: 'Two Sources',
      isDeprecated: true,
      techniques: ['T1543.003'],
      platforms: ['windows', 'linux'],
      dataSources: ['windows/system', 'linux'],
    });
  });

  test('may give its id in a later one', () => {
    const text = head + parts.replace('---\n', '---\nid: c-3\n');
    expect(readOne(sigma, 'unsupported/windows/two.yml', text).resource?.key).toBe('sigma:c-3');
  });

  test('without any id is known by its path', () => {
    const { resource, codes } = readOne(sigma, 'unsupported/windows/two.yml', head + parts);
    expect(resource?.key).toBe('sigma:unsupported/windows/two.yml');
    expect(codes).toEqual(['no-id']);
  });
});

describe('deprecated', () => {
  test.each([
    ['deprecated/windows/x.yml', '', true],
    ['deprecated/windows/x.yml', 'status: test\n', true],
    ['unsupported/linux/x.yml', '', true],
    ['rules/windows/x.yml', 'status: deprecated\n', true],
    ['rules/windows/x.yml', 'status: Unsupported\n', true],
    ['rules/deprecated/x.yml', 'status: test\n', false],
    ['rules-threat-hunting/windows/x.yml', 'status: test\n', false],
  ])('%s with %j: %j', (path, status, isDeprecated) => {
    expect(readOne(sigma, path, ruleWith(status)).resource?.isDeprecated).toBe(isDeprecated);
  });
});

test('the folder of a rule is where its trail starts', () => {
  const { resource } = readOne(sigma, 'rules-emerging-threats/2023/Malware/x.yml', ruleWith(''));
  expect(resource?.trail).toEqual([
    { name: '2023', url: 'https://github.com/SigmaHQ/sigma/tree/master/rules-emerging-threats/2023/' },
    {
      name: 'Malware',
      url: 'https://github.com/SigmaHQ/sigma/tree/master/rules-emerging-threats/2023/Malware/',
    },
  ]);
});

test.each([
  ['rules/windows/x.yml', true],
  ['rules/x.YAML', true],
  ['rules-dfir/windows/x.yml', true],
  ['deprecated/windows/x.yml', true],
  ['deprecated/deprecated.csv', false],
  ['deprecated/deprecated.json', false],
  ['regression_data/rules/x/info.yml', false],
  ['other/godmode_sigma_rule.yml', false],
  ['tests/rule.yml', false],
  ['rules/windows/._x.yml', false],
  ['rules/windows/readme.md', false],
  ['rules.yml', false],
  ['', false],
])('%j is selected: %j', (path, isSelected) => {
  expect(sigma.selects(path, { hunting: true })).toBe(isSelected);
});

test('what is not selected is not read', () => {
  expect(readOne(sigma, 'regression_data/rules/x/info.yml', RULE)).toMatchObject({
    resources: [],
    problems: [],
  });
});

test.each(['title: [T]\nid: 1\n', 'just: this\n', '- a\n- b\n', '', '# nothing\n', 'null\n', 'text\n'])(
  '%j is no rule, or one named after its file',
  (text) => {
    const { resources, codes } = readOne(sigma, PATH, text);
    expect(resources).toEqual([]);
    expect(codes).toEqual(['not-a-rule']);
  },
);

if (!hasCorpus('sigma')) test('the real rules are at hand', ({ skip }) => skip(withoutCorpus('sigma')));

// Counted with PyYAML, not with this reader.
describe.skipIf(!hasCorpus('sigma'))('the real rules', () => {
  const { resources, problems } = sigma.read(corpusFiles(sigma), { hunting: false });
  const active = resources.filter((resource) => !resource.isDeprecated);

  test('are told apart from other repositories', () => {
    expect(sigma.recognizes(corpusPaths('sigma'))).toBe(true);
  });

  test('all are read, without a problem', () => {
    expect(problems).toEqual([]);
    expect(summary(active)).toEqual({ objects: 3780, mapped: 3309, links: 4509, techniques: 400 });
    const aside = (root: string) => resources.filter(({ path }) => path.startsWith(root));
    expect(summary(aside('deprecated/'))).toMatchObject({ objects: 172, mapped: 161, links: 228 });
    expect(summary(aside('unsupported/'))).toMatchObject({ objects: 87, mapped: 86, links: 128 });
    expect(resources).toHaveLength(3780 + 172 + 87);
  });

  test('of each folder', () => {
    const roots: Record<string, number> = {};
    for (const { path } of active)
      roots[path.split('/')[0] ?? ''] = (roots[path.split('/')[0] ?? ''] ?? 0) + 1;
    expect(roots).toEqual({
      rules: 3141,
      'rules-emerging-threats': 473,
      'rules-threat-hunting': 140,
      'rules-placeholder': 23,
      'rules-compliance': 3,
    });
  });

  test('469 have tags of ATT&CK but no technique', () => {
    const tagged = active.filter(({ body }) => /^ +- attack\./m.test(body));
    expect(tagged.filter(({ techniques }) => techniques.length === 0)).toHaveLength(469);
  });

  test('some are on ATT&CK 19 already', () => {
    const links = active
      .flatMap(({ techniques }) => techniques)
      .filter((id) => /^T1(685|686|689|690)/.test(id));
    expect([links.length, new Set(links).size]).toEqual([244, 12]);
  });

  test('20 titles are those of several rules, which have keys of their own', () => {
    const titles = new Map<string, number>();
    for (const { title } of resources)
      titles.set(title.toLowerCase(), (titles.get(title.toLowerCase()) ?? 0) + 1);
    expect([...titles.values()].filter((count) => count > 1)).toHaveLength(20);
    expect(new Set(resources.map(({ key }) => key)).size).toBe(resources.length);
  });

  test('every one has a title, a description, an author, a date and a level', () => {
    const isWhole = ({ description, authors, created, severity, status }: (typeof resources)[0]) =>
      description && authors.length > 0 && created && severity && status;
    expect(resources.filter((resource) => !isWhole(resource)).map(({ path }) => path)).toEqual([]);
  });

  test('links and trails are those of the technique documents, where a rule is where it was', () => {
    const byUrl = new Map(resources.map((resource) => [resource.url, resource]));
    const same = listedInDocuments('sigma').flatMap(({ url, trail }) => {
      const resource = byUrl.get(url);
      return resource ? [{ trail, now: resource.trail }] : [];
    });
    expect(same.length).toBeGreaterThan(500);
    expect(same.filter(({ trail, now }) => JSON.stringify(trail) !== JSON.stringify(now))).toEqual([]);
  });
});
