import type { Migration } from '../../db/migrate.ts';

export const documentHashes: Migration = {
  version: 70,
  name: 'hashes of the documents beside their ids, read without the documents',
  up(db) {
    db.exec('CREATE INDEX documents_by_hash ON documents (technique_id, sha256)');
  },
};
