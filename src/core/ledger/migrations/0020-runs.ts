import type { Migration } from '../../db/migrate.ts';

export const runs: Migration = {
  version: 20,
  name: 'runs of tests',
  up(db) {
    db.exec(`
      CREATE INDEX entries_by_run ON entries (organization_id, body ->> 'testKey') WHERE type = 'run';

      CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        organization_id TEXT NOT NULL,
        test_key TEXT NOT NULL,
        test_title TEXT NOT NULL,
        test_url TEXT,
        source_id TEXT NOT NULL,
        -- When the test ran.
        at TEXT NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('blocked', 'alerted', 'logged', 'missed')),
        -- Those that fired, as [{"key", "title"}].
        rules TEXT NOT NULL CHECK (json_valid(rules)),
        comment TEXT,
        author TEXT NOT NULL,
        recorded_at TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX runs_by_test ON runs (organization_id, test_key, at);
    `);
  },
};
