// What Bearing knows of one domain of ATT&CK, whether it was read from STIX or from the facts that ship with Bearing.

import type { AttackDomain } from '../../shared/model/attack.ts';

export interface AttackContent {
  domain: AttackDomain;
  /** `18.1`; null where nothing says it. */
  version: string | null;
  /** In the order of the matrix. */
  tactics: AttackTactic[];
  /** By id; revoked and deprecated ones too. */
  techniques: AttackTechnique[];
  groups: AttackActor[];
  /** Malware and tools. */
  software: AttackActor[];
  campaigns: AttackActor[];
  mitigations: AttackMitigation[];
  /** ATT&CK 18 and later. */
  detectionStrategies: AttackDetection[];
  /** ATT&CK 17 and earlier; 18 has deprecated them. */
  dataSources: AttackDetection[];
}

export interface AttackTactic {
  /** `TA0043` */
  id: string;
  /** `reconnaissance` */
  shortName: string;
  name: string;
  /** From 0. */
  order: number;
}

export interface AttackTechnique {
  id: string;
  name: string;
  url: string;
  /** Markdown; null where only facts are known. */
  description: string | null;
  parentId: string | null;
  /** Names, in the order of the matrix. */
  tactics: string[];
  platforms: string[];
  isDeprecated: boolean;
  isRevoked: boolean;
  /** Ids of techniques that took its place; they may be revoked in their turn. */
  revokedBy: string[];
}

export interface AttackActor {
  /** `G0016`, `S0002`, `C0022` */
  id: string;
  name: string;
  /** Other names; its own is not among them. */
  aliases: string[];
  type: 'group' | 'malware' | 'tool' | 'campaign';
  /** Revoked or deprecated. */
  isRetired: boolean;
  /** Ids of techniques that it uses, sorted. */
  techniques: string[];
}

export interface AttackMitigation {
  id: string;
  name: string;
  isRetired: boolean;
  techniques: string[];
}

export interface AttackDetection {
  id: string;
  name: string;
  isRetired: boolean;
  /** Ids of techniques that it detects, where ATT&CK says so. */
  techniques: string[];
}

/** `T1003.001` → `https://attack.mitre.org/techniques/T1003/001`, as technique documents write it. */
export function techniqueUrl(id: string): string {
  return `https://attack.mitre.org/techniques/${id.replace('.', '/')}`;
}

/** In force: neither revoked nor deprecated. */
export function isActive({
  isRevoked,
  isDeprecated,
}: Pick<AttackTechnique, 'isRevoked' | 'isDeprecated'>): boolean {
  return !isRevoked && !isDeprecated;
}
