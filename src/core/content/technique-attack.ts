import type { AttackDomain, AttackRef, TechniqueAttack } from '../../shared/model/attack.ts';
import { getAttackJson, listAttackVersions } from '../catalog/write-attack.ts';
import type { ReadableDB } from '../db/sql.ts';
import type { AttackContent } from '../sources/attack-content.ts';

type Domain = ReadonlyMap<string, TechniqueAttack>;

/** What points to techniques: groups and software that use them, mitigations, what detects them. */
const LISTS = [
  'groups',
  'software',
  'campaigns',
  'mitigations',
  'detectionStrategies',
  'dataSources',
] as const;

/**
 * Answers what ATT&CK says of a technique by its id, in either case; null when no version at hand knows it. A version is megabytes of JSON: it is
 * read at the first question, and again when another one has taken its place.
 */
export function techniqueAttackReader(db: ReadableDB): (techniqueId: string) => TechniqueAttack | null {
  let read = new Map<AttackDomain, { sha256: string; techniques: Domain }>();
  return (techniqueId) => {
    const id = techniqueId.trim().toUpperCase();
    read = new Map(
      listAttackVersions(db).map(({ domain, sha256 }) => {
        const known = read.get(domain);
        return [domain, known?.sha256 === sha256 ? known : { sha256, techniques: readDomain(db, domain) }];
      }),
    );
    for (const { techniques } of read.values()) {
      const technique = techniques.get(id);
      if (technique) return technique;
    }
    return null;
  };
}

function readDomain(db: ReadableDB, domain: AttackDomain): Domain {
  const content = JSON.parse(getAttackJson(db, domain) ?? '') as AttackContent;
  const isIndex = LISTS.every((list) => content[list].length === 0);
  const techniques = new Map(
    content.techniques.map(({ id, platforms }): [string, TechniqueAttack] => {
      const lists = { groups: [], software: [], campaigns: [], mitigations: [] };
      const detections = { detectionStrategies: [], dataSources: [] };
      return [id, { domain, version: content.version, isIndex, platforms, ...lists, ...detections }];
    }),
  );
  for (const list of LISTS)
    for (const { id, name, isRetired, techniques: ids } of [...content[list]].sort(byName))
      for (const technique of isRetired ? [] : ids) techniques.get(technique)?.[list].push({ id, name });
  return techniques;
}

function byName(a: AttackRef, b: AttackRef): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
