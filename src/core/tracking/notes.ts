import { AppError } from '../../shared/errors.ts';
import type { CallOutput, CheckedInput } from '../../shared/contract.ts';
import type { AsOf } from '../../shared/model/attack.ts';
import type { Note, NoteTarget } from '../../shared/model/tracking.ts';
import { tablesAsOf } from '../catalog/as-of.ts';
import { getResource } from '../catalog/resources.ts';
import { getTechniqueRow } from '../catalog/technique-row.ts';
import type { Core } from '../core.ts';
import { all, get, sql, sqlAnd, type Query, type ReadableDB } from '../db/sql.ts';
import { appendAction } from '../ledger/append.ts';
import { noteTarget } from '../ledger/entry.ts';
import { uuidv7 } from '../db/uuid.ts';
import { getOrganization, requireActive } from './organizations.ts';

interface Row {
  id: string;
  organization_id: string;
  target_type: NoteTarget;
  target_key: string;
  target_title: string;
  text: string;
  author: string;
  created_at: string;
  updated_at: string;
}

const COLUMNS = sql`id, organization_id, target_type, target_key, target_title, text, author, created_at, updated_at`;

/** Newest first; of a technique with those on its resources, of a key with those on exactly that, else all of the organization. */
export function listNotes(db: ReadableDB, input: CheckedInput<'notes.list'>): Note[] {
  const conditions = [
    sql`organization_id = ${input.organizationId}`,
    input.techniqueId === undefined ? null : onTechnique(input.techniqueId, input.asOf),
    input.key === undefined ? null : sql`target_key = ${input.key}`,
  ];
  const rows = all<Row>(
    db,
    sql`SELECT ${COLUMNS} FROM ledger.notes WHERE ${sqlAnd(conditions)} ORDER BY updated_at DESC, id DESC`,
  );
  return rows.map(rowToNote);
}

/** Condition on `ledger.notes`: on the technique or on a resource that it lists. */
function onTechnique(techniqueId: string, asOf: AsOf): Query {
  return sql`(target_type = 'technique' AND target_key IN (${idsMeaning(techniqueId, asOf)})) OR (target_type = 'resource' AND target_key IN (${keysListedFor(techniqueId, asOf)}))`;
}

/** The ids that mean a technique: its own, and in the version of ATT&CK at hand the earlier ones of which it alone took the place. */
export function idsMeaning(techniqueId: string, asOf: AsOf): Query {
  if (asOf === 'listed') return sql`SELECT ${techniqueId}`;
  return sql`SELECT ${techniqueId} UNION SELECT listed_id FROM technique_places WHERE technique_id = ${techniqueId} AND kind = 'moved'`;
}

/** The keys and aliases of all resources that a technique lists. */
export function keysListedFor(techniqueId: string, asOf: AsOf): Query {
  const { listings } = tablesAsOf(asOf);
  return sql`SELECT r.key FROM ${listings} l JOIN resources r ON r.id = l.resource_id WHERE l.technique_id = ${techniqueId}
    UNION ALL SELECT a.alias FROM ${listings} l JOIN aliases a ON a.resource_id = l.resource_id WHERE l.technique_id = ${techniqueId}`;
}

/** Throws not-found (target or note) and organization-archived. A note that says the same already makes no entry. */
export function saveNote(core: Core, input: CheckedInput<'notes.save'>): CallOutput<'notes.save'> {
  requireActive(core.reader, input.organizationId);
  const old =
    input.noteId === undefined ? undefined : getNote(core.reader, input.organizationId, input.noteId);
  if (old?.text === input.text) return { noteId: old.id, actionId: null };
  const noteId = old?.id ?? uuidv7(core.now().getTime());
  const target = old ?? {
    ...input,
    targetTitle: titleOf(core.reader, input.organizationId, input.targetType, input.targetKey),
  };
  return { noteId, actionId: say(core, input.organizationId, noteId, target, input.text) };
}

/** Throws not-found and organization-archived. */
export function deleteNote(core: Core, organizationId: string, noteId: string): { actionId: string } {
  requireActive(core.reader, organizationId);
  return { actionId: say(core, organizationId, noteId, getNote(core.reader, organizationId, noteId), null) };
}

function say(
  core: Core,
  organizationId: string,
  noteId: string,
  target: Pick<Note, 'targetType' | 'targetKey' | 'targetTitle'>,
  text: string | null,
): string {
  const { targetType, targetKey, targetTitle } = target;
  const body = { noteId, targetType, targetKey, targetTitle, text };
  const actionId = appendAction(core.ledger(), { organizationId, author: core.author(), now: core.now() }, [
    { type: 'note', target: noteTarget(noteId), body },
  ]);
  core.emit('tracking.changed', { organizationId });
  return actionId as string;
}

function titleOf(db: ReadableDB, organizationId: string, type: NoteTarget, key: string): string {
  if (type === 'resource') return getResource(db, key, organizationId, 'listed').title;
  if (type === 'organization') {
    if (key !== organizationId)
      throw new AppError('invalid-input', 'A note on an organization is kept by that organization itself.', {
        key,
      });
    return getOrganization(db, key).name;
  }
  return getTechniqueRow(db, key, 'listed').name;
}

function getNote(db: ReadableDB, organizationId: string, noteId: string): Note {
  const row = get<Row>(
    db,
    sql`SELECT ${COLUMNS} FROM ledger.notes WHERE organization_id = ${organizationId} AND id = ${noteId}`,
  );
  if (!row)
    throw new AppError(
      'not-found',
      'That note is not there any more. It may have been deleted or undone; see the history.',
      { noteId },
    );
  return rowToNote(row);
}

function rowToNote(row: Row): Note {
  return {
    id: row.id,
    organizationId: row.organization_id,
    targetType: row.target_type,
    targetKey: row.target_key,
    targetTitle: row.target_title,
    text: row.text,
    author: row.author,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
