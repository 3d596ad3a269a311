import { AppError } from '../../shared/errors.ts';
import type { CallOutput, CheckedInput } from '../../shared/contract.ts';
import { isDetected, type Outcome, type Run } from '../../shared/model/run.ts';
import { getResource } from '../catalog/resources.ts';
import type { Core } from '../core.ts';
import { all, get, sql, sqlAnd, type ReadableDB } from '../db/sql.ts';
import { uuidv7 } from '../db/uuid.ts';
import { appendAction } from '../ledger/append.ts';
import { runTarget, type EntryBodies } from '../ledger/entry.ts';
import { validityAt } from '../ledger/validity.ts';
import { keysListedFor } from './notes.ts';
import { requireActive } from './organizations.ts';

interface Row {
  id: string;
  organization_id: string;
  test_key: string;
  test_title: string;
  test_url: string | null;
  source_id: string;
  at: string;
  outcome: Outcome;
  rules: string;
  comment: string | null;
  author: string;
  recorded_at: string;
}

const COLUMNS = sql`id, organization_id, test_key, test_title, test_url, source_id, at, outcome, rules, comment, author, recorded_at`;

/** Newest first: of the tests that a technique lists, of one test, or of the organization. */
export function listRuns(db: ReadableDB, input: CheckedInput<'runs.list'>, now: Date): Run[] {
  const { since, until } = validityAt(db, now.toISOString());
  const rows = all<Row>(
    db,
    sql`SELECT ${COLUMNS} FROM ledger.runs WHERE ${sqlAnd([
      sql`organization_id = ${input.organizationId}`,
      input.techniqueId === undefined
        ? null
        : sql`test_key IN (${keysListedFor(input.techniqueId, input.asOf)})`,
      input.key === undefined ? null : sql`test_key = ${input.key}`,
    ])} ORDER BY at DESC, id DESC`,
  );
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    testKey: row.test_key,
    testTitle: row.test_title,
    at: row.at,
    outcome: row.outcome,
    rules: JSON.parse(row.rules) as Run['rules'],
    comment: row.comment,
    author: row.author,
    recordedAt: row.recorded_at,
    isValid: row.at > since && row.at <= until,
  }));
}

/**
 * Records a run of a test, or with `runId` says otherwise what one was. Throws not-found (test, rule or run), organization-archived, and
 * invalid-input: what ran is no test, what fired is no rule, nothing can have fired with that outcome, or the time has not come yet.
 */
export function saveRun(core: Core, input: CheckedInput<'runs.save'>): CallOutput<'runs.save'> {
  const { organizationId, outcome, comment } = input;
  requireActive(core.reader, organizationId);
  const now = core.now();
  const old = input.runId === undefined ? undefined : getRun(core.reader, organizationId, input.runId);
  const test = old?.test_key === input.testKey ? testOf(old) : getTest(core.reader, input);
  const at = new Date(input.at ?? now).toISOString();
  if (Date.parse(at) > now.getTime())
    throw invalid(
      `A run at ${at} has not taken place yet: it is ${now.toISOString()} now. Nothing was recorded.`,
    );
  if (input.rules.length > 0 && !isDetected(outcome))
    throw invalid(
      `Rules that fired make a run alerted (or blocked), not ${outcome}. Choose the outcome that took place, or leave the rules out.`,
    );
  const rules = input.rules.map((key) => getFired(core.reader, organizationId, key));
  const runId = old?.id ?? uuidv7(now.getTime());
  const body = { runId, ...test, at, outcome, rules, comment: comment?.trim() || null };
  return { runId, actionId: isSame(old, body) ? null : say(core, organizationId, body) };
}

/** Throws not-found and organization-archived. */
export function deleteRun(core: Core, organizationId: string, runId: string): { actionId: string } {
  requireActive(core.reader, organizationId);
  const row = getRun(core.reader, organizationId, runId);
  return { actionId: say(core, organizationId, { ...bodyOf(row), outcome: null }) };
}

function say(core: Core, organizationId: string, body: EntryBodies['run']): string {
  const actionId = appendAction(core.ledger(), { organizationId, author: core.author(), now: core.now() }, [
    { type: 'run', target: runTarget(body.runId), body },
  ]);
  core.emit('tracking.changed', { organizationId });
  return actionId as string;
}

type Test = Pick<EntryBodies['run'], 'testKey' | 'title' | 'url' | 'sourceId'>;

function getTest(db: ReadableDB, { testKey, organizationId }: CheckedInput<'runs.save'>): Test {
  const { key, kind, title, url, source } = getResource(db, testKey, organizationId, 'listed');
  if (kind !== 'test')
    throw invalid(`${key} is a ${kind}: ${title}. Only tests are run; find one with a search.`);
  return { testKey: key, title, url, sourceId: source.id };
}

function getFired(db: ReadableDB, organizationId: string, key: string): { key: string; title: string } {
  const rule = getResource(db, key, organizationId, 'listed');
  if (rule.kind !== 'rule') throw invalid(`${rule.key} is a ${rule.kind}: ${rule.title}. Only rules fire.`);
  return { key: rule.key, title: rule.title };
}

function getRun(db: ReadableDB, organizationId: string, runId: string): Row {
  const row = get<Row>(
    db,
    sql`SELECT ${COLUMNS} FROM ledger.runs WHERE organization_id = ${organizationId} AND id = ${runId}`,
  );
  if (!row)
    throw new AppError(
      'not-found',
      'That run is not there any more. It may have been deleted or undone; see the history.',
      { runId },
    );
  return row;
}

function testOf(row: Row): Test {
  return { testKey: row.test_key, title: row.test_title, url: row.test_url, sourceId: row.source_id };
}

/** What a run says, as an entry says it. */
function bodyOf(row: Row): EntryBodies['run'] {
  const { id: runId, at, outcome, comment } = row;
  return { runId, ...testOf(row), at, outcome, rules: JSON.parse(row.rules) as Run['rules'], comment };
}

function isSame(old: Row | undefined, body: EntryBodies['run']): boolean {
  return old !== undefined && JSON.stringify(bodyOf(old)) === JSON.stringify(body);
}

/** All of an organization's runs of one test. */
export function runsOf(db: ReadableDB, organizationId: string, testKey: string): EntryBodies['run'][] {
  return all<Row>(
    db,
    sql`SELECT ${COLUMNS} FROM ledger.runs WHERE organization_id = ${organizationId} AND test_key = ${testKey} ORDER BY id`,
  ).map(bodyOf);
}

function invalid(message: string): AppError {
  return new AppError('invalid-input', message);
}
