import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AttackDomain, AttackInfo, AttackVersion, TechniqueState } from '../../shared/model/attack.ts';
import { all, column, get, run, sql, type ReadableDB, type WritableDB } from '../db/sql.ts';
import { splitWords } from './words.ts';

/** One domain of ATT&CK as the catalog keeps it; `json` is all that it says. */
export interface NewAttack extends Omit<AttackVersion, 'importedAt'> {
  json: string;
}

/** Makes it the version of its domain. `settleAttack` has to follow. */
export function putAttack(db: WritableDB, attack: NewAttack, importedAt: string): void {
  const { domain, version, root, sha256, techniques } = attack;
  run(
    db,
    sql`INSERT OR REPLACE INTO attack (domain, version, root, sha256, imported_at, techniques, deflated)
        VALUES (${domain}, ${version}, ${root}, ${sha256}, ${importedAt}, ${techniques}, ${deflateRawSync(attack.json)})`,
  );
}

/** By domain. */
export function listAttackVersions(db: ReadableDB): AttackVersion[] {
  return all<AttackVersion>(
    db,
    sql`SELECT domain, version, root, sha256, imported_at AS importedAt, techniques FROM attack
        ORDER BY domain <> 'enterprise', domain`,
  );
}

/** The JSON of a domain, or undefined when the catalog has none of it. */
export function getAttackJson(db: ReadableDB, domain: AttackDomain): string | undefined {
  const row = get<{ deflated: Uint8Array }>(db, sql`SELECT deflated FROM attack WHERE domain = ${domain}`);
  return row && inflateRawSync(row.deflated).toString('utf8');
}

/** The versions at hand, and every id that is listed and not in force there. */
export function getAttackInfo(db: ReadableDB): AttackInfo {
  return {
    versions: listAttackVersions(db),
    unplaced: all<AttackInfo['unplaced'][number]>(
      db,
      sql`SELECT t.id, t.name, t.state, count(*) AS resources FROM current_techniques t JOIN current_listings l ON l.technique_id = t.id
          WHERE t.state <> 'active' GROUP BY t.id ORDER BY t.id`,
    ),
  };
}

/** What files of ATT&CK turned out to hold. */
export interface KnownAttackFiles {
  domain: AttackDomain;
  version: string | null;
  contentSha256: string;
}

/** By the hash over them; empty when they have never been read. */
export function listKnownFiles(db: ReadableDB, sha256: string): KnownAttackFiles[] {
  return all<KnownAttackFiles>(
    db,
    sql`SELECT domain, version, content_sha256 AS contentSha256 FROM attack_files WHERE sha256 = ${sha256}`,
  );
}

export function rememberFiles(db: WritableDB, sha256: string, known: KnownAttackFiles): void {
  run(
    db,
    sql`INSERT OR REPLACE INTO attack_files (sha256, domain, version, content_sha256)
        VALUES (${sha256}, ${known.domain}, ${known.version}, ${known.contentSha256})`,
  );
}

/** Ids that are listed and not in force in any version at hand. */
export function listUnplacedIds(db: ReadableDB): string[] {
  return column<string>(
    db,
    sql`SELECT DISTINCT l.technique_id FROM listings l JOIN technique_places p ON p.listed_id = l.technique_id WHERE p.kind IN ('retired', 'unknown') ORDER BY 1`,
  );
}

export interface TechniquePlace {
  listedId: string;
  techniqueId: string;
  kind: 'current' | 'moved' | 'split' | 'retired' | 'unknown';
}

export interface CurrentTechnique {
  id: string;
  parentId: string | null;
  name: string;
  /** Its name in documents, where that is another. */
  formerName: string | null;
  /** Ids of which it took the place. */
  formerIds: string[];
  url: string;
  description: string;
  domain: AttackDomain | null;
  platforms: string[];
  state: TechniqueState;
  tactics: string[];
}

/** Writes anew what is listed as the versions at hand have it. Every place must be of one of the techniques, or of none that is listed. */
export function replaceCurrent(
  db: WritableDB,
  places: readonly TechniquePlace[],
  techniques: readonly CurrentTechnique[],
): void {
  for (const table of [
    sql`current_listings`,
    sql`current_tactics`,
    sql`current_techniques`,
    sql`technique_places`,
  ])
    run(db, sql`DELETE FROM ${table}`);
  for (const { listedId, techniqueId, kind } of places)
    run(
      db,
      sql`INSERT INTO technique_places (listed_id, technique_id, kind) VALUES (${listedId}, ${techniqueId}, ${kind})`,
    );
  for (const technique of techniques) {
    const { id, parentId, name, formerName, formerIds, url, description, domain, platforms, state, tactics } =
      technique;
    run(
      db,
      sql`INSERT INTO current_techniques (id, parent_id, name, words, url, description, domain, platforms, state)
          VALUES (${id}, ${parentId}, ${name}, ${[splitWords(name), formerName ?? '', ...formerIds].join(' ').trim()}, ${url}, ${description}, ${domain},
            ${JSON.stringify(platforms)}, ${state})`,
    );
    for (const tactic of new Set(tactics))
      run(db, sql`INSERT INTO current_tactics (technique_id, tactic) VALUES (${id}, ${tactic})`);
  }
  run(
    db,
    sql`INSERT INTO current_listings (technique_id, resource_id, unit_tests)
        SELECT p.technique_id, l.resource_id, max(l.unit_tests) FROM listings l JOIN technique_places p ON p.listed_id = l.technique_id
        GROUP BY p.technique_id, l.resource_id`,
  );
  run(db, sql`INSERT INTO current_techniques_fts (current_techniques_fts) VALUES ('rebuild')`);
}
