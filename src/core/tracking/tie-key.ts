import { AppError } from '../../shared/errors.ts';
import type { TiedOrganization } from '../../shared/model/import-effect.ts';
import type { Kind, Mark } from '../../shared/model/resource.ts';
import { getMark, getResourceRow, type ResourceRow } from '../catalog/resources.ts';
import type { Core } from '../core.ts';
import { all, get, sql, transaction, type ReadableDB } from '../db/sql.ts';
import { appendAction, type NewEntry } from '../ledger/append.ts';
import { markTarget, noteTarget, runTarget, type EntryBodies } from '../ledger/entry.ts';
import { runsOf } from './runs.ts';

interface MarkRow {
  mark: Mark | null;
  comment: string | null;
  title: string;
  url: string | null;
  kind: Kind;
  source_id: string;
}

/**
 * A person's word that a resource that has gone is one that is there now: what organizations said of the old key they say of the new one from now on,
 * one action for each, which its undo takes back whole. Archived organizations take no entries and stay as they are.
 * Throws not-found (nothing is said of the old key, or the new one is not there) and invalid-input (the old one is still there, or of another kind).
 */
export function tieKey(core: Core, before: string, after: string): { organizations: TiedOrganization[] } {
  const { reader: db } = core;
  const target = getResourceRow(db, after);
  if (!target)
    throw new AppError('not-found', `No resource has the key ${after}. Find keys with a search.`, {
      key: after,
    });
  const old = getResourceRow(db, before);
  if (old)
    throw new AppError(
      'invalid-input',
      `${before} is there still: ${old.title}. Only what has gone can be tied to something else.`,
      { key: before },
    );
  const organizations = all<{ id: string; name: string }>(
    db,
    sql`SELECT id, name FROM ledger.organizations WHERE archived_at IS NULL AND id IN (
          SELECT organization_id FROM ledger.marks WHERE resource_key = ${before}
          UNION SELECT organization_id FROM ledger.notes WHERE target_type = 'resource' AND target_key = ${before}
          UNION SELECT organization_id FROM ledger.runs WHERE test_key = ${before})
        ORDER BY name, id`,
  );
  if (organizations.length === 0)
    throw new AppError(
      'not-found',
      `No organization has a mark, note or run of ${before}. There is nothing to tie.`,
      {
        key: before,
      },
    );
  const moves = organizations.map((organization) => ({
    organization,
    ...move(db, organization.id, before, target),
  }));
  const ledger = core.ledger();
  const tied = transaction(ledger, () =>
    moves.map(({ organization, entries, movedMark, notes }) => {
      const action = { organizationId: organization.id, author: core.author(), now: core.now() };
      return { ...organization, actionId: appendAction(ledger, action, entries) as string, movedMark, notes };
    }),
  );
  for (const { id } of tied) core.emit('tracking.changed', { organizationId: id });
  return { organizations: tied };
}

function move(
  db: ReadableDB,
  organizationId: string,
  before: string,
  target: ResourceRow,
): { entries: NewEntry[]; movedMark: boolean; notes: number } {
  const mark = get<MarkRow>(
    db,
    sql`SELECT mark, comment, title, url, kind, source_id FROM ledger.marks WHERE organization_id = ${organizationId} AND resource_key = ${before}`,
  );
  if (mark && mark.kind !== target.kind)
    throw new AppError(
      'invalid-input',
      `${before} is a ${mark.kind}, ${target.key} a ${target.kind}. Only resources of one kind can be the same.`,
      { before, after: target.key },
    );
  const { mark: newMark, comment: newComment } = getMark(db, organizationId, target.id);
  // What was said of the new one itself was said knowing it.
  const movedMark = mark !== undefined && newMark === null && newComment === null;
  const notes = listNotes(db, organizationId, before, target);
  return {
    entries: [
      ...(mark ? markEntries(mark, before, target, movedMark) : []),
      ...notes,
      ...listRuns(db, organizationId, before, target),
    ],
    movedMark,
    notes: notes.length,
  };
}

function markEntries(mark: MarkRow, before: string, target: ResourceRow, movedMark: boolean): NewEntry[] {
  const { source_id: sourceId, ...rest } = mark;
  const opened: NewEntry = {
    type: 'mark',
    target: markTarget(before),
    body: { ...rest, sourceId, mark: null, comment: null },
  };
  if (!movedMark) return [opened];
  const { title, url, kind } = target;
  const body = { mark: mark.mark, comment: mark.comment, title, url, kind, sourceId: target.source_id };
  return [opened, { type: 'mark', target: markTarget(target.key), body }];
}

function listNotes(db: ReadableDB, organizationId: string, before: string, target: ResourceRow): NewEntry[] {
  const rows = all<{ id: string; text: string }>(
    db,
    sql`SELECT id, text FROM ledger.notes WHERE organization_id = ${organizationId} AND target_type = 'resource' AND target_key = ${before} ORDER BY id`,
  );
  return rows.map(({ id: noteId, text }) => {
    const body: EntryBodies['note'] = {
      noteId,
      targetType: 'resource',
      targetKey: target.key,
      targetTitle: target.title,
      text,
    };
    return { type: 'note', target: noteTarget(noteId), body };
  });
}

function listRuns(db: ReadableDB, organizationId: string, before: string, target: ResourceRow): NewEntry[] {
  const { key: testKey, title, url, source_id: sourceId } = target;
  return runsOf(db, organizationId, before).map((run) => ({
    type: 'run',
    target: runTarget(run.runId),
    body: { ...run, testKey, title, url, sourceId },
  }));
}
