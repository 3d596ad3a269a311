import type { Kind } from './resource.ts';
import type { Problem } from './problem.ts';

/** Something to import: a folder, a document or a zip on this machine. */
export interface ImportItem {
  path: string;
  /** What to call it in problems; the path itself when absent. Uploads have a name that is not their path. */
  name?: string;
  /** Documents imported earlier from this root and absent now have gone; a folder's own path when absent. */
  root?: string;
}

export interface ImportProgress {
  job: string;
  phase: 'scan' | 'read' | 'write';
  /** What is being read now. */
  file: string;
  done: number;
  /** 0 while unknown. */
  total: number;
  problems: number;
}

export interface DocumentChange {
  techniqueId: string;
  name: string;
  file: string;
  change: 'added' | 'changed' | 'removed' | 'gone';
  /** Resource keys whose listing under the technique came or went. */
  listingsAdded: number;
  listingsRemoved: number;
}

/** What an import did, and what the catalog holds after it. */
export interface ImportResult {
  /** null when nothing was written: a dry run, or an import that changed nothing. */
  importId: number | null;
  documents: number;
  techniques: number;
  resources: Record<Kind, number>;
  /** List items as written, repeats included. */
  listings: number;
  /** Distinct (resource, technique) pairs. */
  links: number;
  /** Documents by what became of them. */
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  changes: DocumentChange[];
  problems: Problem[];
}

export interface ImportSummary {
  id: number;
  /** ISO-8601 UTC. */
  finishedAt: string;
  /** What was chosen, as shown. */
  roots: string[];
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  problems: number;
}

/** One source and kind, as the catalog holds it. */
export interface SourceContent {
  id: string;
  name: string;
  title: string;
  url: string;
  kind: Kind;
  resources: number;
  links: number;
  techniques: number;
  oldest: string | null;
  newest: string | null;
  problems: number;
}

export interface ProblemRow extends Problem {
  /** null when the problem belongs to no source. */
  sourceId: string | null;
}
