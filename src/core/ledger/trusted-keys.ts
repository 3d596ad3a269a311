import { all, run, sql, transaction, type ReadableDB, type WritableDB } from '../db/sql.ts';
import type { TrustedKey } from '../../shared/model/pack.ts';

// Whom a person trusts is nobody else's entry: it stays in this folder's settings and is in no bundle.
const PREFIX = 'trusted-key.';

/** From the attached ledger, by name. */
export function listTrustedKeys(db: ReadableDB): TrustedKey[] {
  const rows = all<{ value: string }>(
    db,
    sql`SELECT value FROM ledger.settings WHERE substr(key, 1, ${PREFIX.length}) = ${PREFIX} ORDER BY key`,
  );
  const keys = rows.map(({ value }) => JSON.parse(value) as TrustedKey);
  return keys.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Trusts a key, or gives one that is trusted another name. */
export function addTrustedKey(db: WritableDB, key: TrustedKey): void {
  transaction(db, () => {
    run(
      db,
      sql`INSERT INTO settings (key, value) VALUES (${PREFIX + key.id}, ${JSON.stringify(key)}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    );
  });
}

/** False when it was not trusted. */
export function removeTrustedKey(db: WritableDB, id: string): boolean {
  return transaction(db, () => run(db, sql`DELETE FROM settings WHERE key = ${PREFIX + id}`).changes > 0);
}
