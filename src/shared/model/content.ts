import type { AttackChange, AttackVersions } from './attack.ts';
import type { FieldChange, KeyQuestion, OrganizationEffect } from './import-effect.ts';
import type { Kind } from './resource.ts';
import type { ImportedPack } from './pack.ts';
import type { Problem } from './problem.ts';

/** What the documents that ship with Bearing are shown to come from, and the version of ATT&CK that does. */
export const SHIPPED_ROOT = 'shipped with Bearing';

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

/** What became of one resource of a snapshot. */
export interface ResourceChange {
  /** `moved`: its file did, whatever else changed. `deprecated`: upstream. */
  change: 'new' | 'changed' | 'moved' | 'deprecated' | 'gone';
  key: string;
  title: string;
  before: { title: string; url: string | null } | null;
  /** What differs, of one that was there before. Empty when only other things do, such as authors. */
  fields: FieldChange[];
  /** Of its text, unified; null when that is the same, or the import has too many of them. A cut one ends with a line that says so. */
  diff: string | null;
}

/** Resources by what became of them. */
export type ChangeCounts = Record<ResourceChange['change'], number>;

/** What importing a snapshot changed in its source. */
export interface SnapshotChange {
  sourceId: string;
  root: string;
  commit: string | null;
  /** `YYYY-MM-DD` */
  date: string | null;
  files: number;
  /** The catalog held exactly this already. */
  isUnchanged: boolean;
  changes: ResourceChange[];
  unchanged: number;
  /** Known until now from technique documents alone: not new, and with its text from here on. */
  documented: number;
  /** Changed texts whose diff was left out, because the import has too many. */
  diffsLeftOut: number;
  /** Resources whose id changed and whose file stayed. */
  questions: KeyQuestion[];
}

/** What an import did, and what the catalog holds after it. */
export interface ImportResult {
  /** null when nothing was written: a dry run, or an import that changed nothing. */
  importId: number | null;
  /** The import before which the content was as it is now: this was a restore. */
  restores: number | null;
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
  /** Versions of ATT&CK that were read, by domain. */
  attack: AttackChange[];
  /** Snapshots that were read. */
  snapshots: SnapshotChange[];
  /** The pack that it came out of, if it did. */
  packs: ImportedPack[];
  /** What it means for those that have marks, by name; without the archived ones. */
  organizations: OrganizationEffect[];
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
  /** What it changed in the source of each snapshot. */
  sources: ({ id: string } & ChangeCounts)[];
  /** Versions of ATT&CK that it put in place of others. */
  attack: AttackVersions[];
  /** The import that it took back. */
  restores: number | null;
  /** The content as it was before is kept. */
  canRestore: boolean;
}

/** One source and kind, as the catalog holds it. */
export interface SourceContent {
  id: string;
  name: string;
  title: string;
  url: string;
  kind: Kind;
  /** Without those that upstream has deprecated. */
  resources: number;
  deprecated: number;
  /** Those of them that are listed for a technique. */
  mapped: number;
  /** Distinct (resource, technique) pairs. */
  links: number;
  techniques: number;
  /** Of the snapshot that it comes from; null when documents say it, or it is not known. */
  commit: string | null;
  /** Where the snapshot was; null when documents say it. */
  root: string | null;
  oldest: string | null;
  newest: string | null;
  problems: number;
}

export interface ProblemRow extends Problem {
  /** null when the problem belongs to no source. */
  sourceId: string | null;
}
