import type { CheckedInput } from '../../shared/contract.ts';
import type { HistoryEntry } from '../../shared/model/tracking.ts';
import { all, sql, sqlAnd, value, type Query, type ReadableDB } from '../db/sql.ts';
import { clockTime } from '../ledger/clock.ts';
import { markTarget, type EntryBodies, type EntryType } from '../ledger/entry.ts';
import { idsMeaning, keysListedFor } from './notes.ts';

interface Row {
  id: string;
  action_id: string;
  undoes: string | null;
  clock: string;
  author: string;
  type: EntryType;
  organization_id: string;
  target: string;
  body: string;
  before: string | null;
}

/** Entries of an organization with what stood before each; newest first. */
export function listHistory(
  db: ReadableDB,
  input: CheckedInput<'tracking.history'>,
): { rows: HistoryEntry[]; total: number } {
  const where = sqlAnd([
    sql`e.organization_id = ${input.organizationId}`,
    input.techniqueId === undefined
      ? null
      : about(
          input.organizationId,
          keysListedFor(input.techniqueId, input.asOf),
          sql`${idsMeaning(input.techniqueId, input.asOf)} UNION ALL ${keysListedFor(input.techniqueId, input.asOf)}`,
        ),
    input.key === undefined
      ? null
      : about(input.organizationId, sql`SELECT ${input.key} AS key`, sql`SELECT ${input.key}`),
  ]);
  const rows = all<Row>(
    db,
    sql`SELECT e.id, e.action_id, e.undoes, e.clock, e.author, e.type, e.organization_id, e.target, e.body, p.body AS before
        FROM ledger.entries e LEFT JOIN ledger.entries p ON p.id = e.previous
        WHERE ${where} ORDER BY e.clock DESC, e.id DESC LIMIT ${input.limit} OFFSET ${input.offset}`,
  );
  return {
    rows: rows.map(rowToHistory),
    total: value<number>(db, sql`SELECT count(*) FROM ledger.entries e WHERE ${where}`),
  };
}

/** Condition: marks and runs of some keys, notes on some targets. Searches in indexes rather than a scan of all that was ever entered. */
function about(organizationId: string, marked: Query, noted: Query): Query {
  return sql`e.id IN (
    SELECT id FROM ledger.entries WHERE organization_id = ${organizationId} AND target IN (SELECT ${markTarget('')} || key FROM (${marked}))
    UNION ALL
    SELECT id FROM ledger.entries WHERE organization_id = ${organizationId} AND type = 'note' AND body ->> 'targetKey' IN (${noted})
    UNION ALL
    SELECT id FROM ledger.entries WHERE organization_id = ${organizationId} AND type = 'run' AND body ->> 'testKey' IN (SELECT key FROM (${marked})))`;
}

function rowToHistory(row: Row): HistoryEntry {
  const common = {
    id: row.id,
    actionId: row.action_id,
    undoes: row.undoes,
    at: clockTime(row.clock),
    author: row.author,
  };
  const body = JSON.parse(row.body) as EntryBodies[EntryType];
  const before = row.before === null ? null : (JSON.parse(row.before) as EntryBodies[EntryType]);
  if (row.type === 'mark')
    return {
      ...common,
      ...markHistory(row, body as EntryBodies['mark'], before as EntryBodies['mark'] | null),
    };
  if (row.type === 'run')
    return { ...common, ...runHistory(body as EntryBodies['run'], before as EntryBodies['run'] | null) };
  if (row.type === 'note')
    return { ...common, ...noteHistory(body as EntryBodies['note'], before as EntryBodies['note'] | null) };
  return {
    ...common,
    ...organizationHistory(row, body as EntryBodies['organization.name' | 'organization.archived'], before),
  };
}

type Part = Omit<HistoryEntry, 'id' | 'actionId' | 'undoes' | 'at' | 'author'>;

function markHistory(row: Row, body: EntryBodies['mark'], before: EntryBodies['mark'] | null): Part {
  const targetKey = row.target.slice('mark:'.length);
  return {
    type: 'mark',
    targetKey,
    targetTitle: body.title,
    kind: body.kind,
    before: before?.mark ?? null,
    after: body.mark,
    comment: body.comment,
  };
}

function noteHistory(body: EntryBodies['note'], before: EntryBodies['note'] | null): Part {
  return {
    type: 'note',
    targetKey: body.targetKey,
    targetTitle: body.targetTitle,
    kind: null,
    before: before?.text ?? null,
    after: body.text,
    comment: null,
  };
}

function runHistory(body: EntryBodies['run'], before: EntryBodies['run'] | null): Part {
  return {
    type: 'run',
    targetKey: body.testKey,
    targetTitle: body.title,
    kind: 'test',
    before: before?.outcome ?? null,
    after: body.outcome,
    comment: body.comment,
  };
}

function organizationHistory(
  row: Row,
  body: EntryBodies['organization.name' | 'organization.archived'],
  before: unknown,
): Part {
  const common = { type: 'organization' as const, targetKey: row.organization_id, kind: null, comment: null };
  if ('name' in body) {
    const old = (before as EntryBodies['organization.name'] | null)?.name ?? null;
    return { ...common, targetTitle: body.name, before: old, after: body.name };
  }
  return {
    ...common,
    targetTitle: '',
    before: body.archived ? 'active' : 'archived',
    after: body.archived ? 'archived' : 'active',
  };
}
