import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formerTechniques, resolveTechnique } from '../../../src/core/sources/resolve-technique.ts';
import type { TechniqueFate, TechniqueIndex } from '../../../src/core/sources/resolve-technique.ts';

const CURRENT: TechniqueFate = { isDeprecated: false, isRevoked: false, revokedBy: [] };
const DEPRECATED: TechniqueFate = { ...CURRENT, isDeprecated: true };

function revoked(...revokedBy: string[]): TechniqueFate {
  return { isDeprecated: false, isRevoked: true, revokedBy };
}

const INDEX: TechniqueIndex = new Map([
  ['T1', CURRENT],
  ['T2', CURRENT],
  ['T10', revoked('T1')],
  ['T11', revoked('T10')],
  ['T12', revoked('T11')],
  ['T13', revoked('T2', 'T12')],
  ['T14', revoked('T99', 'T30', 'T10')],
  ['T20', revoked('T21')],
  ['T21', revoked('T20')],
  ['T22', revoked('T22', 'T21', 'T2')],
  ['T30', DEPRECATED],
  ['T31', revoked()],
  ['T32', revoked('T30')],
  ['T33', revoked('T99')],
  ['T34', { ...DEPRECATED, revokedBy: ['T1'] }],
]);

test.each([
  ['in the version', 'T1', 'current', ['T1']],
  ['revoked', 'T10', 'moved', ['T1']],
  ['revoked by a revoked one', 'T11', 'moved', ['T1']],
  ['at the end of a chain', 'T12', 'moved', ['T1']],
  ['revoked by two', 'T13', 'split', ['T1', 'T2']],
  ['two of whose successors are gone', 'T14', 'moved', ['T1']],
  ['in a circle', 'T20', 'retired', []],
  ['in a circle with a way out', 'T22', 'moved', ['T2']],
  ['deprecated', 'T30', 'retired', []],
  ['revoked without successor', 'T31', 'retired', []],
  ['revoked by a deprecated one', 'T32', 'retired', []],
  ['revoked by what is not there', 'T33', 'retired', []],
  ['deprecated with a successor', 'T34', 'moved', ['T1']],
  ['of another version', 'T99', 'unknown', []],
  ['no id', '__proto__', 'unknown', []],
])('an id %s', (_, id, kind, ids) => {
  expect(resolveTechnique(id, INDEX)).toEqual({ kind, ids });
});

describe('the other way', () => {
  test('several may have become one', () => {
    expect([...formerTechniques(INDEX)]).toEqual([
      ['T1', ['T10', 'T11', 'T12', 'T13', 'T14', 'T34']],
      ['T2', ['T13', 'T22']],
    ]);
  });

  test('every pair holds in both directions, whoever revokes whom', () => {
    const ids = fc.constantFrom('T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6');
    const fate = fc.record({
      isDeprecated: fc.boolean(),
      isRevoked: fc.boolean(),
      revokedBy: fc.array(ids, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(ids, fate)), (entries) => {
        const index: TechniqueIndex = new Map(entries);
        const former = formerTechniques(index);
        for (const [id, { isDeprecated, isRevoked }] of index) {
          const { kind, ids: now } = resolveTechnique(id, index);
          const isCurrent = !isDeprecated && !isRevoked;
          expect(kind === 'current').toBe(isCurrent);
          expect(now.length).toBe(
            now.filter((one) => resolveTechnique(one, index).kind === 'current').length,
          );
          for (const one of now) if (!isCurrent) expect(former.get(one)).toContain(id);
        }
        const pairs = [...former.values()].flat();
        const forward = [...index.keys()].filter((id) => resolveTechnique(id, index).kind !== 'current');
        expect(pairs.length).toBe(forward.flatMap((id) => resolveTechnique(id, index).ids).length);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a chain without end takes no time', () => {
    const count = 100_000;
    const chain: TechniqueIndex = new Map(
      Array.from({ length: count }, (_, i) => [`T${i}`, i === count - 1 ? CURRENT : revoked(`T${i + 1}`)]),
    );
    const start = performance.now();
    expect(formerTechniques(chain).size).toBe(1);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
