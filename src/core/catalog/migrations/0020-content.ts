import type { Migration } from '../../db/migrate.ts';

/** The first that was ever shipped: a catalog of an earlier number is set aside (open-catalog.ts). */
export const content: Migration = {
  version: 20,
  name: 'documents, snapshots, techniques, resources, listings, search',
  up(db) {
    db.exec(`
      CREATE TABLE sources (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL
      ) STRICT;

      CREATE TABLE documents (
        id INTEGER PRIMARY KEY,
        technique_id TEXT NOT NULL UNIQUE,
        file TEXT NOT NULL,
        root TEXT,
        sha256 TEXT NOT NULL,
        imported_at TEXT NOT NULL,
        deflated BLOB NOT NULL
      ) STRICT;
      CREATE INDEX documents_by_root ON documents (root);

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

      CREATE TABLE technique_tactics (
        technique_id TEXT NOT NULL REFERENCES techniques (id) ON DELETE CASCADE,
        tactic TEXT NOT NULL,
        PRIMARY KEY (technique_id, tactic)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE document_sources (
        document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('control', 'rule', 'test')),
        source_id TEXT NOT NULL REFERENCES sources (id),
        last_accessed TEXT,
        total INTEGER,
        declared INTEGER,
        listed INTEGER NOT NULL,
        states_none INTEGER NOT NULL CHECK (states_none IN (0, 1)),
        PRIMARY KEY (document_id, position)
      ) STRICT, WITHOUT ROWID;

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

      CREATE TABLE resources (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        source_id TEXT NOT NULL REFERENCES sources (id),
        kind TEXT NOT NULL CHECK (kind IN ('control', 'rule', 'test')),
        title TEXT NOT NULL,
        url TEXT,
        trail TEXT NOT NULL CHECK (json_valid(trail)),
        -- null: known from documents alone.
        snapshot_id INTEGER REFERENCES snapshots (id),
        status TEXT,
        severity TEXT,
        -- Put aside upstream: known, and listed for no technique.
        is_deprecated INTEGER NOT NULL DEFAULT 0 CHECK (is_deprecated IN (0, 1)),
        -- Of all that the snapshot says of it.
        sha256 TEXT
      ) STRICT;
      CREATE INDEX resources_by_snapshot ON resources (snapshot_id) WHERE snapshot_id IS NOT NULL;
      CREATE INDEX resources_by_title ON resources (source_id, kind, title);

      CREATE TABLE details (
        resource_id INTEGER PRIMARY KEY REFERENCES resources (id) ON DELETE CASCADE,
        json TEXT NOT NULL CHECK (json_valid(json)),
        language TEXT NOT NULL,
        deflated_body BLOB NOT NULL
      ) STRICT;

      -- Every key by which documents know a resource of a source.
      CREATE TABLE document_keys (
        key TEXT PRIMARY KEY,
        source_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        title TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX document_keys_by_source ON document_keys (source_id);

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

      CREATE TABLE aliases (
        alias TEXT PRIMARY KEY,
        resource_id INTEGER NOT NULL REFERENCES resources (id) ON DELETE CASCADE
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX aliases_by_resource ON aliases (resource_id);

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

      CREATE TABLE imports (
        id INTEGER PRIMARY KEY,
        finished_at TEXT NOT NULL,
        roots TEXT NOT NULL CHECK (json_valid(roots)),
        added INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        removed INTEGER NOT NULL,
        unchanged INTEGER NOT NULL,
        problems INTEGER NOT NULL,
        deflated_result BLOB NOT NULL
      ) STRICT;

      CREATE VIRTUAL TABLE techniques_fts USING fts5 (
        id, name, words, description, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
      );
      CREATE VIRTUAL TABLE resources_fts USING fts5 (
        title, words, path, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
      );
      -- The text of rules and tests: found by whole words and their beginnings, after all that titles and paths find.
      CREATE VIRTUAL TABLE bodies_fts USING fts5 (
        text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
      );
    `);
  },
};
