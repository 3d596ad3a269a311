import type { LedgerCheck } from '../../shared/model/tracking.ts';
import { migrate } from '../db/migrate.ts';
import { openInMemory } from '../db/open.ts';
import { all, run, sql, transaction, type Query, type ReadableDB, type WritableDB } from '../db/sql.ts';
import type { Entry } from './entry.ts';
import { fold } from './fold.ts';
import { LEDGER_MIGRATIONS } from './migrations.ts';

/** One row of the state: its key, and all that it says as text. */
interface StateRow {
  key: string;
  says: string;
}

/** Each table of the current state, as it stands in the attached ledger and as a fold of all entries makes it. */
const TABLES: { table: string; attached: Query; folded: Query }[] = [
  {
    table: 'organizations',
    attached: sql`SELECT id AS key, json_array(name, created_at, archived_at) AS says FROM ledger.organizations`,
    folded: sql`SELECT id AS key, json_array(name, created_at, archived_at) AS says FROM organizations`,
  },
  {
    table: 'marks',
    attached: sql`SELECT organization_id || ' ' || resource_key AS key, json_array(mark, comment, title, url, kind, source_id, author, at, clock) AS says FROM ledger.marks`,
    folded: sql`SELECT organization_id || ' ' || resource_key AS key, json_array(mark, comment, title, url, kind, source_id, author, at, clock) AS says FROM marks`,
  },
  {
    table: 'notes',
    attached: sql`SELECT id AS key, json_array(organization_id, target_type, target_key, target_title, text, author, created_at, updated_at) AS says FROM ledger.notes`,
    folded: sql`SELECT id AS key, json_array(organization_id, target_type, target_key, target_title, text, author, created_at, updated_at) AS says FROM notes`,
  },
  {
    table: 'runs',
    attached: sql`SELECT id AS key, json_array(organization_id, test_key, test_title, test_url, source_id, at, outcome, json(rules), comment, author, recorded_at) AS says FROM ledger.runs`,
    folded: sql`SELECT id AS key, json_array(organization_id, test_key, test_title, test_url, source_id, at, outcome, json(rules), comment, author, recorded_at) AS says FROM runs`,
  },
  {
    table: 'heads',
    attached: sql`SELECT organization_id || ' ' || target AS key, json_array(entry_id, clock) AS says FROM ledger.heads`,
    folded: sql`SELECT organization_id || ' ' || target AS key, json_array(entry_id, clock) AS says FROM heads`,
  },
];

/** Where the current state of the attached ledger is not what its entries say. */
export function compareState(db: ReadableDB, all: readonly Entry[]): LedgerCheck['state'] {
  const folded = openInMemory();
  try {
    migrate(folded, LEDGER_MIGRATIONS);
    // The entries themselves are not copied: only what they come to.
    folded.pragma('foreign_keys = 0');
    transaction(folded, () => all.forEach((entry) => fold(folded, entry)));
    return TABLES.flatMap((one) => differences(one.table, read(db, one.attached), read(folded, one.folded)));
  } finally {
    folded.close();
  }
}

function read(db: ReadableDB, query: Query): Map<string, string> {
  return new Map(all<StateRow>(db, query).map(({ key, says }) => [key, says]));
}

function differences(
  table: string,
  found: ReadonlyMap<string, string>,
  expected: ReadonlyMap<string, string>,
): LedgerCheck['state'] {
  const keys = [...new Set([...found.keys(), ...expected.keys()])].sort();
  return keys.filter((key) => found.get(key) !== expected.get(key)).map((key) => ({ table, key }));
}

/** Makes the current state anew from the entries. */
export function rebuildState(db: WritableDB, all: readonly Entry[]): void {
  transaction(db, () => {
    run(db, sql`DELETE FROM organizations`);
    run(db, sql`DELETE FROM marks`);
    run(db, sql`DELETE FROM notes`);
    run(db, sql`INSERT INTO notes_fts (notes_fts) VALUES ('delete-all')`);
    run(db, sql`DELETE FROM runs`);
    run(db, sql`DELETE FROM heads`);
    all.forEach((entry) => fold(db, entry));
  });
}
