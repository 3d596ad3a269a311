import { AppError } from '../../shared/errors.ts';
import type { CallOutput, CheckedInput } from '../../shared/contract.ts';
import type { Core } from '../core.ts';
import { all, get, sql, type ReadableDB } from '../db/sql.ts';
import { appendAction, type NewEntry } from '../ledger/append.ts';
import type { EntryBodies, EntryType } from '../ledger/entry.ts';
import { requireActive } from './organizations.ts';

interface Row {
  id: string;
  type: EntryType;
  target: string;
  body: string;
  before: string | null;
  /** What the newest entry on the same target says: the same when nothing came since, or when what came was undone. */
  now: string;
}

/**
 * Takes an action back by entries that say what stood before it. What was changed again since stays, and is counted in `skipped`.
 * Throws nothing-to-undo, also for an action that was undone already.
 */
export function undoAction(core: Core, input: CheckedInput<'tracking.undo'>): CallOutput<'tracking.undo'> {
  const { organizationId } = input;
  const actionId = input.actionId ?? latestAction(core.reader, organizationId);
  const rows = actionId === undefined ? [] : listEntries(core.reader, organizationId, actionId);
  if (input.actionId !== undefined && rows.length === 0)
    throw whyNot(core.reader, organizationId, input.actionId);
  if (actionId === undefined || rows.length === 0) {
    throw new AppError('nothing-to-undo', 'There is nothing left to undo for this organization.');
  }
  // Bringing an archived organization back is the one thing that can be done to it.
  if (!rows.every((row) => row.type === 'organization.archived')) requireActive(core.reader, organizationId);
  const current = rows.filter((row) => row.now === row.body);
  if (current.length === 0)
    throw new AppError(
      'nothing-to-undo',
      'That was changed again since; nothing was undone. See the history.',
      { actionId },
    );
  appendAction(
    core.ledger(),
    { organizationId, author: core.author(), now: core.now(), undoes: actionId },
    current.map(reversed),
  );
  core.emit(
    rows.some((row) => row.type.startsWith('organization.')) ? 'organizations.changed' : 'tracking.changed',
    { organizationId },
  );
  return { actionId, undone: current.length, skipped: rows.length - current.length, what: describe(current) };
}

/** Why a named action cannot be taken back. */
function whyNot(db: ReadableDB, organizationId: string, actionId: string): AppError {
  const isKnown = get(
    db,
    sql`SELECT 1 FROM ledger.entries WHERE organization_id = ${organizationId} AND action_id = ${actionId}`,
  );
  if (!isKnown)
    return new AppError('not-found', `This organization has no action ${actionId}. The history names them.`, {
      actionId,
    });
  return new AppError('nothing-to-undo', 'That action was undone already, or made the organization.', {
    actionId,
  });
}

/** The newest action that is no undo and was not undone; the making of an organization is not taken back but archived. */
function latestAction(db: ReadableDB, organizationId: string): string | undefined {
  return get<{ action_id: string }>(
    db,
    sql`SELECT e.action_id FROM ledger.entries e
        WHERE e.organization_id = ${organizationId} AND e.undoes IS NULL AND NOT (e.type = 'organization.name' AND e.previous IS NULL)
          AND NOT EXISTS (SELECT 1 FROM ledger.entries u WHERE u.undoes = e.action_id)
        ORDER BY e.clock DESC, e.id DESC LIMIT 1`,
  )?.action_id;
}

function listEntries(db: ReadableDB, organizationId: string, actionId: string): Row[] {
  return all<Row>(
    db,
    sql`SELECT e.id, e.type, e.target, e.body, p.body AS before, n.body AS now
        FROM ledger.entries e
        JOIN ledger.heads h ON h.organization_id = e.organization_id AND h.target = e.target
        JOIN ledger.entries n ON n.id = h.entry_id
        LEFT JOIN ledger.entries p ON p.id = e.previous
        WHERE e.action_id = ${actionId} AND e.organization_id = ${organizationId} AND NOT (e.type = 'organization.name' AND e.previous IS NULL)
          AND NOT EXISTS (SELECT 1 FROM ledger.entries u WHERE u.undoes = ${actionId})
        ORDER BY e.seq`,
  );
}

/** The entry that says again what stood before, or that nothing did. */
function reversed(row: Row): NewEntry {
  const before = row.before === null ? null : (JSON.parse(row.before) as EntryBodies[EntryType]);
  if (before !== null) return { type: row.type, target: row.target, body: before } as NewEntry;
  if (row.type === 'organization.archived')
    return { type: row.type, target: row.target, body: { archived: false } };
  if (row.type === 'note')
    return {
      type: 'note',
      target: row.target,
      body: { ...(JSON.parse(row.body) as EntryBodies['note']), text: null },
    };
  if (row.type === 'run')
    return {
      type: 'run',
      target: row.target,
      body: { ...(JSON.parse(row.body) as EntryBodies['run']), outcome: null },
    };
  return {
    type: 'mark',
    target: row.target,
    body: { ...(JSON.parse(row.body) as EntryBodies['mark']), mark: null, comment: null },
  };
}

function describe(rows: readonly Row[]): string {
  const [first] = rows;
  if (rows.length > 1)
    return rows.some(({ type }) => type !== 'mark') ? 'what was said of another key' : `${rows.length} marks`;
  if (first?.type === 'note') return 'a note';
  if (first?.type === 'run') return `a run of ${(JSON.parse(first.body) as EntryBodies['run']).title}`;
  if (first?.type === 'mark') return `the mark on ${(JSON.parse(first.body) as EntryBodies['mark']).title}`;
  return first?.type === 'organization.archived' ? 'the archiving' : 'the new name';
}
