// The STIX objects of ATT&CK, by domain: from bundles of thousands, from bundles of one, or from both. STIX 2.0 and 2.1 differ in
// nothing that is read here.

import { ATTACK_DOMAINS, type AttackDomain } from '../../shared/model/attack.ts';
import { versionInPath } from './attack-files.ts';
import { isFields, listOf, textOf, textsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { counted, jsonValue } from './parse-file.ts';
import type { SnapshotFile, SourceProblem } from './source.ts';

/** The objects of one domain. */
export interface AttackPool {
  domain: AttackDomain;
  /** The first file that has some of them. */
  path: string;
  /** By STIX id; of one that occurs twice the newer. */
  objects: Map<string, Fields>;
  relationships: Fields[];
  /** Read from a bundle of several domains: what is not here may be in another. */
  isMixed: boolean;
  /** Each that a collection or a file's name states. */
  versions: Set<string>;
}

const SOURCE_NAMES: Record<string, AttackDomain> = {
  'mitre-attack': 'enterprise',
  'mitre-mobile-attack': 'mobile',
  'mitre-ics-attack': 'ics',
};

export function readPools(files: readonly SnapshotFile[], problems: SourceProblem[]): AttackPool[] {
  const pools = new Map<AttackDomain, AttackPool>();
  for (const file of files) readBundle(file, pools, problems);
  return ATTACK_DOMAINS.flatMap((domain) => pools.get(domain) ?? []);
}

/** `T1003.001`, `G0016`, `TA0043`; null for what ATT&CK has given no number. */
export function attackId(object: Fields): string | null {
  return textOf(attackReference(object), 'external_id');
}

/** ATT&CK's own reference, among those to reports. */
export function attackReference(object: Fields): Fields {
  const references = listOf(object, 'external_references').filter(isFields);
  return references.find((one) => Object.hasOwn(SOURCE_NAMES, textOf(one, 'source_name') ?? '')) ?? {};
}

/** Revoked or deprecated. */
export function isRetired(object: Fields): boolean {
  return isRevoked(object) || isDeprecated(object);
}

export function isRevoked(object: Fields): boolean {
  return object['revoked'] === true;
}

export function isDeprecated(object: Fields): boolean {
  return object['x_mitre_deprecated'] === true;
}

function readBundle(
  file: SnapshotFile,
  pools: Map<AttackDomain, AttackPool>,
  problems: SourceProblem[],
): void {
  const bundle = jsonValue(file, problems);
  if (bundle === undefined) return;
  if (textOf(bundle, 'type') !== 'bundle') {
    const message = 'Is no STIX bundle. Nothing of this file is read.';
    problems.push({ path: file.path, line: null, code: 'not-a-bundle', message });
    return;
  }
  const listed = listOf(bundle, 'objects');
  const objects = listed.filter(
    (one): one is Fields => textOf(one, 'id') !== null && textOf(one, 'type') !== null,
  );
  if (objects.length < listed.length) {
    const message = `Left out: ${counted(listed.length - objects.length, 'object')} without id or type.`;
    problems.push({ path: file.path, line: null, code: 'malformed-object', message });
  }
  const stated = domainsOfBundle(file.path, objects);
  const only = stated.length === 1 ? stated : null;
  for (const object of objects)
    for (const domain of only ?? domainsOfObject(object)) {
      const pool = poolOf(pools, domain, file.path);
      pool.isMixed ||= only === null;
      add(pool, object);
    }
  const version = versionInPath(file.path);
  for (const domain of only ?? []) if (version !== null) pools.get(domain)?.versions.add(version);
}

function poolOf(pools: Map<AttackDomain, AttackPool>, domain: AttackDomain, path: string): AttackPool {
  const known = pools.get(domain);
  if (known) return known;
  const pool: AttackPool = {
    domain,
    path,
    objects: new Map(),
    relationships: [],
    isMixed: false,
    versions: new Set(),
  };
  pools.set(domain, pool);
  return pool;
}

function add(pool: AttackPool, object: Fields): void {
  const type = textOf(object, 'type');
  if (type === 'relationship') {
    pool.relationships.push(object);
    return;
  }
  const version = type === 'x-mitre-collection' ? textOf(object, 'x_mitre_version') : null;
  if (version !== null) pool.versions.add(version);
  const id = textOf(object, 'id') ?? '';
  const known = pool.objects.get(id);
  const isNewer = (textOf(object, 'modified') ?? '') > (known ? (textOf(known, 'modified') ?? '') : '');
  if (!known || isNewer) pool.objects.set(id, object);
}

/** A bundle of one domain has its matrix; a bundle of one object lies in its domain's folder. */
function domainsOfBundle(path: string, objects: readonly Fields[]): AttackDomain[] {
  const matrices = objects.filter((object) => textOf(object, 'type') === 'x-mitre-matrix');
  const stated = matrices.flatMap((matrix) => domainNamed(attackId(matrix) ?? ''));
  if (stated.length > 0) return [...new Set(stated)];
  const named = /^.*\b(enterprise|mobile|ics)-attack/s.exec(path)?.[1];
  return named === undefined ? [] : domainNamed(`${named}-attack`);
}

/** A relationship says nothing of itself: it counts wherever both of its ends are. */
function domainsOfObject(object: Fields): AttackDomain[] {
  if (textOf(object, 'type') === 'relationship') return [...ATTACK_DOMAINS];
  const stated = textsOf(object, 'x_mitre_domains').flatMap(domainNamed);
  if (stated.length > 0) return stated;
  const chains = listOf(object, 'kill_chain_phases').map((phase) => textOf(phase, 'kill_chain_name') ?? '');
  const names = [...chains, textOf(attackReference(object), 'source_name') ?? ''];
  const [domain] = names.flatMap((name) =>
    Object.hasOwn(SOURCE_NAMES, name) ? (SOURCE_NAMES[name] ?? []) : [],
  );
  return domain ? [domain] : [];
}

/** `ics-attack` → ics */
function domainNamed(name: string): AttackDomain[] {
  return ATTACK_DOMAINS.filter((domain) => `${domain}-attack` === name);
}
