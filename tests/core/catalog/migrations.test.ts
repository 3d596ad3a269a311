import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { CATALOG_MIGRATIONS } from '../../../src/core/catalog/open-catalog.ts';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openInMemory } from '../../../src/core/db/open.ts';
import { all, column, run, sql, value, type ReadableDB } from '../../../src/core/db/sql.ts';

const techniques = (db: ReadableDB) =>
  all(db, sql`SELECT rowid, id, parent_id, name, url, description, document_id FROM techniques ORDER BY id`);
const listings = (db: ReadableDB) =>
  all(
    db,
    sql`SELECT technique_id, resource_id, listed_key, source_position, position, times, unit_tests FROM listings ORDER BY 1, 2`,
  );
const tactics = (db: ReadableDB) =>
  all(db, sql`SELECT technique_id, tactic FROM technique_tactics ORDER BY 1, 2`);
const problems = (db: ReadableDB) =>
  all(db, sql`SELECT id, document_id, source_id, file, line, code, message FROM problems ORDER BY id`);

it('a catalog of documents alone keeps all that it holds when snapshots come', () => {
  const db = openInMemory();
  db.pragma('foreign_keys = 1');
  migrate(db, CATALOG_MIGRATIONS, 10);
  db.exec(`
    INSERT INTO sources VALUES ('sigma', 'Sigma', 'Sigma rules', 'https://example.org');
    INSERT INTO documents VALUES (7, 'T9001', 'T9001.md', '/in', 'aa', '2026-01-01', x'00'), (3, 'T9001.001', 'T9001.001.md', '/in', 'bb', '2026-01-01', x'00');
    INSERT INTO techniques VALUES ('T9001.001', 'T9001', 'Below', 'u', 'd', 3), ('T9001', NULL, 'Above', 'u', 'd', 7);
    INSERT INTO technique_tactics VALUES ('T9001', 'Discovery'), ('T9001', 'Impact'), ('T9001.001', 'Impact');
    INSERT INTO resources VALUES (1, 'sigma:rules/a.yml', 'sigma', 'rule', 'Alpha', 'https://example.org/a', '[]');
    INSERT INTO listings VALUES ('T9001', 1, 'sigma:rules/a.yml', 0, 0, 2, NULL), ('T9001.001', 1, 'sigma:title/Alpha', 0, 1, 1, 3);
    INSERT INTO problems VALUES (5, 7, 'sigma', 'T9001.md', 12, 'code', 'message');
    INSERT INTO techniques_fts (rowid, id, name, words, description) SELECT rowid, id, name, '', description FROM techniques;
  `);
  const before = [techniques(db), listings(db), tactics(db), problems(db)];
  migrate(db, CATALOG_MIGRATIONS);
  expect([techniques(db), listings(db), tactics(db), problems(db)]).toEqual(before);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(
    column(
      db,
      sql`SELECT t.id FROM techniques_fts f JOIN techniques t ON t.rowid = f.rowid WHERE techniques_fts MATCH 'below'`,
    ),
  ).toEqual(['T9001.001']);
  expect(all(db, sql`SELECT key, kind, title FROM document_keys ORDER BY key`)).toEqual([
    { key: 'sigma:rules/a.yml', kind: 'rule', title: 'Alpha' },
    { key: 'sigma:title/Alpha', kind: 'rule', title: 'Alpha' },
  ]);
  expect(column(db, sql`SELECT name FROM temp.sqlite_schema`)).toEqual([]);
  db.close();
});

it('results of imports that an older Bearing stored tell all that a result does', () => {
  const db = openInMemory();
  migrate(db, CATALOG_MIGRATIONS, 70);
  const stored = {
    added: 1,
    snapshots: [{ sourceId: 'sigma', changes: [{ change: 'new', key: 'sigma:a' }] }],
  };
  run(
    db,
    sql`INSERT INTO imports (id, finished_at, roots, added, changed, removed, unchanged, problems, deflated_result)
        VALUES (4, '2026-01-01', '[]', 1, 0, 0, 0, 0, ${deflateRawSync(JSON.stringify(stored))})`,
  );
  migrate(db, CATALOG_MIGRATIONS);
  const deflated = value<Uint8Array>(db, sql`SELECT deflated_result FROM imports`);
  expect(JSON.parse(inflateRawSync(deflated).toString('utf8'))).toEqual({
    added: 1,
    importId: 4,
    restores: null,
    organizations: [],
    attack: [],
    packs: [],
    snapshots: [
      {
        sourceId: 'sigma',
        documented: 0,
        diffsLeftOut: 0,
        questions: [],
        changes: [{ change: 'new', key: 'sigma:a', fields: [], diff: null }],
      },
    ],
  });
  db.close();
});
