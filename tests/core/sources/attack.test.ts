import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isAttackBundle, selectAttackFiles } from '../../../src/core/sources/attack-files.ts';
import { readAttack } from '../../../src/core/sources/attack.ts';
import { resolveTechnique, techniqueIndex } from '../../../src/core/sources/resolve-technique.ts';
import { bundle, matrix, relationship, stix, tactic, technique } from './attack-bundle.ts';

const PATH = 'enterprise-attack/enterprise-attack.json';

function read(files: Record<string, string>) {
  const { domains, problems } = readAttack(Object.entries(files).map(([path, text]) => ({ path, text })));
  return { domains, domain: domains[0], problems, codes: problems.map(({ code }) => code) };
}

const SCAN = technique('T1001', ['second', 'first']);
const SUB = technique('T1001.002', ['first'], { x_mitre_platforms: ['Linux', 'macOS'] });
const OLD = technique('T1000', ['first'], { revoked: true });
const GONE = technique('T1002', ['third'], { x_mitre_deprecated: true });
const GROUP = stix('intrusion-set', 'Nobody', 'G0001', { aliases: ['Nobody', 'No One'] });
const TOOL = stix('tool', 'Hammer', 'S0002', { x_mitre_aliases: ['Hammer', 'hammer.exe'] });
const MALWARE = stix('malware', 'Rust', 'S0001');
const CAMPAIGN = stix('campaign', 'Nothing', 'C0001', { aliases: ['Nothing'] });
const MITIGATION = stix('course-of-action', 'Do Less', 'M0001', { x_mitre_deprecated: true });
const STRATEGY = stix('x-mitre-detection-strategy', 'Look', 'DET0001');
const SOURCE = stix('x-mitre-data-source', 'Logs', 'DS0001');
const COMPONENT = stix('x-mitre-data-component', 'Log Line', 'DC0001', {
  x_mitre_data_source_ref: SOURCE['id'],
});
const OBJECTS = [
  stix('x-mitre-collection', 'Enterprise ATT&CK', null, { x_mitre_version: '99.1' }),
  matrix('enterprise', 'first', 'second'),
  tactic('TA0002', 'second', 'The Second'),
  tactic('TA0001', 'first', 'The First'),
  ...[SUB, SCAN, OLD, GONE, GROUP, TOOL, MALWARE, CAMPAIGN, MITIGATION, STRATEGY, SOURCE, COMPONENT],
  relationship(OLD, 'revoked-by', SUB),
  relationship(SUB, 'subtechnique-of', SCAN),
  ...[GROUP, TOOL, MALWARE, CAMPAIGN].map((one) => relationship(one, 'uses', SCAN)),
  relationship(GROUP, 'uses', SUB),
  relationship(GROUP, 'uses', SUB),
  relationship(GROUP, 'uses', TOOL),
  relationship(GROUP, 'uses', GONE, { revoked: true }),
  relationship(MITIGATION, 'mitigates', SUB),
  relationship(STRATEGY, 'detects', SCAN),
  relationship(COMPONENT, 'detects', SUB),
];

