/** Which technique ids are meant: those that sources list, or those of the ATT&CK version in the catalog that they have become. */
export const AS_OF = ['listed', 'current'] as const;
export type AsOf = (typeof AS_OF)[number];

export const ATTACK_DOMAINS = ['enterprise', 'mobile', 'ics'] as const;
export type AttackDomain = (typeof ATTACK_DOMAINS)[number];
export const DOMAIN_NAMES: Record<AttackDomain, string> = {
  enterprise: 'Enterprise',
  mobile: 'Mobile',
  ics: 'ICS',
};

/** `active`: in the version at hand. `retired`: deprecated there without a successor of its own. `unknown`: the version has never heard of it. */
export type TechniqueState = 'active' | 'retired' | 'unknown';

/** The version of one domain that the catalog resolves to. */
export interface AttackVersion {
  domain: AttackDomain;
  /** `19.2`; null where nothing says it. */
  version: string | null;
  /** Where it was read; null for what ships with Bearing. */
  root: string | null;
  /** Of all that it says. */
  sha256: string;
  /** ISO-8601 UTC. */
  importedAt: string;
  /** Techniques and sub-techniques in force. */
  techniques: number;
}

/** What another version makes of a technique. `placed`: in force there, and unknown so far. */
export const MOVE_KINDS = [
  'renamed',
  'tactic-changed',
  'moved',
  'merged',
  'split',
  'retired',
  'unknown',
  'placed',
] as const;
export type MoveKind = (typeof MOVE_KINDS)[number];

export interface TechniqueMove {
  id: string;
  name: string;
  kind: MoveKind;
  /** Techniques in force that take its place; empty where it stays or has none. */
  to: { id: string; name: string }[];
  /** The name, or the tactics, before and after; null where neither is what changed. */
  before: string | null;
  after: string | null;
}

/** What a version means for one organization: the techniques that its marked resources are listed for, or that it has notes on. */
export interface OrganizationMoves {
  id: string;
  name: string;
  /** Techniques in use that stay as they are. */
  unchanged: number;
  moves: (TechniqueMove & { marks: number; notes: number })[];
}

/** A version of one domain in place of another. */
export interface AttackVersions {
  domain: AttackDomain;
  /** null when nothing says it, or the catalog had none of this domain. */
  before: string | null;
  after: string | null;
  /** A restore took the domain away: the catalog that it brought back had none. */
  isRemoved: boolean;
}

/** What importing a version of ATT&CK changed. */
export interface AttackChange extends AttackVersions {
  /** Where the version was read; of a domain that is taken away, the one that goes. */
  root: string;
  /** The catalog held exactly this already. */
  isUnchanged: boolean;
  /** Techniques in force in both versions, alike. */
  unchanged: number;
  /** Techniques in force that are new, whatever they replace. */
  added: number;
  moves: TechniqueMove[];
  organizations: OrganizationMoves[];
}

/** A technique id that sources list and the version at hand does not have in force. */
export interface UnplacedTechnique {
  id: string;
  name: string;
  state: Exclude<TechniqueState, 'active'>;
  resources: number;
}

/** ATT&CK as the catalog has it. */
export interface AttackInfo {
  versions: AttackVersion[];
  unplaced: UnplacedTechnique[];
}

/** Something that ATT&CK names: `G0016`, `S0002`, `M1030`. */
export interface AttackRef {
  id: string;
  name: string;
}

/** What ATT&CK says of a technique besides its name, tactics and description. Lists are by name, without what is revoked or deprecated. */
export interface TechniqueAttack {
  domain: AttackDomain;
  /** As AttackVersion has it. */
  version: string | null;
  /** The version says platforms alone, as the index that ships does: all lists below are empty because nothing says them. */
  isIndex: boolean;
  platforms: string[];
  /** That use it; software and campaigns too. */
  groups: AttackRef[];
  software: AttackRef[];
  campaigns: AttackRef[];
  mitigations: AttackRef[];
  /** ATT&CK 18 and later. */
  detectionStrategies: AttackRef[];
  /** ATT&CK 17 and earlier. */
  dataSources: AttackRef[];
}
