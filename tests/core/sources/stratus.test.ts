import { describe, expect, test } from 'vitest';
import { resourceKey } from '../../../src/core/documents/resource-key.ts';
import { MAPPED_BY_HAND } from '../../../src/core/sources/stratus-by-hand.ts';
import { stratus } from '../../../src/core/sources/stratus.ts';
import {
  corpusFiles,
  corpusPaths,
  hasCorpus,
  listedInDocuments,
  summary,
  withoutCorpus,
} from './rule-snapshot.ts';

const FOLDER = 'docs/attack-techniques';
const INDEX = `AWS:
    Persistence:
        - id: aws.persistence.invented-user
          name: Invent a User
          platform: AWS
          mitreAttackTactics:
            - Persistence
            - Impact
          frameworkmappings:
            - framework: A Catalog
              techniques:
                - name: 'Create Account: Cloud Account'
                  id: T1136.003
                - name: Of the catalog alone
                  id: T1485.A003
    Impact:
        - id: aws.persistence.invented-user
          name: Invent a User
          platform: AWS
Kubernetes:
    Persistence:
        - id: k8s.persistence.invented-token
          name: Invent a Token
          platform: Kubernetes
        - id: k8s.privilege-escalation.privileged-pod
          name: A Pod
          platform: Kubernetes
`;
const USER = `---
title: Invent a User (page)
---

# Invent a User

Platform: AWS

## Mappings

- MITRE ATT&CK
    - Persistence

## Description


Makes a user of nothing.

\`\`\`bash
# no heading
\`\`\`

References:

- [One](https://example.org/one)
- https://example.org/two

## Detection

See <a href="https://attack.mitre.org/techniques/T1136/003/">T1136.003</a>,
https://attack.mitre.org/techniques/T1098/ and https://attack.mitre.org/techniques/T1098/004/.
https://attack.mitre.org/techniques/T1098/ again.
`;

function read(files: Record<string, string>) {
  const listed = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { resources, problems } = stratus.read(listed, { hunting: false });
  return { resources, problems, codes: problems.map(({ code }) => code) };
}

describe('a snapshot', () => {
  const { resources, problems } = read({
    'docs/index.yaml': INDEX,
    [`${FOLDER}/AWS/aws.persistence.invented-user.md`]: USER,
    [`${FOLDER}/kubernetes/k8s.persistence.invented-token.md`]: '# Invent a Token\n',
    [`${FOLDER}/kubernetes/k8s.privilege-escalation.privileged-pod.md`]: '# A Pod\n',
  });

  test('has a test for each attack technique, also of one under two tactics', () => {
    expect(resources.map(({ key }) => key)).toEqual([
      'stratus:aws.persistence.invented-user',
      'stratus:k8s.persistence.invented-token',
      'stratus:k8s.privilege-escalation.privileged-pod',
    ]);
    expect(resources[0]).toEqual({
      key: 'stratus:aws.persistence.invented-user',
      kind: 'test',
      title: 'Invent a User',
      description: USER.slice(USER.indexOf('Makes'), USER.indexOf('\n\n## Detection')),
      status: null,
      severity: null,
      isDeprecated: false,
      authors: [],
      created: null,
      modified: null,
      platforms: ['AWS'],
      dataSources: [],
      techniques: ['T1136.003'],
      references: ['https://example.org/one', 'https://example.org/two'],
      licence: 'Apache-2.0',
      url: 'https://stratus-red-team.cloud/attack-techniques/AWS/aws.persistence.invented-user/',
      path: `${FOLDER}/AWS/aws.persistence.invented-user.md`,
      trail: [],
      unitTests: null,
      body: USER,
      language: 'markdown',
    });
  });

  test('has the keys that technique documents give', () => {
    for (const { key, kind, title, url } of resources)
      expect(resourceKey('stratus', kind, 'T1046', { title, url })).toBe(key);
  });

  test('tells what is no technique of ATT&CK, what is mapped by hand, and what a page names besides', () => {
    const page = `${FOLDER}/AWS/aws.persistence.invented-user.md`;
    expect(resources[2]?.techniques).toEqual(['T1611']);
    expect(problems).toEqual([
      {
        path: 'docs/index.yaml',
        line: 3,
        code: 'extension-id',
        message:
          'aws.persistence.invented-user is mapped to "T1485.A003", which is no technique of ATT&CK. That mapping is left out.',
      },
      {
        path: page,
        line: 31,
        code: 'technique-in-text',
        message:
          'The page of aws.persistence.invented-user links to T1098, and its mappings do not name it. It is not mapped.',
      },
      expect.objectContaining({ path: page, line: 31, code: 'technique-in-text' }),
      {
        path: `${FOLDER}/kubernetes/k8s.privilege-escalation.privileged-pod.md`,
        line: null,
        code: 'mapped-by-hand',
        message:
          'k8s.privilege-escalation.privileged-pod is mapped to T1611 as technique documents of 2022 did by hand; Stratus Red Team itself does not say so.',
      },
    ]);
  });
});

test('without a page a technique is known by its name', () => {
  const { resources, codes } = read({ 'docs/index.yaml': INDEX });
  expect(resources[1]).toMatchObject({
    title: 'Invent a Token',
    url: 'https://stratus-red-team.cloud/attack-techniques/k8s/k8s.persistence.invented-token/',
    path: 'docs/index.yaml',
    body: '',
    language: 'none',
  });
  expect(codes.filter((code) => code === 'no-page')).toHaveLength(3);
});