describe('a bundle', () => {
  const { domain, domains, problems } = read({ 'download.json': bundle(...OBJECTS) });

  test('says which techniques there are, and what became of the others', () => {
    expect(problems).toEqual([]);
    expect(domains).toHaveLength(1);
    expect(domain).toMatchObject({ domain: 'enterprise', version: '99.1' });
    expect(domain?.tactics).toEqual([
      { id: 'TA0001', shortName: 'first', name: 'The First', order: 0 },
      { id: 'TA0002', shortName: 'second', name: 'The Second', order: 1 },
    ]);
    expect(domain?.techniques.map(({ id }) => id)).toEqual(['T1000', 'T1001', 'T1001.002', 'T1002']);
    const [old, scan, sub, gone] = domain?.techniques ?? [];
    expect(scan).toEqual({
      id: 'T1001',
      name: 'Technique T1001',
      url: 'https://attack.mitre.org/x/T1001',
      description: 'About T1001.',
      parentId: null,
      tactics: ['The First', 'The Second'],
      platforms: ['Windows'],
      isDeprecated: false,
      isRevoked: false,
      revokedBy: [],
    });
    expect(sub).toMatchObject({ parentId: 'T1001', platforms: ['Linux', 'macOS'] });
    expect(old).toMatchObject({ isRevoked: true, revokedBy: ['T1001.002'] });
    // The matrix has no third tactic, so the name is the technique's own.
    expect(gone).toMatchObject({ isDeprecated: true, tactics: ['third'] });
  });

  test('says who uses, mitigates and detects them', () => {
    const named = { isRetired: false, aliases: [], techniques: ['T1001'] };
    expect(domain?.groups).toEqual([
      {
        ...named,
        id: 'G0001',
        name: 'Nobody',
        type: 'group',
        aliases: ['No One'],
        techniques: ['T1001', 'T1001.002'],
      },
    ]);
    expect(domain?.software).toEqual([
      { ...named, id: 'S0001', name: 'Rust', type: 'malware' },
      { ...named, id: 'S0002', name: 'Hammer', type: 'tool', aliases: ['hammer.exe'] },
    ]);
    expect(domain?.campaigns).toEqual([{ ...named, id: 'C0001', name: 'Nothing', type: 'campaign' }]);
    expect(domain?.mitigations).toEqual([
      { id: 'M0001', name: 'Do Less', isRetired: true, techniques: ['T1001.002'] },
    ]);
    expect(domain?.detectionStrategies).toEqual([
      { id: 'DET0001', name: 'Look', isRetired: false, techniques: ['T1001'] },
    ]);
    expect(domain?.dataSources).toEqual([
      { id: 'DS0001', name: 'Logs', isRetired: false, techniques: ['T1001.002'] },
    ]);
  });

  test('says the same in pieces, one object a file', () => {
    const pieces = OBJECTS.map((object, i) => [
      `enterprise-attack/${String(object['type'])}/${i}.json`,
      bundle(object),
    ]);
    const { domain: same, problems: none } = read(Object.fromEntries(pieces) as Record<string, string>);
    expect(none).toEqual([]);
    expect(same).toEqual(domain);
  });
});

describe('domains', () => {
  const ics = stix('attack-pattern', 'T0800', null, {
    external_references: [{ source_name: 'mitre-ics-attack', external_id: 'T0800' }],
    kill_chain_phases: [{ kill_chain_name: 'mitre-ics-attack', phase_name: 'evasion' }],
    x_mitre_domains: undefined,
  });

  test('of one bundle are told apart by what the objects say', () => {
    const group = stix('intrusion-set', 'Both', 'G0002', {
      x_mitre_domains: ['ics-attack', 'enterprise-attack'],
    });
    const objects = [ics, SCAN, group, relationship(group, 'uses', ics), relationship(group, 'uses', SCAN)];
    const { domains, problems } = read({ 'all.json': bundle(...objects) });
    expect(problems).toEqual([]);
    expect(
      domains.map(({ domain, techniques, groups }) => [domain, techniques.length, groups]),
    ).toMatchObject([
      ['enterprise', 1, [{ techniques: ['T1001'] }]],
      ['ics', 1, [{ techniques: ['T0800'] }]],
    ]);
    expect(domains[1]?.techniques[0]?.url).toBe('https://attack.mitre.org/techniques/T0800');
  });

  test.each([
    ['by its matrix', 'x.json', [matrix('mobile'), SCAN], 'mobile'],
    ['by its folder', 'mobile-attack/attack-pattern/x.json', [SCAN], 'mobile'],
    ['by its name', 'ics-attack-17.1.json', [ics], 'ics'],
    ['by its own objects', 'x.json', [ics], 'ics'],
  ])('of a bundle %s', (_, path, objects, domain) => {
    expect(read({ [path]: bundle(...objects) }).domains.map((one) => one.domain)).toEqual([domain]);
  });
});

describe('versions', () => {
  test('are those of the collection or of the file name', () => {
    expect(read({ 'enterprise-attack/enterprise-attack-17.1.json': bundle(SCAN) }).domain?.version).toBe(
      '17.1',
    );
    expect(read({ [PATH]: bundle(SCAN) }).domain?.version).toBeNull();
  });

  test('that are read together are told, and of an object the newest counts', () => {
    const newer = { ...SCAN, name: 'New', modified: '2100-01-01T00:00:00.000Z' };
    const { domain, problems } = read({
      'enterprise-attack-9.0.json': bundle(SCAN),
      'enterprise-attack-10.0.json': bundle(newer),
      'enterprise-attack-8.0.json': bundle(SCAN),
    });
    expect(domain).toMatchObject({ version: '10.0', techniques: [{ name: 'New' }] });
    expect(problems).toMatchObject([
      {
        code: 'several-versions',
        message:
          'Several versions of enterprise are read together: 10.0, 9.0, 8.0. Of each object the newest counts.',
      },
    ]);
  });
});

