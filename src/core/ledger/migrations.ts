import type { Migration } from '../db/migrate.ts';
import { entries } from './migrations/0010-entries.ts';
import { runs } from './migrations/0020-runs.ts';

/** All of the ledger's, in order. */
export const LEDGER_MIGRATIONS: readonly Migration[] = [entries, runs];
