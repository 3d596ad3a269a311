import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readAttackIndex } from '../../../src/core/sources/attack-index.ts';
import { UnreadableText } from '../../../src/core/sources/read-yaml.ts';
import {
  formerTechniques,
  resolveTechnique,
  techniqueIndex,
} from '../../../src/core/sources/resolve-technique.ts';
import { makeTempFolder, removeFolder } from '../../support/temp-folder.ts';

const INDEX = {
  format: 'bearing-attack-index-1',
  domain: 'enterprise',
  version: '99.1',
  tactics: [
    ['TA0001', 'first', 'The First'],
    ['TA0002', 'second', 'The Second'],
  ],
  platforms: ['Linux', 'Windows'],
  techniques: [
    ['T1001', 'A Technique', [0, 1], [1]],
    ['T1001.001', 'A Part of It', [1], []],
  ],
  revoked: [['T1000', 'An Old One', ['T1001.001']]],
  deprecated: [['T1002', 'A Lost One']],
};

function write(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({ ...INDEX, ...changes });
}

test('an index is content of the same form as a bundle', () => {
  const content = readAttackIndex(write());
  expect(content).toMatchObject({
    domain: 'enterprise',
    version: '99.1',
    groups: [],
    detectionStrategies: [],
  });
  expect(content.tactics[1]).toEqual({ id: 'TA0002', shortName: 'second', name: 'The Second', order: 1 });
  expect(content.techniques.map(({ id }) => id)).toEqual(['T1000', 'T1001', 'T1001.001', 'T1002']);
  const [old, one, part, lost] = content.techniques;
  expect(one).toEqual({
    id: 'T1001',
    name: 'A Technique',
    url: 'https://attack.mitre.org/techniques/T1001',
    description: null,
    parentId: null,
    tactics: ['The First', 'The Second'],
    platforms: ['Windows'],
    isDeprecated: false,
    isRevoked: false,
    revokedBy: [],
  });
  expect(part).toMatchObject({ parentId: 'T1001', url: 'https://attack.mitre.org/techniques/T1001/001' });
  expect(old).toMatchObject({ isRevoked: true, revokedBy: ['T1001.001'], tactics: [] });
  expect(lost).toMatchObject({ isDeprecated: true });
});

test.each([
  ['no JSON', '{', 'Is no valid JSON.'],
  ['another file', '{}', 'Is no ATT&CK index: format: '],
  [
    'another version of the form',
    write({ format: 'bearing-attack-index-2' }),
    'Is no ATT&CK index: format: ',
  ],
  ['an unknown domain', write({ domain: 'cloud' }), 'Is no ATT&CK index: domain: '],
  ['an id that is none', write({ deprecated: [['X', 'x']] }), 'Is no ATT&CK index: deprecated.0.0: '],
  [
    'a tactic that is missing',
    write({ techniques: [['T1', 'x', [2], []]].map(([, ...rest]) => ['T1001', ...rest]) }),
    'Is no ATT&CK index: a tactic or platform is missing.',
  ],
  [
    'a technique twice',
    write({ deprecated: [['T1001', 'x']] }),
    'Is no ATT&CK index: a technique is there twice.',
  ],
])('%s is refused', (_, text, message) => {
  expect(() => readAttackIndex(text)).toThrow(UnreadableText);
  expect(() => readAttackIndex(text)).toThrow(message);
});

describe('the script that writes an index', () => {
  const folder = makeTempFolder('attack-index');
  afterAll(() => removeFolder(folder));

  function run(facts: string): string {
    const target = join(folder, 'index.json');
    execFileSync(process.execPath, ['scripts/attack-index.mjs', facts, target]);
    return readFileSync(target, 'utf8');
  }

  test('sorts what it is given, a line an entry', () => {
    const facts = join(folder, 'facts.json');
    const parts = { parent: null, tactics: ['second', 'first'], platforms: ['Windows', 'Linux'] };
    const given = {
      domain: 'enterprise-attack',
      version: '99.1',
      tactics: INDEX.tactics.map(([id, shortname, name]) => ({ id, shortname, name })),
      techniques: [
        { ...parts, id: 'T1001.001', name: 'A Part of It' },
        { ...parts, id: 'T1001', name: 'A Technique', platforms: ['Windows'] },
      ],
      revoked: [
        { id: 'T1003', name: 'Another', successor: null },
        { id: 'T1000', name: 'An Old One', successor: 'T1001.001' },
      ],
      deprecated: [{ id: 'T1002', name: 'A Lost One' }],
    };
    writeFileSync(facts, JSON.stringify(given));
    expect(run(facts).split('\n').slice(0, 18)).toEqual([
      '{',
      '  "format": "bearing-attack-index-1",',
      '  "domain": "enterprise",',
      '  "version": "99.1",',
      '  "tactics": [',
      '    ["TA0001","first","The First"],',
      '    ["TA0002","second","The Second"]',
      '  ],',
      '  "platforms": [',
      '    "Linux",',
      '    "Windows"',
      '  ],',
      '  "techniques": [',
      '    ["T1001","A Technique",[0,1],[1]],',
      '    ["T1001.001","A Part of It",[0,1],[0,1]]',
      '  ],',
      '  "revoked": [',
      '    ["T1000","An Old One",["T1001.001"]],',
    ]);
    expect(readAttackIndex(run(facts)).techniques.map(({ id }) => id)).toEqual([
      'T1000',
      'T1001',
      'T1001.001',
      'T1002',
      'T1003',
    ]);
  });

  const real = join(process.env['BEARING_CORPUS'] ?? '', 'attack-v19/attack-enterprise-v19.json');
  const hasReal = process.env['BEARING_CORPUS'] !== undefined && existsSync(real);

  if (!hasReal)
    test('the real facts are at hand', ({ skip }) => {
      skip('BEARING_CORPUS names no folder that has attack-v19 in it');
    });

  test.skipIf(!hasReal)('keeps the real facts', () => {
    const { version, tactics, techniques } = readAttackIndex(run(real));
    expect([version, tactics.length, techniques.length]).toEqual(['19.2', 15, 697 + 149 + 12]);
    expect(techniques.reduce((n, one) => n + one.tactics.length, 0)).toBe(872);
    const stands = (name: string) => techniques.filter((one) => one.tactics.includes(name)).length;
    expect([stands('Stealth') > 126, stands('Defense Impairment') >= 41, stands('Defense Evasion')]).toEqual([
      true,
      true,
      0,
    ]);
    const index = techniqueIndex(techniques);
    expect(resolveTechnique('T1562.001', index)).toEqual({ kind: 'moved', ids: ['T1685'] });
    // By way of T1574.002, which is revoked too.
    expect(resolveTechnique('T1073', index)).toEqual({ kind: 'moved', ids: ['T1574.001'] });
    expect(resolveTechnique('T1026', index)).toEqual({ kind: 'retired', ids: [] });
    expect(formerTechniques(index).get('T1685')).toEqual([
      'T1054',
      'T1089',
      'T1562',
      'T1562.001',
      'T1562.006',
    ]);
  });
});
