import { createHash } from 'node:crypto';
import type { Kind, Mark } from '../../shared/model/resource.ts';
import type { Outcome } from '../../shared/model/run.ts';
import type { NoteTarget } from '../../shared/model/tracking.ts';
import { canonicalJson } from '../db/canonical-json.ts';

/** What an entry says of its target. `null` takes back what stood there. */
export interface EntryBodies {
  'organization.name': { name: string };
  'organization.archived': { archived: boolean };
  mark: {
    mark: Mark | null;
    comment: string | null;
    title: string;
    url: string | null;
    kind: Kind;
    sourceId: string;
  };
  note: {
    noteId: string;
    targetType: NoteTarget;
    targetKey: string;
    targetTitle: string;
    text: string | null;
  };
  run: {
    runId: string;
    testKey: string;
    title: string;
    url: string | null;
    sourceId: string;
    /** When the test ran, ISO-8601 UTC. */
    at: string;
    outcome: Outcome | null;
    rules: { key: string; title: string }[];
    comment: string | null;
  };
}

export type EntryType = keyof EntryBodies;

/** One thing that somebody said, as it stands in the ledger for good. */
export interface Entry<T extends EntryType = EntryType> {
  id: string;
  feed: string;
  /** Position in its feed, from 1 without gaps. */
  seq: number;
  prevHash: string;
  hash: string;
  clock: string;
  author: string;
  organizationId: string;
  actionId: string;
  undoes: string | null;
  type: T;
  /** What it is about within the organization; the newest entry on a target is the current state. */
  target: string;
  previous: string | null;
  body: EntryBodies[T];
}

export const FIRST_PREV_HASH = '0'.repeat(64);

/** SHA-256 of the entry's canonical JSON without its own hash (docs/data-model.md). */
export function entryHash(entry: Omit<Entry, 'hash'>): string {
  const {
    id,
    feed,
    seq,
    prevHash,
    clock,
    author,
    organizationId,
    actionId,
    undoes,
    type,
    target,
    previous,
    body,
  } = entry;
  const hashed = {
    id,
    feed,
    seq,
    prevHash,
    clock,
    author,
    organizationId,
    actionId,
    undoes,
    type,
    target,
    previous,
    body,
  };
  return createHash('sha256').update(canonicalJson(hashed)).digest('hex');
}

export function markTarget(resourceKey: string): string {
  return `mark:${resourceKey}`;
}

export function runTarget(runId: string): string {
  return `run:${runId}`;
}

export function noteTarget(noteId: string): string {
  return `note:${noteId}`;
}
