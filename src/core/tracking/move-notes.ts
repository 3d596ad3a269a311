import { AppError } from '../../shared/errors.ts';
import type { CallOutput, CheckedInput } from '../../shared/contract.ts';
import type { UnplacedNote } from '../../shared/model/tracking.ts';
import { getPlace, getTechniqueRow } from '../catalog/technique-row.ts';
import type { Core } from '../core.ts';
import type { ReadableDB } from '../db/sql.ts';
import { appendAction, type NewEntry } from '../ledger/append.ts';
import { noteTarget } from '../ledger/entry.ts';
import { listNotes } from './notes.ts';
import { requireActive } from './organizations.ts';

/** Notes on techniques that the version of ATT&CK at hand has split, deprecated or never known: those that follow to no one technique by themselves. */
export function listUnplacedNotes(db: ReadableDB, organizationId: string): UnplacedNote[] {
  return listNotes(db, { organizationId, asOf: 'listed' }).flatMap((note) => {
    if (note.targetType !== 'technique') return [];
    const placement = getPlace(db, note.targetKey);
    return placement === null || placement.kind === 'moved' ? [] : [{ ...note, placement }];
  });
}

/** Puts notes on another technique: one action. Throws not-found (technique or note), invalid-input and organization-archived. */
export function moveNotes(core: Core, input: CheckedInput<'notes.move'>): CallOutput<'notes.move'> {
  const { organizationId, noteIds, techniqueId } = input;
  requireActive(core.reader, organizationId);
  const { id: targetKey, name: targetTitle } = getTechniqueRow(core.reader, techniqueId, 'current');
  const notes = new Map(
    listNotes(core.reader, { organizationId, asOf: 'listed' }).map((note) => [note.id, note]),
  );
  const entries = [...new Set(noteIds)].flatMap((noteId): NewEntry[] => {
    const note = notes.get(noteId);
    if (!note)
      throw new AppError(
        'not-found',
        `There is no note ${noteId}. It may have been deleted; see the history.`,
        {
          noteId,
        },
      );
    if (note.targetType !== 'technique')
      throw new AppError(
        'invalid-input',
        `The note ${noteId} is on ${note.targetTitle}, which is no technique.`,
        {
          noteId,
        },
      );
    if (note.targetKey === targetKey) return [];
    const body = { noteId, targetType: 'technique' as const, targetKey, targetTitle, text: note.text };
    return [{ type: 'note', target: noteTarget(noteId), body }];
  });
  const action = { organizationId, author: core.author(), now: core.now() };
  const actionId = appendAction(core.ledger(), action, entries);
  if (actionId !== null) core.emit('tracking.changed', { organizationId });
  return { actionId, moved: entries.length };
}
