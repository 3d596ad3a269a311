import path from 'node:path';
import type { OrganizationMark } from '../catalog/mark-effects.ts';
import { LEDGER_FILE } from '../db/data-folder.ts';
import { openForReading } from '../db/open.ts';
import { all, sql } from '../db/sql.ts';

export interface LedgerMarks {
  /** All, so that their keys are tied. */
  all: OrganizationMark[];
  /** Without those of archived organizations: what an import is told for. Newest first. */
  active: OrganizationMark[];
}

/** What people have marked, under the keys that they knew. */
export function readMarks(folder: string): LedgerMarks {
  const ledger = openForReading(path.join(folder, LEDGER_FILE));
  try {
    const rows = all<OrganizationMark & { archived_at: string | null }>(
      ledger,
      sql`SELECT m.organization_id, o.name AS organization, o.archived_at, m.resource_key AS key, m.source_id, m.kind, m.title, m.mark
          FROM marks m JOIN organizations o ON o.id = m.organization_id ORDER BY m.clock DESC, m.resource_key`,
    );
    return { all: rows, active: rows.filter(({ archived_at: archived }) => archived === null) };
  } finally {
    ledger.close();
  }
}
