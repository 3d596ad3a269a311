import type { LedgerCheck } from '../../shared/model/tracking.ts';
import { AppError } from '../../shared/errors.ts';
import { all, sql, type ReadableDB, type WritableDB } from '../db/sql.ts';
import { compareState, rebuildState } from './state.ts';
import { entryHash, FIRST_PREV_HASH, type Entry } from './entry.ts';

export interface EntryRow {
  id: string;
  feed: string;
  seq: number;
  prev_hash: string;
  hash: string;
  clock: string;
  author: string;
  organization_id: string;
  action_id: string;
  undoes: string | null;
  type: string;
  target: string;
  previous: string | null;
  body: string;
}

/**
 * Recomputes every hash and every chain of the attached ledger, and folds all entries anew to compare the current state with them. SQLite itself
 * has no checksums; this is what shows damage and tampering.
 */
export function verifyLedger(db: ReadableDB): LedgerCheck {
  const result: LedgerCheck = { entries: 0, feeds: [], damage: [], state: [] };
  let last = { feed: '', seq: 0, hash: FIRST_PREV_HASH };
  const rows = all<EntryRow>(db, sql`SELECT * FROM ledger.entries ORDER BY feed, seq`);
  for (const row of rows) {
    if (row.feed !== last.feed) {
      last = { feed: row.feed, seq: 0, hash: FIRST_PREV_HASH };
      result.feeds.push({ feed: row.feed, entries: 0, head: '' });
    }
    const damage = damageOf(row, last);
    if (damage) result.damage.push({ feed: row.feed, seq: row.seq, what: damage });
    last = { feed: row.feed, seq: row.seq, hash: row.hash };
    result.entries++;
    const feed = result.feeds.at(-1);
    if (feed) Object.assign(feed, { entries: feed.entries + 1, head: row.hash });
  }
  if (result.damage.length === 0) result.state = compareState(db, rows.map(entryOf));
  return result;
}

/** Makes the current state anew from the entries. Throws ledger-damaged when these are damaged themselves. */
export function rebuildLedger(reader: ReadableDB, ledger: WritableDB): { entries: number } {
  const check = verifyLedger(reader);
  if (check.damage.length > 0)
    throw new AppError(
      'ledger-damaged',
      'Entries of the ledger are damaged, so nothing can be rebuilt from them. Put a backup in its place.',
    );
  rebuildState(
    ledger,
    all<EntryRow>(reader, sql`SELECT * FROM ledger.entries ORDER BY clock, id`).map(entryOf),
  );
  return { entries: check.entries };
}

function damageOf(row: EntryRow, last: { seq: number; hash: string }): string | null {
  if (row.seq !== last.seq + 1) return `entries ${last.seq + 1} to ${row.seq - 1} are missing`;
  if (row.prev_hash !== last.hash) return 'does not follow the entry before it';
  try {
    return entryHash(entryOf(row)) === row.hash ? null : 'was changed after it was written';
  } catch {
    return 'cannot be read';
  }
}

export function entryOf(row: EntryRow): Entry {
  return {
    id: row.id,
    feed: row.feed,
    seq: row.seq,
    prevHash: row.prev_hash,
    hash: row.hash,
    clock: row.clock,
    author: row.author,
    organizationId: row.organization_id,
    actionId: row.action_id,
    undoes: row.undoes,
    type: row.type as Entry['type'],
    target: row.target,
    previous: row.previous,
    body: JSON.parse(row.body) as Entry['body'],
  };
}
