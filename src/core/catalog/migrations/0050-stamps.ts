import type { Migration } from '../../db/migrate.ts';

export const stamps: Migration = {
  version: 50,
  name: 'what tells that a snapshot need not be read again',
  up(db) {
    db.exec(`
      -- Over the sizes and times of its files; null: they must be read to tell.
      ALTER TABLE snapshots ADD COLUMN stamps TEXT;
      -- The version of Bearing that read it: another one may see more in the same files.
      ALTER TABLE snapshots ADD COLUMN read_by TEXT;
    `);
  },
};
