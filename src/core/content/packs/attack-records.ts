import * as v from 'valibot';
import { ATTACK_DOMAINS, type AttackDomain } from '../../../shared/model/attack.ts';
import { isTechniqueId } from '../../../shared/model/technique.ts';
import { getAttackJson, listAttackVersions } from '../../catalog/write-attack.ts';
import type { ReadableDB } from '../../db/sql.ts';
import type { AttackContent } from '../../sources/attack-content.ts';
import type { ReadAttack } from '../import-attack.ts';
import type { PackRecord } from './records.ts';

/** A version of one domain of ATT&CK, whole. The key is the domain. */
interface AttackRecord extends PackRecord {
  content: AttackContent;
}

const text = v.string();
const ids = v.array(text);
const technique = v.strictObject({
  id: v.pipe(text, v.check(isTechniqueId)),
  name: text,
  url: v.pipe(text, v.startsWith('https://attack.mitre.org/')),
  description: v.nullable(text),
  parentId: v.nullable(text),
  tactics: ids,
  platforms: ids,
  isDeprecated: v.boolean(),
  isRevoked: v.boolean(),
  revokedBy: ids,
});
const actor = v.strictObject({
  id: text,
  name: text,
  aliases: ids,
  type: v.picklist(['group', 'malware', 'tool', 'campaign']),
  isRetired: v.boolean(),
  techniques: ids,
});
const named = v.strictObject({ id: text, name: text, isRetired: v.boolean(), techniques: ids });
const record: v.GenericSchema<unknown, AttackRecord> = v.strictObject({
  key: text,
  content: v.strictObject({
    domain: v.picklist(ATTACK_DOMAINS),
    version: v.nullable(text),
    tactics: v.array(v.strictObject({ id: text, shortName: text, name: text, order: v.number() })),
    techniques: v.pipe(v.array(technique), v.minLength(1)),
    groups: v.array(actor),
    software: v.array(actor),
    campaigns: v.array(actor),
    mitigations: v.array(named),
    detectionStrategies: v.array(named),
    dataSources: v.array(named),
  }),
});

/** The versions that a person imported: the one that ships is everywhere. */
export function listPackedDomains(db: ReadableDB): AttackDomain[] {
  return listAttackVersions(db).flatMap(({ domain, root }) => (root === null ? [] : [domain]));
}

export function getAttackRecord(db: ReadableDB, domain: string): AttackRecord | undefined {
  const known = ATTACK_DOMAINS.find((one) => one === domain);
  const json = known && getAttackJson(db, known);
  return json === undefined ? undefined : { key: domain, content: JSON.parse(json) as AttackContent };
}

/** What a record says, as an import takes it; null when it is no record of ATT&CK. */
export function toReadAttack(given: PackRecord, pack: string, sha256: string): ReadAttack | null {
  const checked = v.safeParse(record, given);
  if (!checked.success || checked.output.key !== checked.output.content.domain) return null;
  const { content } = checked.output;
  return { root: pack, isAlone: true, sha256, domain: content.domain, version: content.version, content };
}