test.each([
  ['missing', {}, 'no-index'],
  ['no YAML', { 'docs/index.yaml': 'AWS: [' }, 'unreadable'],
  ['empty', { 'docs/index.yaml': '' }, 'not-one-document'],
])('with an index that is %s the pages are read alone', (_, files, code) => {
  const { resources, codes } = read({ ...files, [`${FOLDER}/AWS/aws.persistence.invented-user.md`]: USER });
  expect(resources[0]).toMatchObject({ title: 'Invent a User', techniques: [], platforms: [] });
  expect(codes[0]).toBe(code);
});

test('an index of other shapes, and pages of one id', () => {
  const { resources, problems, codes } = read({
    'docs/index.yaml':
      'AWS: [1]\nGCP:\n  Impact: {id: x y}\nEKS:\n  Impact:\n  - {id: "a/b"}\n  - 1\n  - {id: eks.x.y, name: [1]}\n',
    [`${FOLDER}/AWS/aws.a.b.md`]: '# One\n',
    [`${FOLDER}/EKS/aws.a.b.md`]: '# Two\n',
    [`${FOLDER}/EKS/aws.a.b c.md`]: '# Three\n',
  });
  expect(resources.map(({ title, url }) => [title, url.replace(/^.*techniques/, '')])).toEqual([
    ['One', '/AWS/aws.a.b/'],
    ['eks.x.y', '/eks/eks.x.y/'],
  ]);
  expect(codes).toEqual(['repeated-page', 'wrong-type', 'entry-without-id', 'no-page']);
  expect(problems[2]?.message).toMatch(/^Left out: 4 entries without an id/);
});

test('a snapshot is known by its pages', () => {
  const paths = [
    'docs/index.yaml',
    `${FOLDER}/AWS/aws.persistence.invented-user.md`,
    `${FOLDER}/AWS/index.md`,
    `${FOLDER}/list.md`,
    'README.md',
  ];
  expect(stratus.recognizes(paths)).toBe(true);
  expect(stratus.recognizes(['docs/index.yaml', `${FOLDER}/AWS/index.md`])).toBe(false);
  expect(paths.filter((path) => stratus.selects(path, { hunting: false }))).toEqual(paths.slice(0, 2));
});

test('twenty-one techniques are mapped by hand', () => {
  expect([...MAPPED_BY_HAND.values()].flat()).toHaveLength(21);
});

test.each([
  [
    'many ids',
    `AWS:\n  Impact:\n${Array.from({ length: 20_000 }, (_, i) => `  - {id: a.b.${i}, frameworkmappings: [{techniques: [{id: X}]}]}\n`).join('')}`,
    '',
  ],
  ['a wide gap', `AWS:\n  Impact:\n  - id: a.b.c\n#${' '.repeat(900_000)}x\n`, ' '.repeat(900_000)],
  ['many links', 'AWS: {}\n', 'https://attack.mitre.org/techniques/T1000\n'.repeat(20_000)],
  ['many headings', 'AWS: {}\n', '## Description\nReferences:\n'.repeat(20_000)],
])('%s take no time', (_, index, page) => {
  const start = performance.now();
  read({ 'docs/index.yaml': index, [`${FOLDER}/AWS/a.b.c.md`]: page });
  expect(performance.now() - start).toBeLessThan(5_000);
});

if (!hasCorpus('stratus'))
  test('the real pages are at hand', ({ skip }) => {
    skip(withoutCorpus('stratus'));
  });

describe.skipIf(!hasCorpus('stratus'))('the real pages', () => {
  const { resources, problems } = stratus.read(corpusFiles(stratus), { hunting: false });
  const ofCode = (code: string) => problems.filter((problem) => problem.code === code);

  test('are all read', () => {
    expect(stratus.recognizes(corpusPaths('stratus'))).toBe(true);
    expect(resources).toHaveLength(101);
    expect(resources.filter(({ language, description }) => language === 'none' || !description)).toEqual([]);
    const codes = new Set(problems.map(({ code }) => code));
    expect([...codes].sort()).toEqual(['extension-id', 'mapped-by-hand', 'technique-in-text']);
  });

  test('are mapped as counted: 14 by upstream, and those by hand that it lacks', () => {
    expect(ofCode('extension-id')).toHaveLength(8);
    expect(ofCode('mapped-by-hand')).toHaveLength(13);
    // Seven pages link to a technique; one of these is mapped by hand.
    expect(ofCode('technique-in-text')).toHaveLength(6);
    expect(summary(resources)).toMatchObject({ mapped: 24, links: 14 + 13 });
    const known = new Set(resources.map(({ key }) => key));
    expect([...MAPPED_BY_HAND.keys()].filter((id) => !known.has(`stratus:${id}`))).toEqual([]);
  });

  test('map to all that the technique documents list', () => {
    const byKey = new Map(resources.map((resource) => [resource.key, resource.techniques]));
    const listed = listedInDocuments('stratus');
    expect(listed).toHaveLength(13);
    expect(listed.filter(({ key, technique }) => !byKey.get(key)?.includes(technique))).toEqual([]);
  });
});
