import { expect, it } from 'vitest';
import { compareAttack } from '../../../src/core/sources/compare-attack.ts';
import {
  techniqueUrl,
  type AttackContent,
  type AttackTechnique,
} from '../../../src/core/sources/attack-content.ts';

function technique(id: string, more: Partial<AttackTechnique> = {}): AttackTechnique {
  return {
    id,
    name: `Technique ${id}`,
    url: techniqueUrl(id),
    description: null,
    parentId: null,
    tactics: ['Discovery'],
    platforms: [],
    isDeprecated: false,
    isRevoked: false,
    revokedBy: [],
    ...more,
  };
}

const revoked = (id: string, ...revokedBy: string[]) => technique(id, { isRevoked: true, revokedBy });

function version(...techniques: AttackTechnique[]): AttackContent {
  const nothing = {
    groups: [],
    software: [],
    campaigns: [],
    mitigations: [],
    detectionStrategies: [],
    dataSources: [],
  };
  return { domain: 'enterprise', version: '1', tactics: [], techniques, ...nothing };
}

const before = version(
  ...['T0001', 'T0002', 'T0003', 'T0004', 'T0005', 'T0006', 'T0007', 'T0008', 'T0009'].map((id) =>
    technique(id),
  ),
);

it('says of every technique what has become of it', () => {
  const after = version(
    technique('T0001'),
    technique('T0002', { name: 'Another name' }),
    technique('T0003', { tactics: ['Stealth', 'Impact'] }),
    revoked('T0004', 'T0100'),
    technique('T0100'),
    revoked('T0005', 'T0200'),
    revoked('T0006', 'T0200'),
    technique('T0200'),
    revoked('T0007', 'T0301', 'T0302'),
    technique('T0301'),
    technique('T0302'),
    technique('T0008', { isDeprecated: true }),
  );
  const { unchanged, added, moves } = compareAttack(before, after, []);
  expect({ unchanged, added }).toEqual({ unchanged: 1, added: 4 });
  expect(moves.map(({ id, kind, to }) => [id, kind, ...to.map((one) => one.id)])).toEqual([
    ['T0002', 'renamed'],
    ['T0003', 'tactic-changed'],
    ['T0004', 'moved', 'T0100'],
    ['T0005', 'merged', 'T0200'],
    ['T0006', 'merged', 'T0200'],
    ['T0007', 'split', 'T0301', 'T0302'],
    ['T0008', 'retired'],
    ['T0009', 'unknown'],
  ]);
  expect(moves[0]).toMatchObject({ before: 'Technique T0002', after: 'Another name' });
  expect(moves[1]).toMatchObject({ before: 'Discovery', after: 'Stealth, Impact' });
});

it('merges into a technique that was there before', () => {
  const after = version(technique('T0001'), revoked('T0002', 'T0001'));
  const { moves } = compareAttack(version(technique('T0001'), technique('T0002')), after, []);
  expect(moves).toMatchObject([
    { id: 'T0002', kind: 'merged', to: [{ id: 'T0001', name: 'Technique T0001' }] },
  ]);
});

it('places what was listed and unknown', () => {
  const after = version(technique('T0001'), technique('T0500'), revoked('T0501', 'T0500'));
  const { moves } = compareAttack(version(technique('T0001')), after, ['T0500', 'T0501', 'T0999']);
  expect(moves.map(({ id, kind, to }) => [id, kind, ...to.map((one) => one.id)])).toEqual([
    ['T0500', 'placed'],
    ['T0501', 'placed', 'T0500'],
  ]);
});

it('is all new where there was none', () => {
  expect(compareAttack(null, before, [])).toEqual({ unchanged: 0, added: 9, moves: [] });
});
