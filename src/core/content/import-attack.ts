import { attackName } from '../../shared/attack-name.ts';
import { ATTACK_DOMAINS, type AttackChange, type AttackDomain } from '../../shared/model/attack.ts';
import { SHIPPED_ROOT } from '../../shared/model/content.ts';
import type { Problem } from '../../shared/model/problem.ts';
import {
  listAttackVersions,
  listKnownFiles,
  listUnplacedIds,
  putAttack,
  rememberFiles,
} from '../catalog/write-attack.ts';
import type { ReadableDB, WritableDB } from '../db/sql.ts';
import type { AttackContent } from '../sources/attack-content.ts';
import { compareAttack } from '../sources/compare-attack.ts';
import { compareVersions } from '../sources/compare-versions.ts';
import { usageOf, type OrganizationUse } from './attack-usage.ts';
import { inputProblem } from './input.ts';
import type { AttackTexts } from './read-attack.ts';
import { readAttackContents } from './settle-attack.ts';
import { toNewAttack } from './shipped-attack.ts';

/** One domain of files that were found. */
export interface ReadAttack {
  root: string;
  isAlone: boolean;
  /** Of the files. */
  sha256: string;
  domain: AttackDomain;
  version: string | null;
  /** null: what is in the files is known, and nothing will come of it. */
  content: AttackContent | null;
}

/** What files hold that have been read before, when none of it would be taken; null when they have to be read. */
export function knownAttack(db: ReadableDB, { root, isAlone, sha256 }: AttackTexts): ReadAttack[] | null {
  const known = listKnownFiles(db, sha256);
  const versions = listAttackVersions(db);
  const isSettled = known.every(({ domain, version, contentSha256 }) => {
    const current = versions.find((one) => one.domain === domain);
    if (!current) return false;
    return current.sha256 === contentSha256 || (!isAlone && isNoNewer(version, current.version));
  });
  if (known.length === 0 || !isSettled) return null;
  return known.map(({ domain, version }) => ({ root, isAlone, sha256, domain, version, content: null }));
}

/** Of several versions of a domain the newest. */
export function newestOfEach(read: readonly ReadAttack[]): ReadAttack[] {
  const newest = new Map<AttackDomain, ReadAttack>();
  for (const one of read) {
    const known = newest.get(one.domain);
    if (!known || compareVersions(one.version, known.version) < 0) newest.set(one.domain, one);
  }
  return [...newest.values()];
}

/**
 * Makes what was read the version of its domain and answers what that changes; null when it is older and came along with other content.
 * `settleAttack` has to follow.
 */
export function writeAttack(
  db: WritableDB,
  read: ReadAttack,
  uses: readonly OrganizationUse[],
  now: string,
  problems: Problem[],
): AttackChange | null {
  const { root, domain, content } = read;
  const current = listAttackVersions(db).find((one) => one.domain === domain);
  const base = { domain, root, before: current?.version ?? null, after: read.version, isRemoved: false };
  const attack = content && toNewAttack(content, root);
  if (attack) rememberFiles(db, read.sha256, { domain, version: read.version, contentSha256: attack.sha256 });
  const isSame = attack
    ? attack.sha256 === current?.sha256
    : listKnownFiles(db, read.sha256).some(({ contentSha256 }) => contentSha256 === current?.sha256);
  if (isSame)
    return {
      ...base,
      isUnchanged: true,
      unchanged: current?.techniques ?? 0,
      added: 0,
      moves: [],
      organizations: [],
    };
  if (!attack || (current && !read.isAlone && isNoNewer(read.version, current.version))) {
    problems.push(olderAttack(read, current?.version ?? null));
    return null;
  }
  const before = readAttackContents(db).find((one) => one.domain === domain) ?? null;
  const comparison = compareAttack(before, content, listUnplacedIds(db));
  const organizations = usageOf(db, uses, comparison.moves);
  putAttack(db, attack, now);
  return { ...base, isUnchanged: false, ...comparison, organizations };
}

/** What another catalog's versions of the domains change of this one; a domain that it does not have is taken away. */
export function compareAttackOf(
  live: ReadableDB,
  other: ReadableDB,
  uses: readonly OrganizationUse[],
): AttackChange[] {
  const [before, after] = [readAttackContents(live), readAttackContents(other)];
  const [known, coming] = [listAttackVersions(live), listAttackVersions(other)];
  const unplaced = listUnplacedIds(live);
  return ATTACK_DOMAINS.flatMap((domain) => {
    const [current, next] = [known, coming].map((versions) => versions.find((one) => one.domain === domain));
    const shown = next ?? current;
    if (!shown || current?.sha256 === next?.sha256) return [];
    const [old, now] = [before, after].map((contents) => contents.find((one) => one.domain === domain));
    const comparison = compareAttack(old ?? null, now ?? null, unplaced);
    return [
      {
        domain,
        root: shown.root ?? SHIPPED_ROOT,
        before: current?.version ?? null,
        after: next?.version ?? null,
        isRemoved: !next,
        isUnchanged: false,
        ...comparison,
        organizations: usageOf(live, uses, comparison.moves),
      },
    ];
  });
}

function isNoNewer(version: string | null, than: string | null): boolean {
  return compareVersions(version, than) >= 0;
}

/** An older version that came along with other content is not meant. */
function olderAttack({ root, domain, version }: ReadAttack, current: string | null): Problem {
  return inputProblem(
    root,
    'older-attack',
    `${attackName(domain, version)}, is not newer than ${current ?? 'the one'} in the catalog. Not taken; import it by itself to change to it.`,
  );
}
