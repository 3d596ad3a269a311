import type { TechniqueState } from './attack.ts';
import type { Kind } from './resource.ts';
import type { Level } from './technique.ts';

/** Distinct resources; the rules of counting stand in docs/coverage.md. */
export interface Count {
  listed: number;
  deployed: number;
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
  /** Marks on resources that no document lists any more. */
  noLongerListed: { key: string; title: string; url: string | null; kind: Kind; mark: string }[];
}
