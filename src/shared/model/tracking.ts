import type { TechniquePlacement } from './detail.ts';
import type { Kind, Mark } from './resource.ts';

export interface Organization {
  id: string;
  name: string;
  /** ISO-8601 UTC. */
  createdAt: string;
  archivedAt: string | null;
  /** Marks by status; open resources are not counted. */
  marks: Record<Mark, number>;
  notes: number;
  runs: number;
}

export const NOTE_TARGETS = ['technique', 'resource', 'organization'] as const;
export type NoteTarget = (typeof NOTE_TARGETS)[number];

export interface Note {
  id: string;
  organizationId: string;
  targetType: NoteTarget;
  /** Technique id, resource key or organization id. */
  targetKey: string;
  /** Technique name or resource title, for lists. */
  targetTitle: string;
  /** Markdown. */
  text: string;
  author: string;
  createdAt: string;
  updatedAt: string;
}

/** One line of history: what somebody said of what, and what stood there before. */
export interface HistoryEntry {
  id: string;
  /** One action of a person; a bulk mark is one action of many entries. */
  actionId: string;
  at: string;
  author: string;
  type: 'mark' | 'note' | 'run' | 'organization';
  /** Resource key, technique id or organization id. */
  targetKey: string;
  targetTitle: string;
  kind: Kind | null;
  /** Mark, text or outcome before and after; null = open, no note, or no run. */
  before: string | null;
  after: string | null;
  comment: string | null;
  /** The action that this entry takes back. */
  undoes: string | null;
}

/** What a check of every entry's hash and place found. */
export interface LedgerCheck {
  entries: number;
  /** `head` is the hash of the feed's newest entry: kept elsewhere, it shows later that the feed was cut or rewritten. */
  feeds: { feed: string; entries: number; head: string }[];
  /** Entries that are not what their author wrote, or gaps before them. */
  damage: { feed: string; seq: number; what: string }[];
  /** Rows of the current state that the entries do not say, and those they say that are not there: table and key. Rebuilding mends them. */
  state: { table: string; key: string }[];
}

/** A note on a technique that is not in force any more, and for which no single other one stands in. */
export interface UnplacedNote extends Note {
  placement: TechniquePlacement;
}
