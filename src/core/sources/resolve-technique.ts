// Techniques move between versions of ATT&CK: renamed ones keep their id, others are revoked in favour of another, several in
// favour of one, and some are deprecated without successor. Both directions are answered from what a version says of its own
// revoked techniques.

import { isActive, type AttackTechnique } from './attack-content.ts';

export type TechniqueFate = Pick<AttackTechnique, 'isDeprecated' | 'isRevoked' | 'revokedBy'>;
export type TechniqueIndex = ReadonlyMap<string, TechniqueFate>;

export interface TechniqueResolution {
  /**
   * `current`: the version has it. `moved`: one technique took its place, which may stand in for others too. `split`: several did.
   * `retired`: deprecated, or revoked without a successor in this version. `unknown`: the version has never heard of it, as of
   * ids that are newer than it.
   */
  kind: 'current' | 'moved' | 'split' | 'retired' | 'unknown';
  /** Current ids, sorted; empty for the last two kinds. */
  ids: string[];
}

/** ATT&CK's longest chain has three. */
const MAX_MET = 100;

/** Of one domain, or of several: no two share an id. */
export function techniqueIndex(techniques: readonly AttackTechnique[]): TechniqueIndex {
  return new Map(techniques.map((technique) => [technique.id, technique]));
}

/** What an id of any version means in the version of the index. */
export function resolveTechnique(id: string, index: TechniqueIndex): TechniqueResolution {
  const technique = index.get(id);
  if (!technique) return { kind: 'unknown', ids: [] };
  if (isActive(technique)) return { kind: 'current', ids: [id] };
  const ids = successorsOf(id, index);
  if (ids.length === 0) return { kind: 'retired', ids };
  return { kind: ids.length === 1 ? 'moved' : 'split', ids };
}

/** The other way: for each current technique the earlier ids that now mean it, sorted. Those without any are absent. */
export function formerTechniques(index: TechniqueIndex): Map<string, string[]> {
  const former = new Map<string, string[]>();
  for (const id of [...index.keys()].sort()) {
    const { kind, ids } = resolveTechnique(id, index);
    if (kind === 'current') continue;
    for (const current of ids) {
      const list = former.get(current) ?? [];
      list.push(id);
      former.set(current, list);
    }
  }
  return former;
}

/** Along every chain to its end. A set is walked to what is added meanwhile, so a circle ends, with nothing. */
function successorsOf(id: string, index: TechniqueIndex): string[] {
  const met = new Set([id]);
  const current = new Set<string>();
  for (const one of met) {
    if (met.size > MAX_MET) break;
    const technique = index.get(one);
    if (technique && isActive(technique)) current.add(one);
    else for (const next of technique?.revokedBy ?? []) met.add(next);
  }
  return [...current].sort();
}
