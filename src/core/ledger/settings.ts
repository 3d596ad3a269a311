import { all, get, run, sql, transaction, type ReadableDB, type WritableDB } from '../db/sql.ts';
import type { Settings } from '../../shared/model/app-info.ts';
import { VALIDITY_DAYS } from '../../shared/model/run.ts';

type Stored = { [K in keyof Settings]?: Settings[K] };

/** The settings from the attached ledger, with `author` where none was chosen yet. */
export function getSettings(db: ReadableDB, author: string): Settings {
  const rows = all<{ key: string; value: string }>(
    db,
    sql`SELECT key, value FROM ledger.settings WHERE key LIKE 'setting.%'`,
  );
  const stored = Object.fromEntries(
    rows.map((row) => [row.key.slice('setting.'.length), JSON.parse(row.value) as unknown]),
  ) as Stored;
  return {
    author: stored.author ?? author,
    theme: stored.theme ?? 'system',
    singleKeys: stored.singleKeys ?? true,
    asOf: stored.asOf ?? 'current',
    organizationId: stored.organizationId ?? null,
    requireSignedPacks: stored.requireSignedPacks ?? false,
    validityDays: stored.validityDays ?? VALIDITY_DAYS,
  };
}

/** Changes the settings that are given. */
export function updateSettings(db: WritableDB, changes: Stored): void {
  transaction(db, () => {
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined) continue;
      run(
        db,
        sql`INSERT INTO settings (key, value) VALUES (${`setting.${key}`}, ${JSON.stringify(value)}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      );
    }
  });
}

/** The id of this data folder's own feed. */
export function ownFeed(db: ReadableDB): string {
  const row = get<{ value: string }>(db, sql`SELECT value FROM settings WHERE key = 'feed'`);
  if (!row) throw new Error('the ledger has no feed');
  return row.value;
}
