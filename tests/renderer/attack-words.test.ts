import { expect, test } from 'vitest';
import {
  changeName,
  describeAttack,
  describeMove,
  describeStake,
  describeUse,
  groupMoves,
} from '../../src/renderer/features/content/attack-words.ts';
import { attackName } from '../../src/shared/attack-name.ts';
import { describeHoldings } from '../../src/renderer/features/content/pack-words.ts';
import { nameOfFile, readKeyFile } from '../../src/renderer/features/settings/trusted-keys.svelte.ts';
import type { AttackChange, TechniqueMove } from '../../src/shared/model/attack.ts';

const none = { before: null, after: null, to: [] };
const a = { id: 'T1685', name: 'Disable or Modify Tools' };
const b = { id: 'T1686', name: 'Disable or Modify System Firewall' };

function move(more: Partial<TechniqueMove>): TechniqueMove {
  return { id: 'T1562', name: 'Impair Defenses', kind: 'unknown', ...none, ...more };
}

test.each([
  [{ kind: 'renamed', before: 'Old name' }, 'was Old name'],
  [
    { kind: 'tactic-changed', before: 'Persistence, Stealth', after: 'Persistence, Defense Evasion' },
    'under Defense Evasion, no longer under Stealth',
  ],
  [{ kind: 'tactic-changed', before: 'Execution', after: 'Execution, Stealth' }, 'also under Stealth'],
  [{ kind: 'tactic-changed', before: 'Execution, Stealth', after: 'Execution' }, 'no longer under Stealth'],
  [{ kind: 'moved', to: [a] }, 'becomes T1685 Disable or Modify Tools'],
  [{ kind: 'merged', to: [a] }, 'becomes part of T1685 Disable or Modify Tools'],
  [
    { kind: 'split', to: [a, b] },
    'is split into T1685 Disable or Modify Tools and T1686 Disable or Modify System Firewall',
  ],
  [{ kind: 'retired' }, 'deprecated by ATT&CK, without a successor'],
  [{ kind: 'unknown' }, 'no longer known'],
  [{ kind: 'placed' }, 'was not known, and is in force'],
  [{ kind: 'placed', to: [a] }, 'was not known, and becomes T1685 Disable or Modify Tools'],
] as const)('%j: %s', (more, words) => {
  const { to, ...rest } = { to: [], ...more };
  expect(describeMove(move({ ...rest, to: [...to] }))).toBe(words);
});

test('moves stand by kind, and what is lost is told apart', () => {
  const moves = [move({ id: 'T1' }), move({ id: 'T2', kind: 'renamed' }), move({ id: 'T3' })];
  expect(groupMoves(moves).map(({ name, items, isLoss }) => [name, items.length, isLoss])).toEqual([
    ['renamed', 1, false],
    ['not there', 2, true],
  ]);
});

test.each([
  ['19.2', '18.1', 'ATT&CK Enterprise 19.2 → 18.1'],
  ['19.2', null, 'ATT&CK Enterprise 19.2 → version unknown'],
  [null, '18.1', 'ATT&CK Enterprise 18.1'],
  ['19.2', '19.2', 'ATT&CK Enterprise 19.2'],
])('from %s to %s: %s', (before, after, words) => {
  expect(changeName({ domain: 'enterprise', before, after, isUnchanged: false } as AttackChange)).toBe(words);
});

test('a domain may be taken away', () => {
  const moves = [move({}), move({ id: 'T1563' })];
  const change = { domain: 'mobile', before: '19.1', after: null, isRemoved: true, added: 0, moves };
  expect(describeAttack(change as AttackChange)).toBe('ATT&CK Mobile 19.1 taken away: 2 not there');
});

test('a version may be unknown', () => {
  expect(attackName('ics', null)).toBe('ATT&CK ICS, version unknown');
});

test('what an organization uses is counted, and what it has on a move', () => {
  const organization = { id: 'n', name: 'Northfield', unchanged: 41, moves: [] };
  expect(describeUse(organization)).toBe('41 techniques in use unchanged');
  expect(describeUse({ ...organization, unchanged: 0 })).toBe('no technique in use');
  expect(describeStake({ ...move({}), marks: 5, notes: 1 })).toBe('5 marks, 1 note');
  expect(describeStake({ ...move({}), marks: 0, notes: 2 })).toBe('2 notes');
});

test('a pack says what it holds', () => {
  const pack = { file: 'a.bearing-pack', keyId: null, content: 'c', since: null };
  const sources = [
    { id: 'sigma', commit: null, date: '2022-08-09', resources: 4118 },
    { id: 'car', commit: null, date: null, resources: 1 },
  ];
  expect(describeHoldings({ ...pack, documents: 578, sources })).toBe(
    'Holds 578 technique documents; Sigma: 4,118 resources of 9 Aug 2022; CAR: 1 resource',
  );
  expect(describeHoldings({ ...pack, documents: 0, sources: [] })).toBe('Holds no document and no snapshot');
});

test('a key is read from its file, and called as the file is', async () => {
  expect(nameOfFile('northfield.pub')).toBe('northfield');
  expect(nameOfFile('northfield')).toBe('northfield');
  expect(await readKeyFile(new Blob(['\n-----BEGIN PUBLIC KEY-----\n']))).toBe('-----BEGIN PUBLIC KEY-----');
});