describe('problems', () => {
  test('objects and relationships that lack something', () => {
    const nowhere = technique('T1999');
    const { domain, problems } = read({
      [PATH]: bundle(
        SCAN,
        null,
        1,
        { type: 'attack-pattern' },
        { id: 'attack-pattern--x' },
        stix('attack-pattern', 'Unnumbered', null),
        technique('T99'),
        relationship(SCAN, 'revoked-by', nowhere),
        relationship(stix('tool', 'Absent', 'S1'), 'uses', SCAN),
        { type: 'relationship', id: 'relationship--1' },
        {
          type: 'relationship',
          id: 'relationship--2',
          relationship_type: ['uses'],
          source_ref: {},
          target_ref: 3,
        },
      ),
    });
    expect(domain?.techniques.map(({ id }) => id)).toEqual(['T1001']);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['malformed-object', 'Left out: 4 objects without id or type.'],
      ['no-attack-id', 'Left out: 1 object of type attack-pattern without ATT&CK id, such as "Unnumbered".'],
      ['malformed-technique', 'Left out: 1 object numbered as no technique is, such as "T99".'],
      ['dangling-relationship', 'Left out: 2 relationships to or from objects that are not there.'],
    ]);
  });

  test('two techniques of one id: the one in force is read', () => {
    const other = { ...SCAN, id: 'attack-pattern--other', name: 'Revoked', revoked: true };
    for (const objects of [
      [SCAN, other],
      [other, SCAN],
    ]) {
      const { domain, codes } = read({ [PATH]: bundle(...objects) });
      expect(domain?.techniques.map(({ name }) => name)).toEqual(['Technique T1001']);
      expect(codes).toEqual(['repeated-id']);
    }
  });

  test('fields of other types', () => {
    const odd = technique('T1001', [], {
      name: ['x'],
      description: {},
      kill_chain_phases: [1, { phase_name: [] }, null],
      x_mitre_platforms: 'Windows',
      x_mitre_deprecated: 'yes',
      revoked: 1,
      external_references: [
        null,
        { source_name: 'mitre-attack', external_id: 'T1001', url: 'javascript:alert(1)' },
      ],
    });
    expect(read({ [PATH]: bundle(odd) }).domain?.techniques).toEqual([
      {
        id: 'T1001',
        name: 'T1001',
        url: 'https://attack.mitre.org/techniques/T1001',
        description: null,
        parentId: null,
        tactics: [],
        platforms: ['Windows'],
        isDeprecated: false,
        isRevoked: false,
        revokedBy: [],
      },
    ]);
  });

  test.each([
    ['no JSON', '{"type": "bundle",\n"objects": [', 'unreadable', 2],
    ['no bundle', '{"type": "report"}', 'not-a-bundle', null],
    ['a list', '[]', 'not-a-bundle', null],
    ['a bundle without objects', '{"type": "bundle"}', 'no-techniques', null],
    ['a bundle of something else', bundle({ type: 'indicator', id: 'indicator--1' }), 'no-techniques', null],
    [
      'lists in lists',
      `{"type": "bundle", "objects": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'malformed-object',
      null,
    ],
    [
      'names of prototypes',
      '{"type":"bundle","objects":[{"__proto__":{"type":"attack-pattern","id":"attack-pattern--1"}}]}',
      'malformed-object',
      null,
    ],
  ])('a file of %s', (_, text, code, line) => {
    const { domains, problems } = read({ 'x.json': text });
    expect(domains).toEqual([]);
    expect(problems[0]).toMatchObject({ path: 'x.json', code, line });
  });

  test('techniques that revoke each other', () => {
    const [a, b] = [technique('T1001', [], { revoked: true }), technique('T1002', [], { revoked: true })];
    const { domain } = read({
      [PATH]: bundle(a, b, relationship(a, 'revoked-by', b), relationship(b, 'revoked-by', a)),
    });
    expect(resolveTechnique('T1001', techniqueIndex(domain?.techniques ?? []))).toEqual({
      kind: 'retired',
      ids: [],
    });
  });
});

test('a bundle is known by its content', () => {
  expect(isAttackBundle(bundle(SCAN))).toBe(true);
  const filler = 'x'.repeat(10_000);
  expect(
    isAttackBundle(`{"id":"b","objects":[{"a":"${filler}","s":"mitre-ics-attack"}],"type" : "bundle"}`),
  ).toBe(true);
  expect(isAttackBundle('{"type":"bundle","objects":[]}')).toBe(false);
  expect(isAttackBundle(`{"source_name":"mitre-attack"}`)).toBe(false);
});

test('of a folder the current bundle of each domain is read, else the newest, else the pieces', () => {
  const piece = 'mobile-attack/attack-pattern/attack-pattern--1.json';
  expect(
    selectAttackFiles([
      PATH,
      'enterprise-attack/attack-pattern/attack-pattern--1.json',
      'enterprise-attack/enterprise-attack-18.1.json',
      'ics-attack/ics-attack-9.0.json',
      'ics-attack/ics-attack-18.1.json',
      'ics-attack/ics-attack-18.0.json',
      piece,
      'mobile-attack/README.md',
      'index.json',
    ]),
  ).toEqual([PATH, 'ics-attack/ics-attack-18.1.json', piece]);
  expect(selectAttackFiles(['enterprise-attack-18.1.json', 'enterprise-attack.json'])).toEqual([
    'enterprise-attack.json',
  ]);
});

const folder = join(process.env['BEARING_CORPUS'] ?? '', 'attack-stix');
const hasFolder = process.env['BEARING_CORPUS'] !== undefined && existsSync(folder);

if (!hasFolder)
  test('the real bundles are at hand', ({ skip }) => {
    skip('BEARING_CORPUS names no folder that has attack-stix in it');
  });

describe.skipIf(!hasFolder)('the real bundles', () => {
  const paths = selectAttackFiles([PATH, 'ics-attack/ics-attack.json']);
  const files = hasFolder
    ? paths.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
    : [];
  const { domains, problems } = readAttack(files);
  const [enterprise, ics] = domains;
  const inForce = (of: typeof enterprise) =>
    of?.techniques.filter((one) => !one.isRevoked && !one.isDeprecated) ?? [];
  const links = (of: { techniques: string[] }[] = []) =>
    of.reduce((n, { techniques }) => n + techniques.length, 0);

  test('are read without a problem', () => {
    expect(files.every(({ text }) => isAttackBundle(text))).toBe(true);
    expect(problems).toEqual([]);
    expect(domains.map(({ domain, version }) => [domain, version])).toEqual([
      ['enterprise', null],
      ['ics', '18.1'],
    ]);
  });

  test('have the techniques counted', () => {
    expect(enterprise?.techniques).toHaveLength(835);
    expect(inForce(enterprise).filter(({ parentId }) => parentId === null)).toHaveLength(216);
    expect(inForce(enterprise).filter(({ parentId }) => parentId !== null)).toHaveLength(475);
    expect(enterprise?.techniques.filter(({ isRevoked }) => isRevoked)).toHaveLength(132);
    expect(links(enterprise?.techniques.map(({ revokedBy }) => ({ techniques: revokedBy })))).toBe(132);
    expect(enterprise?.techniques.filter(({ isDeprecated }) => isDeprecated)).toHaveLength(12);
    expect(enterprise?.tactics.map(({ id }) => id).slice(0, 3)).toEqual(['TA0043', 'TA0042', 'TA0001']);
    expect([enterprise?.tactics.length, ics?.tactics.length]).toEqual([14, 12]);
    expect([ics?.techniques.length, inForce(ics).length]).toEqual([95, 83]);
    expect([...inForce(enterprise), ...inForce(ics)].filter(({ tactics }) => tactics.length === 0)).toEqual(
      [],
    );
  });

  test('have the groups, software and campaigns counted', () => {
    const groups = enterprise?.groups ?? [];
    expect([groups.length, groups.filter(({ isRetired }) => !isRetired).length]).toEqual([187, 172]);
    expect(links(groups)).toBe(4362);
    expect(groups.filter(({ techniques }) => techniques.length > 0)).toHaveLength(168);
    expect(new Set(groups.flatMap(({ techniques }) => techniques)).size).toBe(488);
    expect(links(enterprise?.campaigns)).toBe(1019);
    expect(links(enterprise?.software.filter(({ type }) => type === 'malware'))).toBe(9836);
    expect(links(enterprise?.software.filter(({ type }) => type === 'tool'))).toBe(800);
  });

  test('say of every technique what it means now', () => {
    const index = techniqueIndex(enterprise?.techniques ?? []);
    const kinds = enterprise?.techniques.map(({ id }) => resolveTechnique(id, index).kind) ?? [];
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect([count('current'), count('moved'), count('retired')]).toEqual([691, 132, 12]);
    expect(resolveTechnique('T1685', index).kind).toBe('unknown');
  });
});
