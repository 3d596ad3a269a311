import type { Migration } from '../../db/migrate.ts';

export const snapshots: Migration = {
  version: 20,
  name: 'snapshots, what they say of resources, the keys that documents use',
  up(db) {
    db.exec(`
      CREATE TABLE snapshots (
        id INTEGER PRIMARY KEY,
        -- At most one of a source; while there is one, documents only say what else its resources are called.
        source_id TEXT NOT NULL UNIQUE REFERENCES sources (id),
        root TEXT NOT NULL,
        commit_id TEXT,
        -- Of the commit, YYYY-MM-DD.
        date TEXT,
        hunting INTEGER NOT NULL CHECK (hunting IN (0, 1)),
        files INTEGER NOT NULL,
        -- Over the paths and bytes of its files: equal when nothing changed.
        sha256 TEXT NOT NULL,
        imported_at TEXT NOT NULL
      ) STRICT;

      -- null: known from documents alone.
      ALTER TABLE resources ADD COLUMN snapshot_id INTEGER REFERENCES snapshots (id);
      ALTER TABLE resources ADD COLUMN status TEXT;
      ALTER TABLE resources ADD COLUMN severity TEXT;
      -- Put aside upstream: known, and listed for no technique.
      ALTER TABLE resources ADD COLUMN is_deprecated INTEGER NOT NULL DEFAULT 0 CHECK (is_deprecated IN (0, 1));
      -- Of all that the snapshot says of it.
      ALTER TABLE resources ADD COLUMN sha256 TEXT;
      CREATE INDEX resources_by_snapshot ON resources (snapshot_id) WHERE snapshot_id IS NOT NULL;

      CREATE TABLE details (
        resource_id INTEGER PRIMARY KEY REFERENCES resources (id) ON DELETE CASCADE,
        json TEXT NOT NULL CHECK (json_valid(json)),
        language TEXT NOT NULL,
        deflated_body BLOB NOT NULL
      ) STRICT;

      -- The text of rules and tests: found by whole words and their beginnings, after all that titles and paths find.
      CREATE VIRTUAL TABLE bodies_fts USING fts5 (
        text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
      );

      -- Every key by which documents know a resource of a source.
      CREATE TABLE document_keys (
        key TEXT PRIMARY KEY,
        source_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        title TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX document_keys_by_source ON document_keys (source_id);
      INSERT INTO document_keys (key, source_id, kind, title)
        SELECT DISTINCT l.listed_key, r.source_id, r.kind, r.title FROM listings l JOIN resources r ON r.id = l.resource_id;

      -- Techniques that only a snapshot names have no document, and its listings no place in one: SQLite takes a NOT NULL away only with the table.
      -- Copied first and dropped from the leaves, because dropping a table deletes what refers to it.
      CREATE TEMP TABLE old_techniques AS SELECT rowid AS row_id, * FROM techniques;
      CREATE TEMP TABLE old_tactics AS SELECT * FROM technique_tactics;
      CREATE TEMP TABLE old_listings AS SELECT * FROM listings;
      CREATE TEMP TABLE old_problems AS SELECT * FROM problems;
      DROP TABLE problems;
      DROP TABLE listings;
      DROP TABLE technique_tactics;
      DROP TABLE techniques;

      CREATE TABLE techniques (
        id TEXT PRIMARY KEY,
        parent_id TEXT,
        name TEXT NOT NULL,
        url TEXT NOT NULL,
        description TEXT NOT NULL,
        -- null: known from a snapshot alone.
        document_id INTEGER REFERENCES documents (id)
      ) STRICT;
      CREATE INDEX techniques_by_parent ON techniques (parent_id);
      CREATE INDEX techniques_by_document ON techniques (document_id);
      -- The search index knows techniques by their row.
      INSERT INTO techniques (rowid, id, parent_id, name, url, description, document_id)
        SELECT row_id, id, parent_id, name, url, description, document_id FROM old_techniques;

      CREATE TABLE technique_tactics (
        technique_id TEXT NOT NULL REFERENCES techniques (id) ON DELETE CASCADE,
        tactic TEXT NOT NULL,
        PRIMARY KEY (technique_id, tactic)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO technique_tactics SELECT technique_id, tactic FROM old_tactics;

      CREATE TABLE listings (
        technique_id TEXT NOT NULL REFERENCES techniques (id) ON DELETE CASCADE,
        resource_id INTEGER NOT NULL REFERENCES resources (id),
        -- The key that the document itself gives; differs from the resource's where an alias ties them.
        listed_key TEXT NOT NULL,
        -- In the document; null when a snapshot says it.
        source_position INTEGER,
        position INTEGER NOT NULL,
        -- How often the document lists it.
        times INTEGER NOT NULL,
        unit_tests INTEGER,
        PRIMARY KEY (technique_id, resource_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX listings_by_resource ON listings (resource_id);
      INSERT INTO listings SELECT technique_id, resource_id, listed_key, source_position, position, times, unit_tests FROM old_listings;

      CREATE TABLE problems (
        id INTEGER PRIMARY KEY,
        -- One of the two is where it was met.
        document_id INTEGER REFERENCES documents (id) ON DELETE CASCADE,
        snapshot_id INTEGER REFERENCES snapshots (id) ON DELETE CASCADE,
        source_id TEXT,
        file TEXT NOT NULL,
        line INTEGER,
        code TEXT NOT NULL,
        message TEXT NOT NULL
      ) STRICT;
      CREATE INDEX problems_by_document ON problems (document_id);
      CREATE INDEX problems_by_snapshot ON problems (snapshot_id);
      INSERT INTO problems (id, document_id, source_id, file, line, code, message)
        SELECT id, document_id, source_id, file, line, code, message FROM old_problems;

      DROP TABLE old_techniques;
      DROP TABLE old_tactics;
      DROP TABLE old_listings;
      DROP TABLE old_problems;
    `);
  },
};
