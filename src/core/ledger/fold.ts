import { get, run, sql, type WritableDB } from '../db/sql.ts';
import { clockTime } from './clock.ts';
import type { Entry, EntryBodies, EntryType } from './entry.ts';

/**
 * Folds one entry into the current state. The newest entry on a target wins, by clock and then by id, so the state is the same in
 * whatever order entries come.
 */
export function fold(db: WritableDB, entry: Entry): void {
  const head = get<{ entry_id: string; clock: string }>(
    db,
    sql`SELECT entry_id, clock FROM heads WHERE organization_id = ${entry.organizationId} AND target = ${entry.target}`,
  );
  if (head && (head.clock > entry.clock || (head.clock === entry.clock && head.entry_id >= entry.id))) return;
  run(
    db,
    sql`INSERT INTO heads (organization_id, target, entry_id, clock) VALUES (${entry.organizationId}, ${entry.target}, ${entry.id}, ${entry.clock})
        ON CONFLICT (organization_id, target) DO UPDATE SET entry_id = excluded.entry_id, clock = excluded.clock`,
  );
  const apply = FOLDS[entry.type] as (db: WritableDB, entry: Entry) => void;
  apply(db, entry);
}

const FOLDS: { [T in EntryType]: (db: WritableDB, entry: Entry<T>) => void } = {
  'organization.name': foldName,
  'organization.archived': foldArchived,
  mark: foldMark,
  note: foldNote,
  run: foldRun,
};

function foldName(db: WritableDB, entry: Entry<'organization.name'>): void {
  run(
    db,
    sql`INSERT INTO organizations (id, name, created_at) VALUES (${entry.organizationId}, ${entry.body.name}, ${clockTime(entry.clock)})
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, created_at = min(created_at, excluded.created_at)`,
  );
}

function foldArchived(db: WritableDB, entry: Entry<'organization.archived'>): void {
  const at = entry.body.archived ? clockTime(entry.clock) : null;
  run(db, sql`UPDATE organizations SET archived_at = ${at} WHERE id = ${entry.organizationId}`);
}

function foldMark(db: WritableDB, entry: Entry<'mark'>): void {
  const { mark, comment, title, url, kind, sourceId } = entry.body;
  const key = entry.target.slice('mark:'.length);
  if (mark === null && comment === null) {
    run(db, sql`DELETE FROM marks WHERE organization_id = ${entry.organizationId} AND resource_key = ${key}`);
    return;
  }
  run(
    db,
    sql`INSERT INTO marks (organization_id, resource_key, mark, comment, title, url, kind, source_id, author, at, clock)
        VALUES (${entry.organizationId}, ${key}, ${mark}, ${comment}, ${title}, ${url}, ${kind}, ${sourceId}, ${entry.author}, ${clockTime(entry.clock)}, ${entry.clock})
        ON CONFLICT (organization_id, resource_key) DO UPDATE SET mark = excluded.mark, comment = excluded.comment, title = excluded.title, url = excluded.url,
          kind = excluded.kind, source_id = excluded.source_id, author = excluded.author, at = excluded.at, clock = excluded.clock`,
  );
}

function foldNote(db: WritableDB, entry: Entry<'note'>): void {
  const note: EntryBodies['note'] = entry.body;
  const old = get<{ rowid: number; text: string; target_title: string; created_at: string }>(
    db,
    sql`SELECT rowid, text, target_title, created_at FROM notes WHERE id = ${note.noteId}`,
  );
  if (old) {
    run(
      db,
      sql`INSERT INTO notes_fts (notes_fts, rowid, text, target_title) VALUES ('delete', ${old.rowid}, ${old.text}, ${old.target_title})`,
    );
    run(db, sql`DELETE FROM notes WHERE rowid = ${old.rowid}`);
  }
  if (note.text === null) return;
  const at = clockTime(entry.clock);
  const { lastInsertRowid } = run(
    db,
    sql`INSERT INTO notes (rowid, id, organization_id, target_type, target_key, target_title, text, author, created_at, updated_at)
        VALUES (${old?.rowid ?? null}, ${note.noteId}, ${entry.organizationId}, ${note.targetType}, ${note.targetKey}, ${note.targetTitle}, ${note.text},
          ${entry.author}, ${old?.created_at ?? at}, ${at})`,
  );
  run(
    db,
    sql`INSERT INTO notes_fts (rowid, text, target_title) VALUES (${lastInsertRowid}, ${note.text}, ${note.targetTitle})`,
  );
}

function foldRun(db: WritableDB, entry: Entry<'run'>): void {
  const { runId, testKey, title, url, sourceId, at, outcome, rules, comment } = entry.body;
  run(db, sql`DELETE FROM runs WHERE id = ${runId}`);
  if (outcome === null) return;
  run(
    db,
    sql`INSERT INTO runs (id, organization_id, test_key, test_title, test_url, source_id, at, outcome, rules, comment, author, recorded_at)
        VALUES (${runId}, ${entry.organizationId}, ${testKey}, ${title}, ${url}, ${sourceId}, ${at}, ${outcome}, ${JSON.stringify(rules)}, ${comment},
          ${entry.author}, ${clockTime(entry.clock)})`,
  );
}
