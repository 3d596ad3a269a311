import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Migration } from '../../db/migrate.ts';
import { all, run, sql } from '../../db/sql.ts';

interface StoredResult {
  snapshots?: { changes: object[] }[];
}

export const wholeResults: Migration = {
  version: 80,
  name: 'imports tell which version of ATT&CK came, their stored results all that a result does',
  up(db) {
    // Versions that came: of imports before it nothing is told.
    db.exec(`ALTER TABLE imports ADD COLUMN attack TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attack))`);
    const rows = all<{ id: number; deflated: Uint8Array }>(
      db,
      sql`SELECT id, deflated_result AS deflated FROM imports`,
    );
    for (const { id, deflated } of rows) {
      const stored = JSON.parse(inflateRawSync(deflated).toString('utf8')) as StoredResult;
      run(
        db,
        sql`UPDATE imports SET deflated_result = ${deflateRawSync(JSON.stringify(complete(stored, id)))} WHERE id = ${id}`,
      );
    }
  },
};

/** What earlier versions did not tell of an import is empty. */
function complete(stored: StoredResult, importId: number): object {
  return {
    restores: null,
    organizations: [],
    attack: [],
    packs: [],
    ...stored,
    importId,
    snapshots: (stored.snapshots ?? []).map((snapshot) => ({
      documented: 0,
      diffsLeftOut: 0,
      questions: [],
      ...snapshot,
      changes: snapshot.changes.map((change) => ({ fields: [], diff: null, ...change })),
    })),
  };
}
