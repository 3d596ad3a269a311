import type { HistoryEntry, Note, NoteTarget } from '../../../shared/model/tracking.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { undo } from '../../state/marking.ts';
import { Query } from '../../state/query.svelte.ts';
import { toHistoryLines, type HistoryLine } from './history-lines.ts';

const FIRST = 200;
const MORE = 800;
const FEW = 6;

/** Notes and history of the technique that is shown. */
export class TechniqueNotes {
  readonly list = new Query<Note[]>();
  readonly history = new Query<{ rows: HistoryEntry[]; total: number }>();
  readonly #app: AppState;
  #techniqueId = '';
  #limit = FIRST;
  #isLong = $state(false);
  /** Text of a new note, until it is saved; each technique has its own. */
  #drafts = $state<Record<string, string>>({});

  readonly #all: readonly HistoryLine[] = $derived(toHistoryLines(this.history.data?.rows ?? []));
  /** The latest few, or all that are loaded. */
  readonly lines: readonly HistoryLine[] = $derived(this.#isLong ? this.#all : this.#all.slice(0, FEW));

  constructor(app: AppState) {
    this.#app = app;
  }

  /** Entries that no line on screen stands for. */
  get hasEarlier(): boolean {
    const { data } = this.history;
    return data !== undefined && (this.lines.length < this.#all.length || data.rows.length < data.total);
  }

  get draft(): string {
    return this.#drafts[this.#techniqueId] ?? '';
  }

  set draft(text: string) {
    this.#drafts[this.#techniqueId] = text;
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
    const { client } = this.#app;
    await Promise.all([
      this.list.load(() => client.call('notes.list', { organizationId, techniqueId })),
      this.history.load(() =>
        client.call('tracking.history', { organizationId, techniqueId, limit: this.#limit }),
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

  /** Writes a new note, or an old one anew. Answers whether it was saved. */
  async save(text: string, target: { type: NoteTarget; key: string }, noteId?: string): Promise<boolean> {
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
    return saved !== undefined;
  }

  /** Deletes at once, and says how to take it back. */
  async delete(note: Note): Promise<void> {
    const { client, toasts } = this.#app;
    const { organizationId, id: noteId } = note;
    const done = await this.#app.attempt(() => client.call('notes.delete', { organizationId, noteId }));
    if (!done) return;
    toasts.show({
      text: 'Note deleted',
      action: { label: 'Undo', keys: 'Ctrl+Z', run: () => void undo(this.#app, done.actionId) },
    });
  }
}
