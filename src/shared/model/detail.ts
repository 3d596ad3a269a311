import type { Count } from './coverage.ts';
import type { Crumb, Kind, Mark } from './resource.ts';
import type { LatestRun } from './run.ts';
import type { Level } from './technique.ts';

export interface TechniqueRef {
  id: string;
  name: string;
}

/** Where a technique that is not in force went, in the version of ATT&CK at hand. */
export interface TechniquePlacement {
  kind: 'moved' | 'split' | 'retired' | 'unknown';
  to: TechniqueRef[];
}

export interface ListedResource {
  key: string;
  title: string;
  url: string | null;
  trail: Crumb[];
  unitTests: number | null;
  /** As upstream says it, from a snapshot alone. */
  status: string | null;
  severity: string | null;
  mark: Mark | null;
  comment: string | null;
  /** Other techniques that list it. */
  others: TechniqueRef[];
  /** Earlier ids under which its source lists it here; empty where it lists the technique itself. */
  listedAs: string[];
}

export interface ListedSource {
  kind: Kind;
  source: { id: string; name: string; title: string; url: string };
  lastAccessed: string | null;
  total: number | null;
  declared: number | null;
  /** List items as written, repeats included. */
  listed: number;
  statesNone: boolean;
  /** Each resource once. */
  resources: ListedResource[];
}

export interface TechniqueDetail {
  id: string;
  name: string;
  url: string;
  tactics: string[];
  /** In the version of ATT&CK at hand; null: it is in force there. */
  placement: TechniquePlacement | null;
  /** Earlier ids that mean it now. */
  former: string[];
  /** As written in the document, or by ATT&CK: Markdown with a little HTML. Untrusted. */
  description: string;
  level: Level;
  controls: Count;
  rules: Count;
  tests: Count;
  parent: TechniqueRef | null;
  /** The latest run of each test within the validity window, newest first. */
  runs: LatestRun[];
  subTechniques: (TechniqueRef & { level: Level })[];
  /** Neighbours by id. */
  previous: TechniqueRef | null;
  next: TechniqueRef | null;
  sections: ListedSource[];
  /** null: only a snapshot knows the technique. */
  document: { file: string; sha256: string; importedAt: string; problems: number } | null;
}

export interface ResourceDetail {
  key: string;
  kind: Kind;
  source: { id: string; name: string; title: string; url: string };
  title: string;
  url: string | null;
  trail: Crumb[];
  techniques: TechniqueRef[];
  mark: Mark | null;
  comment: string | null;
  /** False: marked or noted earlier, and listed for no technique now. */
  isListed: boolean;
  /** What its snapshot says of it; null when documents alone know it. */
  upstream: UpstreamDetail | null;
}

/** A rule, test or control as its source's own repository gives it. Untrusted text. */
export interface UpstreamDetail {
  status: string | null;
  severity: string | null;
  isDeprecated: boolean;
  description: string | null;
  authors: string[];
  /** `YYYY-MM-DD` */
  created: string | null;
  modified: string | null;
  platforms: string[];
  dataSources: string[];
  /** As listed upstream. */
  techniques: string[];
  references: string[];
  licence: string | null;
  /** Below the repository's top folder. */
  path: string;
  language: string;
  body: string;
  snapshot: { root: string; commit: string | null; date: string | null };
}
