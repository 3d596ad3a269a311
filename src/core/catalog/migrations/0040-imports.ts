import type { Migration } from '../../db/migrate.ts';

export const imports: Migration = {
  version: 40,
  name: 'what an import changed of each source, what it took back, the questions that it asked',
  up(db) {
    db.exec(`
      -- Resources by what became of them, for each source.
      ALTER TABLE imports ADD COLUMN sources TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(sources));
      -- The import before which the content was as this one left it.
      ALTER TABLE imports ADD COLUMN restores INTEGER;

      -- Resources whose id changed while their file stayed.
      CREATE TABLE questions (
        import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
        source_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        path TEXT NOT NULL,
        before_key TEXT NOT NULL,
        before_title TEXT NOT NULL,
        after_key TEXT NOT NULL,
        after_title TEXT NOT NULL,
        PRIMARY KEY (before_key, after_key, import_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX questions_by_import ON questions (import_id);
    `);
  },
};
