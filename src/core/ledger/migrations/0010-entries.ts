import type { Migration } from '../../db/migrate.ts';

/** "Bear" in ASCII, so that `file` and others can tell what the database is. */
export const APPLICATION_ID = 0x42656172;

export const entries: Migration = {
  version: 10,
  name: 'entries and the state folded from them',
  up(db) {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.exec(`
      CREATE TABLE entries (
        id TEXT PRIMARY KEY,
        feed TEXT NOT NULL,
        seq INTEGER NOT NULL CHECK (seq > 0),
        prev_hash TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE,
        clock TEXT NOT NULL,
        author TEXT NOT NULL,
        organization_id TEXT NOT NULL,
        action_id TEXT NOT NULL,
        undoes TEXT,
        type TEXT NOT NULL,
        target TEXT NOT NULL,
        -- The entry on the same target that its author saw.
        previous TEXT,
        body TEXT NOT NULL CHECK (json_valid(body)),
        UNIQUE (feed, seq)
      ) STRICT;
      CREATE INDEX entries_by_target ON entries (organization_id, target, clock);
      CREATE INDEX entries_by_action ON entries (action_id);
      CREATE INDEX entries_by_time ON entries (organization_id, clock);
      CREATE INDEX entries_by_note ON entries (organization_id, body ->> 'targetKey') WHERE type = 'note';
      CREATE INDEX entries_by_clock ON entries (clock);
      CREATE INDEX entries_by_undone ON entries (undoes) WHERE undoes IS NOT NULL;

      CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE (ABORT, 'entries are append-only'); END;
      CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT RAISE (ABORT, 'entries are append-only'); END;

      CREATE TABLE organizations (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        created_at TEXT NOT NULL,
        archived_at TEXT
      ) STRICT;

      CREATE TABLE marks (
        organization_id TEXT NOT NULL,
        resource_key TEXT NOT NULL,
        mark TEXT CHECK (mark IN ('planned', 'deployed', 'retired', 'not-applicable')),
        comment TEXT,
        title TEXT NOT NULL,
        url TEXT,
        kind TEXT NOT NULL CHECK (kind IN ('control', 'rule', 'test')),
        source_id TEXT NOT NULL,
        author TEXT NOT NULL,
        at TEXT NOT NULL,
        clock TEXT NOT NULL,
        PRIMARY KEY (organization_id, resource_key)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE notes (
        rowid INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        organization_id TEXT NOT NULL,
        target_type TEXT NOT NULL CHECK (target_type IN ('technique', 'resource', 'organization')),
        target_key TEXT NOT NULL,
        target_title TEXT NOT NULL,
        text TEXT NOT NULL,
        author TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
      ) STRICT;
      CREATE INDEX notes_by_target ON notes (organization_id, target_type, target_key);
      CREATE VIRTUAL TABLE notes_fts USING fts5 (
        text, target_title, content = 'notes', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
      );

      -- The entry that each piece of current state rests on.
      CREATE TABLE heads (
        organization_id TEXT NOT NULL,
        target TEXT NOT NULL,
        entry_id TEXT NOT NULL REFERENCES entries (id),
        clock TEXT NOT NULL,
        PRIMARY KEY (organization_id, target)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `);
  },
};
