import type { AsOf, AttackDomain } from '../../shared/model/attack.ts';
import type { Coverage, Validity } from '../../shared/model/coverage.ts';
import type { Outcome } from '../../shared/model/run.ts';
import type { Crumb, Kind, Mark } from '../../shared/model/resource.ts';

/**
 * Everything that a coverage report says, as a value: the formats add nothing and look nothing up. The same value gives
 * the same bytes in every format; so there is no time of making in it, only the time of the newest datum.
 */
export interface Report {
  /** Version of Bearing. */
  bearing: string;
  organization: { id: string; name: string };
  /** ISO-8601 UTC: the newest of what the numbers rest on, which is a ledger entry, an import, or the end of the time in which a run counts. */
  asOf: string;
  /** Who makes the report. */
  author: string;
  content: ReportContent;
  attack: ReportAttack;
  /** Feeds of the ledger, by id, with the hash of the newest entry of each: kept with the report, they show later that one was cut or rewritten. */
  ledger: { feed: string; entries: number; head: string }[];
  coverage: Coverage;
  /** Which runs count. */
  validity: Validity;
  /** Every resource listed, by key. */
  resources: ReportResource[];
  /** By time. */
  runs: ReportRun[];
  /** By time; null when left out. */
  notes: ReportNote[] | null;
  /**
   * What the numbers do not hold, in the order to show; `count` null where it is not a number. The report adds what its
   * own value shows (summary.ts) unless an entry here has the same `what`.
   */
  leftOut: { what: string; count: number | null; why: string }[];
}

export interface ReportContent {
  documents: number;
  /** SHA-256 over all documents and snapshots (docs/data-model.md), hex. */
  hash: string;
  /** Per document: technique, file, SHA-256 of its bytes. */
  files: { techniqueId: string; file: string; sha256: string }[];
  snapshots: ReportSnapshot[];
  problems: number;
}

/** Which technique ids the numbers mean, and the version of ATT&CK that says what became of them. */
export interface ReportAttack {
  techniques: AsOf;
  versions: { domain: AttackDomain; version: string | null; sha256: string }[];
  /** Techniques that are of another domain than Enterprise there. */
  otherDomains: { id: string; domain: AttackDomain }[];
}

/** A snapshot of a source's repository: which state of it, and the hash over its files. */
export interface ReportSnapshot {
  sourceId: string;
  sourceName: string;
  commit: string | null;
  /** `YYYY-MM-DD` */
  date: string | null;
  sha256: string;
}

export interface ReportResource {
  key: string;
  kind: Kind;
  sourceId: string;
  sourceName: string;
  title: string;
  url: string | null;
  trail: Crumb[];
  unitTests: number | null;
  /** Ids of the techniques that list it, sorted. */
  techniques: string[];
  mark: Mark | null;
  comment: string | null;
  markedAt: string | null;
  markedBy: string | null;
}

export interface ReportNote {
  targetType: 'technique' | 'resource' | 'organization';
  targetKey: string;
  targetTitle: string;
  /** Markdown. Untrusted. */
  text: string;
  author: string;
  updatedAt: string;
}

/** One execution of a test. */
export interface ReportRun {
  /** ISO-8601 UTC: when the test ran. */
  at: string;
  testKey: string;
  testTitle: string;
  /** Ids of the techniques that list the test, sorted; none: nothing lists it any more. */
  techniques: string[];
  outcome: Outcome;
  /** Rules that fired. */
  rules: { key: string; title: string }[];
  comment: string | null;
  recordedBy: string;
  recordedAt: string;
  /** Whether it is within the validity window. */
  isValid: boolean;
}
