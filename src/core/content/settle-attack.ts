import { ATTACK_DOMAINS } from '../../shared/model/attack.ts';
import { parentId } from '../../shared/model/technique.ts';
import {
  getAttackJson,
  replaceCurrent,
  type CurrentTechnique,
  type TechniquePlace,
} from '../catalog/write-attack.ts';
import { settleCounts } from '../catalog/settle-counts.ts';
import { refreshTechniques, type TechniqueFacts } from '../catalog/write-document.ts';
import { all, column, sql, type ReadableDB, type WritableDB } from '../db/sql.ts';
import {
  isActive,
  techniqueUrl,
  type AttackContent,
  type AttackTechnique,
} from '../sources/attack-content.ts';
import {
  formerTechniques,
  resolveTechnique,
  techniqueIndex,
  type TechniqueIndex,
} from '../sources/resolve-technique.ts';

/** The versions of ATT&CK that the catalog has, by domain. */
export function readAttackContents(db: ReadableDB): AttackContent[] {
  return ATTACK_DOMAINS.flatMap((domain) => {
    const json = getAttackJson(db, domain);
    return json === undefined ? [] : [JSON.parse(json) as AttackContent];
  });
}

/** Name and tactics of every technique of the versions; a revoked one stands with the tactics of what took its place. */
export function techniqueFacts(contents: readonly AttackContent[]): ReadonlyMap<string, TechniqueFacts> {
  const techniques = contents.flatMap((content) => content.techniques);
  const byId = new Map(techniques.map((technique) => [technique.id, technique]));
  const index = techniqueIndex(techniques);
  return new Map(
    techniques.map(({ id, name }) => {
      const { ids } = resolveTechnique(id, index);
      return [id, { name, tactics: [...new Set(ids.flatMap((one) => byId.get(one)?.tactics ?? []))] }];
    }),
  );
}

/** Brings what is made from ATT&CK and the listings up to date, counts too: to be called last whenever one of them has changed. */
export function settleAttack(db: WritableDB, contents: readonly AttackContent[]): void {
  refreshTechniques(db, techniqueFacts(contents));
  const known = new Map(
    contents.flatMap(({ domain, techniques }) => techniques.map((one) => [one.id, { domain, ...one }])),
  );
  const index = techniqueIndex([...known.values()]);
  const listed = column<string>(db, sql`SELECT DISTINCT technique_id FROM listings`);
  const places = [...new Set([...known.keys(), ...listed])].flatMap((id) => placesOf(id, index));
  const shown = shownIds(known, places, listed);
  const former = formerTechniques(index);
  const documents = new Map(listDocumented(db).map((row) => [row.id, row]));
  const techniques = [...shown]
    .sort()
    .map((id) => toCurrent(id, known.get(id), documents.get(id), former.get(id) ?? []));
  replaceCurrent(db, places, techniques);
  settleCounts(db);
}

function placesOf(id: string, index: TechniqueIndex): TechniquePlace[] {
  const { kind, ids } = resolveTechnique(id, index);
  // What has no place in the version stays where it is listed: nothing is dropped.
  return (ids.length === 0 ? [id] : ids).map((techniqueId) => ({ listedId: id, techniqueId, kind }));
}

type Known = AttackTechnique & { domain: AttackContent['domain'] };

/** The whole of Enterprise, and of the rest what something is listed for, with the techniques above. */
function shownIds(
  known: ReadonlyMap<string, Known>,
  places: readonly TechniquePlace[],
  listed: readonly string[],
): Set<string> {
  const isListed = new Set(listed);
  const shown = new Set(
    places.filter((place) => isListed.has(place.listedId)).map((place) => place.techniqueId),
  );
  for (const id of [...shown]) {
    const parent = parentId(id);
    if (parent !== null && known.has(parent)) shown.add(parent);
  }
  for (const technique of known.values())
    if (technique.domain === 'enterprise' && isActive(technique)) shown.add(technique.id);
  return shown;
}

interface Documented {
  id: string;
  name: string;
  description: string;
  tactics: string;
}

function listDocumented(db: ReadableDB): Documented[] {
  return all<Documented>(
    db,
    sql`SELECT t.id, t.name, t.description, (SELECT json_group_array(tactic) FROM technique_tactics WHERE technique_id = t.id) AS tactics FROM techniques t`,
  );
}

function toCurrent(
  id: string,
  known: Known | undefined,
  documented: Documented | undefined,
  formerIds: string[],
): CurrentTechnique {
  const isInForce = known !== undefined && isActive(known);
  const name = known?.name ?? documented?.name ?? id;
  return {
    id,
    parentId: parentId(id),
    name,
    formerIds,
    formerName: documented && documented.name !== name ? documented.name : null,
    url: known?.url ?? techniqueUrl(id),
    description: known?.description ?? documented?.description ?? '',
    domain: known?.domain ?? null,
    platforms: known?.platforms ?? [],
    state: isInForce ? 'active' : known ? 'retired' : 'unknown',
    tactics: isInForce ? known.tactics : documented ? (JSON.parse(documented.tactics) as string[]) : [],
  };
}
