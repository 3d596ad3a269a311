// Which files of MITRE's repositories hold ATT&CK. mitre/cti has each object in a file of its own and all of them once more in
// `enterprise-attack/enterprise-attack.json`; attack-stix-data has such a file for every version since 1.0 besides the current one.

import { isAttackIndex } from './attack-index.ts';
import { compareVersions } from './compare-versions.ts';

const BUNDLE_START = 4096;
const IN_DOMAIN = /(?:^|\/)(enterprise|mobile|ics)-attack\//;
const CURRENT = /(?:^|\/)(?:enterprise|mobile|ics)-attack\.json$/;
const VERSIONED = /(?:^|\/)(?:enterprise|mobile|ics)-attack-(\d+(?:\.\d+)*)\.json$/;

/** By content: STIX writes a bundle's type among its first or, sorted by name, its last fields. */
export function isAttackBundle(text: string): boolean {
  const ends = `${text.slice(0, BUNDLE_START)}\n${text.slice(-BUNDLE_START)}`;
  return /"type"\s*:\s*"bundle"/.test(ends) && /"mitre-(?:\w+-)?attack"/.test(text);
}

/** Whether a file that begins so may be ATT&CK's: a bundle, or the index that Bearing ships. What it is stands in the whole of it. */
export function mayBeAttack(head: string): boolean {
  return isAttackIndex(head) || (/^\s*\{/.test(head) && /"bundle(?:--|")/.test(head) && /mitre/.test(head));
}

/** Those to read of a folder's files: for each domain the current bundle, else the newest, else all that lie there. A single file is read whatever it is called. */
export function selectAttackFiles(paths: readonly string[]): string[] {
  if (paths.length === 1) return [...paths];
  const domains = new Map<string, string[]>();
  for (const path of paths.filter((one) => one.endsWith('.json'))) {
    const domain = IN_DOMAIN.exec(path)?.[1] ?? /(enterprise|mobile|ics)-attack[^/]*$/.exec(path)?.[1];
    if (domain !== undefined) domains.set(domain, (domains.get(domain) ?? []).concat(path));
  }
  return [...domains.values()].flatMap(selectBundles);
}

/** ATT&CK's version in a file's name; null when it has none. */
export function versionInPath(path: string): string | null {
  return VERSIONED.exec(path)?.[1] ?? null;
}

function selectBundles(paths: readonly string[]): readonly string[] {
  const current = paths.find((path) => CURRENT.test(path));
  const [newest] = paths
    .filter((path) => VERSIONED.test(path))
    .sort((a, b) => compareVersions(versionInPath(a), versionInPath(b)));
  const one = current ?? newest;
  return one === undefined ? paths : [one];
}
