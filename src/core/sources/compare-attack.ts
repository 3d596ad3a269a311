// What one version of ATT&CK makes of the techniques of another, in either direction of time.

import type { TechniqueMove } from '../../shared/model/attack.ts';
import { isActive, type AttackContent, type AttackTechnique } from './attack-content.ts';
import { resolveTechnique, techniqueIndex, type TechniqueIndex } from './resolve-technique.ts';

export interface AttackComparison {
  /** Techniques in force in both, alike. */
  unchanged: number;
  /** In force now and not before. */
  added: number;
  /** By id. */
  moves: TechniqueMove[];
}

/** `after` null: the catalog would have none any more. `listed`: ids that sources list and `before` does not know; those that `after` knows are `placed`. */
export function compareAttack(
  before: AttackContent | null,
  after: AttackContent | null,
  listed: readonly string[],
): AttackComparison {
  const techniques = after?.techniques ?? [];
  const index = techniqueIndex(techniques);
  const names = new Map(techniques.map((technique) => [technique.id, technique]));
  const active = (before?.techniques ?? []).filter(isActive);
  const isOld = new Set(active.map(({ id }) => id));
  const comers = countComers(active, index);
  const moves = active.flatMap((technique) => moveOf(technique, index, names, isOld, comers) ?? []);
  const placed = listed.flatMap((id) => placeOf(id, index, names) ?? []);
  return {
    unchanged: active.length - moves.length,
    added: techniques.filter((technique) => isActive(technique) && !isOld.has(technique.id)).length,
    moves: [...moves, ...placed].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

type Names = ReadonlyMap<string, AttackTechnique>;

function moveOf(
  technique: AttackTechnique,
  index: TechniqueIndex,
  names: Names,
  isOld: ReadonlySet<string>,
  comers: ReadonlyMap<string, number>,
): TechniqueMove | null {
  const { id, name } = technique;
  const { kind, ids } = resolveTechnique(id, index);
  const to = ids.map((one) => ({ id: one, name: names.get(one)?.name ?? one }));
  const move = { id, name, to, before: null, after: null };
  if (kind === 'current') return changeOf(technique, names.get(id));
  if (kind !== 'moved') return { ...move, kind };
  const [target] = ids;
  // Others came to the same, or it was there already.
  const isMerged = target !== undefined && (isOld.has(target) || (comers.get(target) ?? 0) > 1);
  return { ...move, kind: isMerged ? 'merged' : 'moved' };
}

function changeOf(before: AttackTechnique, after: AttackTechnique | undefined): TechniqueMove | null {
  if (!after) return null;
  const { id, name } = before;
  const [old, now] = [before, after].map(({ tactics }) => [...tactics].sort().join(', '));
  if (old !== now)
    return {
      id,
      name: after.name,
      kind: 'tactic-changed',
      to: [],
      before: before.tactics.join(', '),
      after: after.tactics.join(', '),
    };
  return name === after.name
    ? null
    : { id, name: after.name, kind: 'renamed', to: [], before: name, after: after.name };
}

function placeOf(id: string, index: TechniqueIndex, names: Names): TechniqueMove | null {
  const { kind, ids } = resolveTechnique(id, index);
  if (kind === 'unknown' || kind === 'retired') return null;
  const to = ids.filter((one) => one !== id).map((one) => ({ id: one, name: names.get(one)?.name ?? one }));
  return { id, name: names.get(id)?.name ?? id, kind: 'placed', to, before: null, after: null };
}

/** How many techniques have become each of the new ones. */
function countComers(active: readonly AttackTechnique[], index: TechniqueIndex): Map<string, number> {
  const comers = new Map<string, number>();
  for (const { id } of active) {
    const { kind, ids } = resolveTechnique(id, index);
    if (kind !== 'moved') continue;
    for (const target of ids) comers.set(target, (comers.get(target) ?? 0) + 1);
  }
  return comers;
}
