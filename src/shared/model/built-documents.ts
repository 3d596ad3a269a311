import type { Problem } from './problem.ts';
import type { Kind } from './resource.ts';

/** What technique documents are built of, and where they go. */
export interface BuildRequest {
  /** Folders or archives that hold snapshots of the sources' repositories. */
  folders: readonly string[];
  /** A folder, made when it is not there. */
  output: string;
  /** `YYYY-MM-DD` by source id: a snapshot's date, whatever it says itself. */
  dates: ReadonlyMap<string, string>;
  /** `YYYY-MM-DD` of a snapshot that does not say its date. */
  date: string;
  /** Write into a folder that has other Markdown files. */
  force: boolean;
}

export interface BuildProgress {
  phase: 'scan' | 'read' | 'write';
  done: number;
  /** 0 while unknown. */
  total: number;
  file: string;
}

export interface BuiltSource {
  id: string;
  commit: string | null;
  date: string | null;
  /** Neither the snapshot nor the request says it: the date is the one for all. */
  isDateAssumed: boolean;
  listed: number;
  authors: string[];
}

export interface BuiltDocuments {
  documents: number;
  /** Listed in at least one document. */
  resources: Record<Kind, number>;
  /** Items of all lists. */
  listings: number;
  /** Resources that are listed of each snapshot, and who made them as far as it says so, sorted. */
  sources: BuiltSource[];
  problems: Problem[];
}
