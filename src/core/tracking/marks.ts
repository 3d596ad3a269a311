import { AppError } from '../../shared/errors.ts';
import type { CheckedInput, CallOutput } from '../../shared/contract.ts';
import type { Kind, Mark } from '../../shared/model/resource.ts';
import { getMark, getResourceRow } from '../catalog/resources.ts';
import type { Core } from '../core.ts';
import { get, sql, type ReadableDB } from '../db/sql.ts';
import { appendAction, type NewEntry } from '../ledger/append.ts';
import { markTarget } from '../ledger/entry.ts';
import { requireActive } from './organizations.ts';

/**
 * Marks resources in one action. Throws not-found (a key that neither the catalog nor the organization's marks know; nothing is marked
 * then) and organization-archived.
 */
export function markResources(core: Core, input: CheckedInput<'tracking.mark'>): CallOutput<'tracking.mark'> {
  requireActive(core.reader, input.organizationId);
  const entries = new Map<string, NewEntry>();
  for (const key of input.keys) {
    const entry = markEntry(core.reader, input, key);
    if (entry) entries.set(entry.target, entry);
  }
  const action = { organizationId: input.organizationId, author: core.author(), now: core.now() };
  const actionId = appendAction(core.ledger(), action, [...entries.values()]);
  if (actionId) core.emit('tracking.changed', { organizationId: input.organizationId });
  return { actionId, changed: entries.size };
}

/** The entry to make, or null when it stands so already. */
function markEntry(db: ReadableDB, input: CheckedInput<'tracking.mark'>, key: string): NewEntry | null {
  const subject = getSubject(db, input.organizationId, key);
  if (input.onlyOpen && subject.mark !== null) return null;
  // A comment is on the mark: it stays when the mark becomes another one, and goes with it.
  const kept = input.mark === null ? null : subject.comment;
  const comment = input.comment === undefined ? kept : input.comment?.trim() || null;
  if (subject.mark === input.mark && subject.comment === comment) return null;
  const { title, url, kind, sourceId } = subject;
  return {
    type: 'mark',
    target: markTarget(subject.key),
    body: { mark: input.mark, comment, title, url, kind, sourceId },
  };
}

interface Subject {
  key: string;
  title: string;
  url: string | null;
  kind: Kind;
  sourceId: string;
  mark: Mark | null;
  comment: string | null;
}

function getSubject(db: ReadableDB, organizationId: string, key: string): Subject {
  const resource = getResourceRow(db, key);
  if (!resource) return getFormerSubject(db, organizationId, key);
  const { title, url, kind, source_id: sourceId } = resource;
  return { key: resource.key, title, url, kind, sourceId, ...getMark(db, organizationId, resource.id) };
}

/** A resource that has left the catalog can still be marked otherwise: the ledger knows what it was. */
function getFormerSubject(db: ReadableDB, organizationId: string, key: string): Subject {
  const row = get<Omit<Subject, 'key' | 'sourceId'> & { source_id: string }>(
    db,
    sql`SELECT title, url, kind, source_id, mark, comment FROM ledger.marks WHERE organization_id = ${organizationId} AND resource_key = ${key}`,
  );
  if (!row)
    throw new AppError(
      'not-found',
      `No resource has the key ${key}. Find keys with a search; nothing was marked.`,
      { key },
    );
  const { source_id: sourceId, ...rest } = row;
  return { key, sourceId, ...rest };
}
