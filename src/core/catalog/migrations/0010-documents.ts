import type { Migration } from '../../db/migrate.ts';

export const documents: Migration = {
  version: 10,
  name: 'documents, techniques, resources, listings, search',
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
        document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE
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

      CREATE TABLE resources (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        source_id TEXT NOT NULL REFERENCES sources (id),
        kind TEXT NOT NULL CHECK (kind IN ('control', 'rule', 'test')),
        title TEXT NOT NULL,
        url TEXT,
        trail TEXT NOT NULL CHECK (json_valid(trail))
      ) STRICT;
      CREATE INDEX resources_by_title ON resources (source_id, kind, title);

      CREATE TABLE listings (
        technique_id TEXT NOT NULL REFERENCES techniques (id) ON DELETE CASCADE,
        resource_id INTEGER NOT NULL REFERENCES resources (id),
        -- The key that the document itself gives; differs from the resource's where an alias ties them.
        listed_key TEXT NOT NULL,
        source_position INTEGER NOT NULL,
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
        document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        source_id TEXT,
        file TEXT NOT NULL,
        line INTEGER,
        code TEXT NOT NULL,
        message TEXT NOT NULL
      ) STRICT;
      CREATE INDEX problems_by_document ON problems (document_id);

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
    `);
  },
};
