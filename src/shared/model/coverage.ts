import type { TechniqueState } from './attack.ts';
import type { Kind } from './resource.ts';
import type { Level } from './technique.ts';

/** Distinct resources; the rules of counting stand in docs/coverage.md. */
export interface Count {
  listed: number;
  deployed: number;
}

export interface RunCount {
  tests: number;
  detected: number;
  /** ISO-8601 UTC; null: none. */
  latest: string | null;
}

/** Which runs count: those of so many days until a time. */
export interface Validity {
  days: number;
  /** ISO-8601 UTC: until when and from when on. */
  until: string;
  since: string;
}

export interface TechniqueCoverage {
  id: string;
  name: string;
  parentId: string | null;
  /** In the version of ATT&CK that the catalog has. */
  state: TechniqueState;
  /** Tactic names in matrix order. */
  tactics: string[];
  level: Level;
  controls: Count;
  rules: Count;
  tests: Count;
  /** Resources listed here that are marked not applicable, planned or retired. */
  notApplicable: number;
  planned: number;
  retired: number;
  /** Tests listed here with a run in the validity window, those of them whose latest was blocked or alerted, and when the latest of all was. */
  runs: RunCount;
  /** Sub-techniques in the catalog, and those of them with a rule deployed. */
  subTechniques: Count;
}

export interface TacticCoverage {
  name: string;
  /** Techniques and sub-techniques of this tactic in the catalog. */
  techniques: number;
  /** Number of them at each level; adds up to `techniques`. */
  levels: Record<Level, number>;
}

export interface SourceCoverage {
  id: string;
  name: string;
  kind: Kind;
  /** Distinct resources. */
  listed: number;
  deployed: number;
  /** Distinct (resource, technique) pairs. */
  links: number;
  /** Oldest and newest last-accessed date among the documents, `YYYY-MM-DD`. */
  oldest: string | null;
  newest: string | null;
}

export interface Coverage {
  organization: { id: string; name: string };
  techniques: TechniqueCoverage[];
  tactics: TacticCoverage[];
  sources: SourceCoverage[];
  /** All techniques, each once. */
  levels: Record<Level, number>;
  controls: Count;
  rules: Count;
  tests: Count;
  /** How long a run counts. */
  validityDays: number;
  /** All that are recorded, those within the window, and those of tests that nothing lists any more. */
  runs: { recorded: number; valid: number; noLongerListed: number };
  /** Marks on resources that no document lists any more. */
  noLongerListed: { key: string; title: string; url: string | null; kind: Kind; mark: string }[];
}
