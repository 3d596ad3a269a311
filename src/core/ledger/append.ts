import { get, run, sql, transaction, type ReadableDB, type WritableDB } from '../db/sql.ts';
import { nextClock } from './clock.ts';
import { entryHash, FIRST_PREV_HASH, type Entry, type EntryBodies, type EntryType } from './entry.ts';
import { fold } from './fold.ts';
import { ownFeed } from './settings.ts';
import { uuidv7 } from '../db/uuid.ts';

/** One thing to say, before it has a place in the ledger. */
export type NewEntry = { [T in EntryType]: { type: T; target: string; body: EntryBodies[T] } }[EntryType];

export interface Action {
  organizationId: string;
  author: string;
  now: Date;
  undoes?: string;
}

/**
 * Appends the entries of one action to this folder's feed, in the order given, and folds each into the current state; all in one
 * transaction. Answers the action's id, or null when there was nothing to say.
 */
export function appendAction(db: WritableDB, action: Action, entries: readonly NewEntry[]): string | null {
  if (entries.length === 0) return null;
  const actionId = uuidv7(action.now.getTime());
  transaction(db, () => {
    const feed = ownFeed(db);
    let last = feedHead(db, feed);
    let clock = newestClock(db);
    for (const entry of entries) {
      clock = nextClock(clock, action.now);
      last = appendEntry(db, {
        ...entry,
        ...place(db, action, actionId, feed, last, clock, entry.target),
      });
    }
  });
  return actionId;
}

interface FeedHead {
  seq: number;
  hash: string;
}

export function feedHead(db: ReadableDB, feed: string): FeedHead {
  const row = get<FeedHead>(
    db,
    sql`SELECT seq, hash FROM entries WHERE feed = ${feed} ORDER BY seq DESC LIMIT 1`,
  );
  return row ?? { seq: 0, hash: FIRST_PREV_HASH };
}

function newestClock(db: ReadableDB): string | null {
  return (
    get<{ clock: string }>(db, sql`SELECT clock FROM entries ORDER BY clock DESC LIMIT 1`)?.clock ?? null
  );
}

function place(
  db: ReadableDB,
  action: Action,
  actionId: string,
  feed: string,
  last: FeedHead,
  clock: string,
  target: string,
) {
  const head = get<{ entry_id: string }>(
    db,
    sql`SELECT entry_id FROM heads WHERE organization_id = ${action.organizationId} AND target = ${target}`,
  );
  return {
    id: uuidv7(action.now.getTime()),
    feed,
    seq: last.seq + 1,
    prevHash: last.hash,
    clock,
    author: action.author,
    organizationId: action.organizationId,
    actionId,
    undoes: action.undoes ?? null,
    previous: head?.entry_id ?? null,
  };
}

function appendEntry(db: WritableDB, unhashed: Omit<Entry, 'hash'>): FeedHead {
  const entry: Entry = { ...unhashed, hash: entryHash(unhashed) };
  run(
    db,
    sql`INSERT INTO entries (id, feed, seq, prev_hash, hash, clock, author, organization_id, action_id, undoes, type, target, previous, body)
        VALUES (${entry.id}, ${entry.feed}, ${entry.seq}, ${entry.prevHash}, ${entry.hash}, ${entry.clock}, ${entry.author}, ${entry.organizationId},
          ${entry.actionId}, ${entry.undoes}, ${entry.type}, ${entry.target}, ${entry.previous}, ${JSON.stringify(entry.body)})`,
  );
  fold(db, entry);
  return { seq: entry.seq, hash: entry.hash };
}
