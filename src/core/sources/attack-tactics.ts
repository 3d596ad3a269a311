import { compareTactics } from '../../shared/model/technique.ts';
import { attackId, isRetired } from './attack-objects.ts';
import type { AttackPool } from './attack-objects.ts';
import type { AttackTactic } from './attack-content.ts';
import { listOf, textOf, textsOf } from './fields.ts';
import type { Fields } from './fields.ts';

/** In the order of the matrix; those that it does not name follow as Bearing orders tactics. */
export function tacticsOf({ objects }: AttackPool): AttackTactic[] {
  const all = [...objects.values()];
  const places = new Map(
    all
      .filter((object) => textOf(object, 'type') === 'x-mitre-matrix' && !isRetired(object))
      .flatMap((matrix) => textsOf(matrix, 'tactic_refs'))
      .map((ref, i) => [ref, i]),
  );
  const tactics = all
    .filter((object) => textOf(object, 'type') === 'x-mitre-tactic' && !isRetired(object))
    .flatMap((object) => {
      const [id, shortName] = [attackId(object), textOf(object, 'x_mitre_shortname')];
      if (id === null || shortName === null) return [];
      const place = places.get(textOf(object, 'id') ?? '') ?? Infinity;
      return [{ id, shortName, name: textOf(object, 'name') ?? shortName, place }];
    });
  tactics.sort((a, b) => (a.place === b.place ? compareTactics(a.name, b.name) : a.place - b.place));
  return tactics.map(({ place: _, ...tactic }, order) => ({ ...tactic, order }));
}

/** Names of a technique's tactics in the order of the matrix; of one that the matrix lacks, the name that the technique gives it. */
export function tacticNames(technique: Fields, tactics: ReadonlyMap<string, AttackTactic>): string[] {
  const phases = listOf(technique, 'kill_chain_phases').flatMap((phase) => textOf(phase, 'phase_name') ?? []);
  const known = phases.flatMap((phase) => tactics.get(phase) ?? []).sort((a, b) => a.order - b.order);
  const unknown = phases.filter((phase) => !tactics.has(phase));
  return [...new Set([...known.map(({ name }) => name), ...unknown])];
}
