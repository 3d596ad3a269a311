// MITRE ATT&CK as STIX: which techniques there are, where they stand, what became of them, and who uses, mitigates or detects
// them. Of everything but techniques only names are kept.

import { isTechniqueId, parentId } from '../../shared/model/technique.ts';
import { techniqueUrl } from './attack-content.ts';
import type { AttackContent, AttackTactic, AttackTechnique } from './attack-content.ts';
import { linksOf } from './attack-links.ts';
import type { AttackLinks } from './attack-links.ts';
import {
  attackId,
  attackReference,
  isDeprecated,
  isRetired,
  isRevoked,
  readPools,
} from './attack-objects.ts';
import type { AttackPool } from './attack-objects.ts';
import { tacticNames, tacticsOf } from './attack-tactics.ts';
import { compareVersions } from './compare-versions.ts';
import { textOf, textsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { cappedByFile, counted, oneLine, quoted } from './parse-file.ts';
import type { SnapshotFile, SourceProblem } from './source.ts';

export interface AttackRead {
  /** Enterprise, mobile, ICS: those of which there are techniques. */
  domains: AttackContent[];
  problems: SourceProblem[];
}

/** What isAttackBundle recognizes and selectAttackFiles leaves. No file throws. */
export function readAttack(files: readonly SnapshotFile[]): AttackRead {
  const problems: SourceProblem[] = [];
  const pools = readPools(files, problems);
  const domains = pools.flatMap((pool) => toContent(pool, problems) ?? []);
  const [first] = files;
  if (domains.length === 0 && first && problems.length === 0) {
    const message = 'Holds no technique of ATT&CK. Nothing of it is read.';
    problems.push({ path: first.path, line: null, code: 'no-techniques', message });
  }
  return { domains, problems: cappedByFile(problems) };
}

function toContent(pool: AttackPool, problems: SourceProblem[]): AttackContent | null {
  const patterns = techniquesIn(pool, problems);
  if (patterns.length === 0) return null;
  const ids = new Map(patterns.map(({ id, object }) => [stixId(object), id]));
  const links = linksOf(pool, ids);
  if (links.dangling > 0 && !pool.isMixed) {
    const message = `Left out: ${counted(links.dangling, 'relationship')} to or from objects that are not there.`;
    problems.push({ path: pool.path, line: null, code: 'dangling-relationship', message });
  }
  const tactics = tacticsOf(pool);
  const byShortName = new Map(tactics.map((tactic) => [tactic.shortName, tactic]));
  const named = (...types: string[]): Named[] => namedObjects(pool, types, links, problems);
  return {
    domain: pool.domain,
    version: versionOf(pool, problems),
    tactics,
    techniques: eachOnce(pool, patterns, problems).map(({ id, object }) =>
      toTechnique(id, object, byShortName, links),
    ),
    groups: named('intrusion-set').map(({ object, ...one }) => ({
      ...one,
      type: 'group',
      aliases: aliasesOf(object),
    })),
    software: named('malware', 'tool').map(({ object, ...one }) => ({
      ...one,
      type: textOf(object, 'type') === 'tool' ? 'tool' : 'malware',
      aliases: aliasesOf(object),
    })),
    campaigns: named('campaign').map(({ object, ...one }) => ({
      ...one,
      type: 'campaign',
      aliases: aliasesOf(object),
    })),
    mitigations: named('course-of-action').map(({ object: _, ...one }) => one),
    detectionStrategies: named('x-mitre-detection-strategy').map(({ object: _, ...one }) => one),
    dataSources: named('x-mitre-data-source').map(({ object: _, ...one }) => one),
  };
}

interface Numbered {
  id: string;
  object: Fields;
}

/** The objects of some types that have an ATT&CK id, sorted by it. */
function numbered(pool: AttackPool, types: readonly string[], problems: SourceProblem[]): Numbered[] {
  const all = [...pool.objects.values()].filter((object) => types.includes(textOf(object, 'type') ?? ''));
  const found = all.flatMap((object) => {
    const id = attackId(object);
    return id === null ? [] : [{ id, object }];
  });
  if (found.length < all.length) {
    const example = all.find((object) => attackId(object) === null);
    const name = example ? (textOf(example, 'name') ?? stixId(example)) : '';
    const message = `Left out: ${counted(all.length - found.length, 'object')} of type ${types.join(' or ')} without ATT&CK id, such as ${quoted(name)}.`;
    problems.push({ path: pool.path, line: null, code: 'no-attack-id', message });
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function techniquesIn(pool: AttackPool, problems: SourceProblem[]): Numbered[] {
  const all = numbered(pool, ['attack-pattern'], problems);
  const patterns = all.filter(({ id }) => isTechniqueId(id));
  const other = all.find(({ id }) => !isTechniqueId(id));
  if (other) {
    const count = counted(all.length - patterns.length, 'object');
    const message = `Left out: ${count} numbered as no technique is, such as ${quoted(other.id)}.`;
    problems.push({ path: pool.path, line: null, code: 'malformed-technique', message });
  }
  return patterns;
}

/** Of two techniques with one id the one in force, else the later in the file. */
function eachOnce(pool: AttackPool, patterns: readonly Numbered[], problems: SourceProblem[]): Numbered[] {
  const byId = new Map<string, Numbered>();
  for (const one of patterns) {
    const known = byId.get(one.id);
    if (!known || isRetired(known.object) || !isRetired(one.object)) byId.set(one.id, one);
    if (!known) continue;
    const message = `${one.id} is there twice. The one in force is read, of two such the later.`;
    problems.push({ path: pool.path, line: null, code: 'repeated-id', message });
  }
  return [...byId.values()];
}

function toTechnique(
  id: string,
  object: Fields,
  tactics: ReadonlyMap<string, AttackTactic>,
  links: AttackLinks,
): AttackTechnique {
  return {
    id,
    name: oneLine(textOf(object, 'name') ?? id),
    url: urlOf(object, id),
    description: textOf(object, 'description'),
    parentId: parentId(id),
    tactics: tacticNames(object, tactics),
    platforms: textsOf(object, 'x_mitre_platforms'),
    isDeprecated: isDeprecated(object),
    isRevoked: isRevoked(object),
    revokedBy: sorted(links.successors.get(stixId(object))),
  };
}

function urlOf(object: Fields, id: string): string {
  const url = textOf(attackReference(object), 'url');
  return url?.startsWith('https://attack.mitre.org/') ? url : techniqueUrl(id);
}

interface Named extends Numbered {
  name: string;
  isRetired: boolean;
  techniques: string[];
}

function namedObjects(
  pool: AttackPool,
  types: readonly string[],
  links: AttackLinks,
  problems: SourceProblem[],
): Named[] {
  return numbered(pool, types, problems).map(({ id, object }) => ({
    id,
    object,
    name: oneLine(textOf(object, 'name') ?? id),
    isRetired: isRetired(object),
    techniques: sorted(links.techniques.get(stixId(object))),
  }));
}

/** Software and groups keep them in different fields, and name themselves first. */
function aliasesOf(object: Fields): string[] {
  const aliases = [...textsOf(object, 'aliases'), ...textsOf(object, 'x_mitre_aliases')];
  return [...new Set(aliases)].filter((alias) => alias !== textOf(object, 'name'));
}

function versionOf({ versions, domain, path }: AttackPool, problems: SourceProblem[]): string | null {
  const [newest = null, ...older] = [...versions].sort(compareVersions);
  if (older.length > 0) {
    const all = [newest, ...older].join(', ');
    const message = `Several versions of ${domain} are read together: ${all}. Of each object the newest counts.`;
    problems.push({ path, line: null, code: 'several-versions', message });
  }
  return newest;
}

function stixId(object: Fields): string {
  return textOf(object, 'id') ?? '';
}

function sorted(ids: ReadonlySet<string> | undefined): string[] {
  return [...(ids ?? [])].sort();
}
