import { SvelteMap } from 'svelte/reactivity';
import type { HistoryEntry, Note, NoteTarget } from '../../../shared/model/tracking.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { tellUndoable } from '../../state/marking.ts';
import { Query } from '../../state/query.svelte.ts';
import { toHistoryLines, type HistoryLine } from './history-lines.ts';

const FIRST = 200;
const MORE = 800;
const FEW = 6;

interface Target {
  type: NoteTarget;
  key: string;
}

/** Notes and history of the technique that is shown. */
export class TechniqueNotes {
  readonly list = new Query<Note[]>();
  readonly history = new Query<{ rows: HistoryEntry[]; total: number }>();
  readonly #app: AppState;
  #techniqueId = '';
  #limit = FIRST;
  #isLong = $state(false);
  /** Texts of new notes, until they are saved; each organization has its own for each technique. */
  readonly #drafts = new SvelteMap<string, string>();
  /** Notes being written anew, by id. */
  readonly #edits = new SvelteMap<string, { text: string; before: string }>();

  readonly #all: readonly HistoryLine[] = $derived(toHistoryLines(this.history.data?.rows ?? []));
  /** The latest few, or all that are loaded. */
  readonly lines: readonly HistoryLine[] = $derived(this.#isLong ? this.#all : this.#all.slice(0, FEW));

  constructor(app: AppState) {
    this.#app = app;
    app.watchUnsaved(() => this.#hasUnsaved());
  }

  /** Entries that no line on screen stands for. */
  get hasEarlier(): boolean {
    const { data } = this.history;
    return data !== undefined && (this.lines.length < this.#all.length || data.rows.length < data.total);
  }

  /** The new note on a technique as far as it is written. */
  textOf(techniqueId: string): string {
    return this.#drafts.get(this.#placeOf(techniqueId)) ?? '';
  }

  write(techniqueId: string, text: string): void {
    this.#drafts.set(this.#placeOf(techniqueId), text);
  }

  /** A note's new text as far as it is written; null: it is not being changed. */
  editOf({ id }: Note): string | null {
    return this.#edits.get(id)?.text ?? null;
  }

  /** Writes a note anew; null: leaves it as it is. */
  edit({ id, text: before }: Note, text: string | null): void {
    if (text === null) this.#edits.delete(id);
    else this.#edits.set(id, { text, before });
  }

  async load(techniqueId: string, organizationId: string | null): Promise<void> {
    if (techniqueId !== this.#techniqueId) {
      this.#techniqueId = techniqueId;
      this.#limit = FIRST;
      this.#isLong = false;
    }
    if (organizationId === null) {
      this.list.clear();
      this.history.clear();
      return;
    }
    const { client, asOf } = this.#app;
    await Promise.all([
      this.list.load(() => client.call('notes.list', { organizationId, techniqueId, asOf })),
      this.history.load(() =>
        client.call('tracking.history', { organizationId, techniqueId, asOf, limit: this.#limit }),
      ),
    ]);
  }

  /** Shows the earlier entries too. */
  async showEarlier(): Promise<void> {
    this.#isLong = true;
    const data = this.history.data;
    if (!data || data.rows.length === data.total) return;
    this.#limit = Math.min(1000, this.#limit + MORE);
    await this.load(this.#techniqueId, this.#app.organizationId);
  }

  /** Saves the new note of a technique, which is empty then. Answers whether it was saved. */
  async saveNew(techniqueId: string, target: Target): Promise<boolean> {
    const place = this.#placeOf(techniqueId);
    const text = this.textOf(techniqueId);
    const isSaved = await this.save(text, target);
    // What was written on meanwhile stays.
    if (isSaved && this.#drafts.get(place) === text) this.#drafts.delete(place);
    return isSaved;
  }

  /** Saves the new text of a note. Answers whether it was saved. */
  async saveEdit(note: Note): Promise<boolean> {
    const text = this.editOf(note) ?? '';
    const isSaved = await this.save(text, { type: note.targetType, key: note.targetKey }, note.id);
    if (isSaved) this.edit(note, null);
    return isSaved;
  }

  /** Writes a new note, or an old one anew, and says so, with undo. Answers whether it was saved. */
  async save(text: string, target: Target, noteId?: string): Promise<boolean> {
    const { organizationId, client } = this.#app;
    if (organizationId === null || text.trim() === '') return false;
    const saved = await this.#app.attempt(() =>
      client.call('notes.save', {
        organizationId,
        targetType: target.type,
        targetKey: target.key,
        text,
        ...(noteId !== undefined && { noteId }),
      }),
    );
    if (saved?.actionId) tellUndoable(this.#app, 'Note saved', { organizationId, actionId: saved.actionId });
    return saved !== undefined;
  }

  /** Deletes at once, and says how to take it back. */
  async delete(note: Note): Promise<void> {
    const { client } = this.#app;
    const { organizationId, id: noteId } = note;
    const done = await this.#app.attempt(() => client.call('notes.delete', { organizationId, noteId }));
    if (done) tellUndoable(this.#app, 'Note deleted', { organizationId, actionId: done.actionId });
  }

  #placeOf(techniqueId: string): string {
    return `${this.#app.organizationId}/${techniqueId}`;
  }

  #hasUnsaved(): boolean {
    const isWritten = (text: string) => text.trim() !== '';
    return (
      [...this.#drafts.values()].some(isWritten) ||
      [...this.#edits.values()].some(({ text, before }) => isWritten(text) && text !== before)
    );
  }
}
