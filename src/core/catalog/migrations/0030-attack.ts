import type { Migration } from '../../db/migrate.ts';

export const attack: Migration = {
  version: 30,
  name: 'ATT&CK, and what is listed as its version has it',
  up(db) {
    db.exec(`
      CREATE TABLE attack (
        domain TEXT PRIMARY KEY CHECK (domain IN ('enterprise', 'mobile', 'ics')),
        version TEXT,
        -- null: ships with Bearing.
        root TEXT,
        sha256 TEXT NOT NULL,
        imported_at TEXT NOT NULL,
        techniques INTEGER NOT NULL,
        -- All that it says, as JSON.
        deflated BLOB NOT NULL
      ) STRICT;

      -- What files have been read before, taken or not, by the hash over their paths and bytes.
      CREATE TABLE attack_files (
        sha256 TEXT NOT NULL, domain TEXT NOT NULL, version TEXT, content_sha256 TEXT NOT NULL, PRIMARY KEY (sha256, domain)
      ) STRICT, WITHOUT ROWID;

      -- From here on all is made from the table above and from what is listed, anew whenever one of them changes.

      -- What has become of every id that ATT&CK knows or a source lists: itself where nothing took its place.
      CREATE TABLE technique_places (
        listed_id TEXT NOT NULL,
        technique_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('current', 'moved', 'split', 'retired', 'unknown')),
        PRIMARY KEY (listed_id, technique_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX technique_places_by_technique ON technique_places (technique_id);

      CREATE TABLE current_techniques (
        row_id INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        parent_id TEXT,
        name TEXT NOT NULL,
        -- For the search: parts of its name, and its name in documents where that is another.
        words TEXT NOT NULL,
        url TEXT NOT NULL,
        description TEXT NOT NULL,
        -- null: no domain knows it.
        domain TEXT,
        platforms TEXT NOT NULL CHECK (json_valid(platforms)),
        state TEXT NOT NULL CHECK (state IN ('active', 'retired', 'unknown'))
      ) STRICT;
      CREATE INDEX current_techniques_by_parent ON current_techniques (parent_id);

      CREATE TABLE current_tactics (
        technique_id TEXT NOT NULL REFERENCES current_techniques (id) ON DELETE CASCADE,
        tactic TEXT NOT NULL,
        PRIMARY KEY (technique_id, tactic)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE current_listings (
        technique_id TEXT NOT NULL REFERENCES current_techniques (id) ON DELETE CASCADE,
        resource_id INTEGER NOT NULL REFERENCES resources (id) ON DELETE CASCADE,
        unit_tests INTEGER,
        PRIMARY KEY (technique_id, resource_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX current_listings_by_resource ON current_listings (resource_id);

      CREATE VIRTUAL TABLE current_techniques_fts USING fts5 (
        id, name, words, description, content = 'current_techniques', content_rowid = 'row_id',
        tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
      );
    `);
  },
};
