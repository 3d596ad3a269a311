import { createHash } from 'node:crypto';
import index from '../../../data/attack/enterprise-19.json' with { type: 'json' };
import { listAttackVersions, putAttack, type NewAttack } from '../catalog/write-attack.ts';
import { transaction, type WritableDB } from '../db/sql.ts';
import { isActive, type AttackContent } from '../sources/attack-content.ts';
import { attackIndexOf } from '../sources/attack-index.ts';
import { readAttackContents, settleAttack } from './settle-attack.ts';

/** The version of Enterprise that ships. */
export function shippedAttack(): AttackContent {
  return attackIndexOf(index);
}

/** Gives a catalog that has no Enterprise ATT&CK the version that ships. One that a person imported stays, whatever a newer Bearing brings. */
export function ensureAttack(db: WritableDB, now: string): void {
  if (listAttackVersions(db).some(({ domain }) => domain === 'enterprise')) return;
  transaction(db, () => {
    putAttack(db, toNewAttack(shippedAttack(), null), now);
    settleAttack(db, readAttackContents(db));
  });
}

/** `root`: where it was read. */
export function toNewAttack(content: AttackContent, root: string | null): NewAttack {
  const json = JSON.stringify(content);
  return {
    domain: content.domain,
    version: content.version,
    root,
    sha256: createHash('sha256').update(json).digest('hex'),
    techniques: content.techniques.filter(isActive).length,
    json,
  };
}
