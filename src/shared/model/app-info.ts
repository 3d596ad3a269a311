import type { AsOf, AttackDomain } from './attack.ts';

export interface Settings {
  /** Who makes entries. */
  author: string;
  theme: 'system' | 'light' | 'dark';
  /** Single-letter shortcuts. */
  singleKeys: boolean;
  /** Which technique ids the window shows. */
  asOf: AsOf;
  /** The organization shown last. */
  organizationId: string | null;
  /** Packs without a signature are refused. */
  requireSignedPacks: boolean;
  /** How long a run counts, in days. */
  validityDays: number;
}

export interface AppInfo {
  version: string;
  dataFolder: string;
  sqliteVersion: string;
  /** Documents imported, and the hash over all of them (docs/data-model.md). */
  documents: number;
  contentHash: string;
  /** Newest last-accessed date of any source, `YYYY-MM-DD`. */
  newestContent: string | null;
  /** The versions of ATT&CK that technique ids are resolved to, Enterprise first. */
  attack: { domain: AttackDomain; version: string | null }[];
  /** Time of the newest ledger entry, ISO-8601 UTC. */
  ledgerSavedAt: string | null;
  /** What to know about how the data folder was found, or null. */
  warning: string | null;
  /** An import runs. */
  job: string | null;
}

/** What only one kind of host can do; the interface hides what a host cannot. */
export interface Capabilities {
  host: 'electron' | 'browser';
  /** Native dialogs give paths; otherwise files are uploaded. */
  nativeDialogs: boolean;
}
