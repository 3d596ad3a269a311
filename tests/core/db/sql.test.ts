import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  all,
  column,
  get,
  run,
  sql,
  sqlAnd,
  sqlJoin,
  transaction,
  value,
  type WritableDB,
} from '../../../src/core/db/sql.ts';
import { migrate, newestVersion, schemaVersion } from '../../../src/core/db/migrate.ts';
import { CATALOG_MIGRATIONS } from '../../../src/core/catalog/open-catalog.ts';
import { LEDGER_MIGRATIONS } from '../../../src/core/ledger/migrations.ts';

let db: WritableDB;
beforeEach(() => {
  db = new Database(':memory:') as unknown as WritableDB;
  db.exec('CREATE TABLE t (a INTEGER, b TEXT) STRICT');
  for (const [a, b] of [
    [1, 'x'],
    [2, 'y'],
    [3, "z'; DROP TABLE t"],
  ] as const)
    run(db, sql`INSERT INTO t VALUES (${a}, ${b})`);
});

describe('sql', () => {
  it('binds every value and composes', () => {
    const condition = sqlAnd([sql`a IN (${sqlJoin([1, 3])})`, null, sql`b = ${"z'; DROP TABLE t"}`]);
    expect(all(db, sql`SELECT a FROM t WHERE ${condition}`)).toEqual([{ a: 3 }]);
    expect(column(db, sql`SELECT a FROM t WHERE ${sqlAnd([])} ORDER BY a`)).toEqual([1, 2, 3]);
  });

  it('answers rows and columns of the same text', () => {
    const query = sql`SELECT count(*) AS n FROM t`;
    expect([get(db, query), value(db, query), get(db, query)]).toEqual([{ n: 3 }, 3, { n: 3 }]);
  });

  it('takes a whole transaction back when it throws', () => {
    expect(() =>
      transaction(db, () => {
        run(db, sql`DELETE FROM t`);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(value(db, sql`SELECT count(*) FROM t`)).toBe(3);
  });
});

describe.each([
  ['catalog', CATALOG_MIGRATIONS],
  ['ledger', LEDGER_MIGRATIONS],
])('the migrations of the %s', (_name, migrations) => {
  it('ascend in tens', () => {
    const versions = migrations.map((migration) => migration.version);
    expect(versions).toEqual(versions.map((_, index) => (index + 1) * 10));
  });

  it('run once, and make STRICT tables alone', () => {
    const fresh = new Database(':memory:') as unknown as WritableDB;
    expect(migrate(fresh, migrations)).toBe(true);
    expect(migrate(fresh, migrations)).toBe(false);
    expect(schemaVersion(fresh)).toBe(newestVersion(migrations));
    const loose = fresh.pragma('table_list') as { name: string; type: string; strict: number }[];
    expect(
      loose
        .filter((table) => table.type === 'table' && !table.strict && !table.name.startsWith('sqlite_'))
        .map((table) => table.name),
    ).toEqual([]);
  });
});
