import type { Crumb, Kind } from '../../shared/model/resource.ts';

/** A file of a snapshot. */
export interface SnapshotFile {
  /** Below the repository's top folder, `/` between names. */
  path: string;
  /** Decoded, without BOM; line ends as they were. */
  text: string;
}

/** What a source's repository says of one resource. Absent values are null or empty, never guessed. */
export interface SourceResource {
  /** `source:id`, the id as the source itself identifies it (docs/data-model.md); tests of a source that also has rules end in `#tests`. */
  key: string;
  kind: Kind;
  title: string;
  description: string | null;
  /** As upstream says it, in lower case: `stable`, `test`, `experimental`, `production`, `deprecated`, … */
  status: string | null;
  /** Severity or level as upstream says it, in lower case: `informational`, `low`, `medium`, `high`, `critical`; for Splunk the risk score in words. */
  severity: string | null;
  /** Deprecated upstream, or unsupported. Counted apart. */
  isDeprecated: boolean;
  authors: string[];
  /** `YYYY-MM-DD` */
  created: string | null;
  /** `YYYY-MM-DD` */
  modified: string | null;
  platforms: string[];
  /** Log source, index, table or data source, as upstream names it. */
  dataSources: string[];
  /** ATT&CK technique ids as listed: `T1046`, `T1003.001`; each once, in upstream's order. */
  techniques: string[];
  references: string[];
  licence: string | null;
  /** In the source's own scheme, as technique documents write it. */
  url: string;
  /** The file that says it, below the repository's top folder. */
  path: string;
  /** The folders that technique documents show above it, with their links. */
  trail: Crumb[];
  unitTests: number | null;
  /** The rule or test itself, to be read where no link works. */
  body: string;
  language: BodyLanguage;
}

export type BodyLanguage = 'yaml' | 'toml' | 'markdown' | 'json' | 'none';

/** Something in a file that could not be taken as it stands. */
export interface SourceProblem {
  path: string;
  /** From 1; null where the whole file is meant. */
  line: number | null;
  code: string;
  message: string;
}

export interface SourceContentRead {
  resources: SourceResource[];
  problems: SourceProblem[];
}

export interface SourceOptions {
  /** Hunting queries of Elastic and Sentinel too. */
  hunting: boolean;
}

/** How one upstream repository is read. Pure: files in, resources and problems out; no file throws. */
export interface SourceReader {
  /** One of SOURCES. */
  id: string;
  /** Whether a folder with these files (paths below it, `/` between names) is a snapshot of this source. */
  recognizes(paths: readonly string[]): boolean;
  /** Whether a file holds something to read. */
  selects(path: string, options: SourceOptions): boolean;
  /** True: one call must be given all files together, since they refer to each other. */
  isWhole: boolean;
  /** Several repositories say parts of it, and are read together when they are imported together. */
  isSpread?: true;
  read(files: readonly SnapshotFile[], options: SourceOptions): SourceContentRead;
}
