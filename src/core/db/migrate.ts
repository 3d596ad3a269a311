import { transaction, type ReadableDB, type WritableDB } from './sql.ts';

/** One step of a schema. Numbers go in tens and never change once shipped. */
export interface Migration {
  version: number;
  /** What it makes, for whoever reads the list. */
  name: string;
  up(db: WritableDB): void;
}

export function schemaVersion(db: ReadableDB): number {
  return db.pragma('user_version', { simple: true }) as number;
}

export function newestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/**
 * Runs the pending migrations, all in one transaction, and answers whether there were any.
 * A database of a newer make is the caller's to refuse (schemaVersion against newestVersion).
 */
export function migrate(
  db: WritableDB,
  migrations: readonly Migration[],
  upTo = newestVersion(migrations),
): boolean {
  const current = schemaVersion(db);
  const pending = migrations.filter((migration) => migration.version > current && migration.version <= upTo);
  if (pending.length === 0) return false;
  transaction(db, () => {
    for (const migration of pending) {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    }
  });
  return true;
}
