import { AppError } from '../../shared/errors.ts';
import type { Organization } from '../../shared/model/tracking.ts';
import { MARKS, type Mark } from '../../shared/model/resource.ts';
import type { Core } from '../core.ts';
import { all, get, sql, type ReadableDB } from '../db/sql.ts';
import { appendAction, type NewEntry } from '../ledger/append.ts';
import { uuidv7 } from '../db/uuid.ts';

interface Row {
  id: string;
  name: string;
  created_at: string;
  archived_at: string | null;
}

/** By name, the archived ones last. */
export function listOrganizations(db: ReadableDB): Organization[] {
  const rows = all<Row>(
    db,
    sql`SELECT id, name, created_at, archived_at FROM ledger.organizations ORDER BY archived_at IS NOT NULL, name, id`,
  );
  const counts = all<{ organization_id: string; mark: Mark; n: number }>(
    db,
    sql`SELECT organization_id, mark, count(*) AS n FROM ledger.marks WHERE mark IS NOT NULL GROUP BY organization_id, mark`,
  );
  const notes = all<{ organization_id: string; n: number }>(
    db,
    sql`SELECT organization_id, count(*) AS n FROM ledger.notes GROUP BY organization_id`,
  );
  const runs = all<{ organization_id: string; n: number }>(
    db,
    sql`SELECT organization_id, count(*) AS n FROM ledger.runs GROUP BY organization_id`,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    archivedAt: row.archived_at,
    marks: Object.fromEntries(
      MARKS.map((mark) => [
        mark,
        counts.find((count) => count.organization_id === row.id && count.mark === mark)?.n ?? 0,
      ]),
    ) as Record<Mark, number>,
    notes: notes.find((note) => note.organization_id === row.id)?.n ?? 0,
    runs: runs.find((run) => run.organization_id === row.id)?.n ?? 0,
  }));
}

/** Throws not-found with the names there are. */
export function getOrganization(
  db: ReadableDB,
  id: string,
): { id: string; name: string; isArchived: boolean } {
  const row = get<Row>(
    db,
    sql`SELECT id, name, created_at, archived_at FROM ledger.organizations WHERE id = ${id}`,
  );
  if (!row)
    throw new AppError('not-found', 'That organization is not in this data folder. Choose another one.', {
      organizationId: id,
    });
  return { id: row.id, name: row.name, isArchived: row.archived_at !== null };
}

/** The organization, when entries may be made for it. Throws not-found and organization-archived. */
export function requireActive(db: ReadableDB, id: string): { id: string; name: string } {
  const organization = getOrganization(db, id);
  if (organization.isArchived) {
    throw new AppError(
      'organization-archived',
      `${organization.name} is archived. Bring it back to change something.`,
      { organizationId: id },
    );
  }
  return organization;
}

/** Throws name-taken. */
export function createOrganization(core: Core, name: string): Organization {
  requireFreeName(core.reader, name, null);
  const id = uuidv7(core.now().getTime());
  say(core, id, { type: 'organization.name', target: 'organization.name', body: { name } });
  return listed(core, id);
}

/** Throws not-found, name-taken. */
export function renameOrganization(core: Core, id: string, name: string): Organization {
  const organization = getOrganization(core.reader, id);
  requireFreeName(core.reader, name, id);
  if (organization.name !== name)
    say(core, id, { type: 'organization.name', target: 'organization.name', body: { name } });
  return listed(core, id);
}

/** Archives or brings back. Throws not-found. */
export function archiveOrganization(core: Core, id: string, archived: boolean): Organization {
  const organization = getOrganization(core.reader, id);
  if (organization.isArchived !== archived)
    say(core, id, { type: 'organization.archived', target: 'organization.archived', body: { archived } });
  return listed(core, id);
}

function say(core: Core, organizationId: string, entry: NewEntry): void {
  appendAction(core.ledger(), { organizationId, author: core.author(), now: core.now() }, [entry]);
  core.emit('organizations.changed', {});
}

function listed(core: Core, id: string): Organization {
  const organization = listOrganizations(core.reader).find((one) => one.id === id);
  if (!organization) throw new Error(`organization ${id} was not written`);
  return organization;
}

function requireFreeName(db: ReadableDB, name: string, except: string | null): void {
  // Compared in JavaScript: SQLite's NOCASE knows ASCII alone, and nothing of characters that cannot be seen.
  const plain = (text: string) =>
    text
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .toLowerCase();
  const same = (other: string) => plain(other) === plain(name);
  const taken = all<Row>(db, sql`SELECT id, name, created_at, archived_at FROM ledger.organizations`).find(
    (row) => row.id !== except && same(row.name),
  );
  if (taken)
    throw new AppError(
      'name-taken',
      `There is already an organization named ${taken.name}${taken.archived_at ? ', archived' : ''}. Choose another name.`,
    );
}
