// The facts of one version of ATT&CK in a file small enough to ship: ids, names, tactics, platforms and successors, no texts.
// Each entry is a line of its own, so that two versions can be compared. scripts/attack-index.mjs writes it.

import * as v from 'valibot';
import { isTechniqueId, parentId } from '../../shared/model/technique.ts';
import { ATTACK_DOMAINS } from '../../shared/model/attack.ts';
import { techniqueUrl } from './attack-content.ts';
import type { AttackContent, AttackTechnique } from './attack-content.ts';
import { readJson } from './read-json.ts';
import { UnreadableText } from './read-yaml.ts';

const techniqueId = v.pipe(v.string(), v.check(isTechniqueId, 'Is no technique id'));
const place = v.pipe(v.number(), v.integer(), v.minValue(0));

const INDEX = v.object({
  format: v.literal('bearing-attack-index-1'),
  domain: v.picklist(ATTACK_DOMAINS),
  version: v.string(),
  /** `[id, short name, name]`, in the order of the matrix. */
  tactics: v.array(v.tuple([v.string(), v.string(), v.string()])),
  platforms: v.array(v.string()),
  /** `[id, name, places of its tactics, places of its platforms]` */
  techniques: v.array(v.tuple([techniqueId, v.string(), v.array(place), v.array(place)])),
  /** `[id, name, ids of successors]` */
  revoked: v.array(v.tuple([techniqueId, v.string(), v.array(techniqueId)])),
  /** `[id, name]` */
  deprecated: v.array(v.tuple([techniqueId, v.string()])),
});

/** The beginning of an index's file. */
export function isAttackIndex(text: string): boolean {
  return /^\s*\{\s*"format"\s*:\s*"bearing-attack-index-1"/.test(text);
}

/** Throws UnreadableText. */
export function readAttackIndex(text: string): AttackContent {
  return attackIndexOf(readJson(text));
}

/** Of the value of an index. Throws UnreadableText: the file is Bearing's own, so nothing in it is forgiven. */
export function attackIndexOf(value: unknown): AttackContent {
  const { success, output, issues } = v.safeParse(INDEX, value);
  if (!success) {
    const [issue] = issues;
    throw new UnreadableText(`Is no ATT&CK index: ${v.getDotPath(issue) ?? 'it'}: ${issue.message}.`, null);
  }
  const { domain, version, platforms } = output;
  const tactics = output.tactics.map(([id, shortName, name], order) => ({ id, shortName, name, order }));
  const techniques = [
    ...output.techniques.map(([id, name, ofTactics, ofPlatforms]) => ({
      ...technique(id, name),
      tactics: ofTactics.map((i) => named(tactics[i]?.name)),
      platforms: ofPlatforms.map((i) => named(platforms[i])),
    })),
    ...output.revoked.map(([id, name, revokedBy]) => ({
      ...technique(id, name),
      isRevoked: true,
      revokedBy,
    })),
    ...output.deprecated.map(([id, name]) => ({ ...technique(id, name), isDeprecated: true })),
  ].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  if (new Set(techniques.map(({ id }) => id)).size < techniques.length)
    throw new UnreadableText('Is no ATT&CK index: a technique is there twice.', null);
  const nothing = { groups: [], software: [], campaigns: [], mitigations: [] };
  return { domain, version, tactics, techniques, ...nothing, detectionStrategies: [], dataSources: [] };
}

function technique(id: string, name: string): AttackTechnique {
  return {
    id,
    name,
    url: techniqueUrl(id),
    description: null,
    parentId: parentId(id),
    tactics: [],
    platforms: [],
    isDeprecated: false,
    isRevoked: false,
    revokedBy: [],
  };
}

function named(name: string | undefined): string {
  if (name === undefined)
    throw new UnreadableText('Is no ATT&CK index: a tactic or platform is missing.', null);
  return name;
}
