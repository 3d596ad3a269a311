import { SvelteMap } from 'svelte/reactivity';
import type { Note, Organization } from '../../../shared/model/tracking.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { tellUndoable } from '../../state/marking.ts';
import { Query, toAppError } from '../../state/query.svelte.ts';

/** A note being written. */
export interface NoteDraft {
  /** The note that it replaces; null: a new one. */
  noteId: string | null;
  text: string;
  /** What stood there before. */
  before: string;
}

/** Errors that belong beside the field; all else is said in a toast. */
const FIELD_ERRORS = new Set(['name-taken', 'invalid-input']);

/** The organizations of the data folder: making, naming, archiving them, and the notes on them. */
export class OrganizationsState {
  readonly #app: AppState;
  readonly notes = new Query<Note[]>();
  newName = $state('');
  #newError = $state<string | null>(null);
  #renamingId = $state<string | null>(null);
  renamed = $state('');
  #renameError = $state<string | null>(null);
  #cursorId = $state<string | null>(null);
  /** By organization: one at a time on each. */
  readonly #drafts = new SvelteMap<string, NoteDraft>();

  constructor(app: AppState) {
    this.#app = app;
    app.watchUnsaved(() => [...this.#drafts.values()].some(isUnsaved));
  }

  get newError(): string | null {
    return this.#newError;
  }

  get renamingId(): string | null {
    return this.#renamingId;
  }

  get renameError(): string | null {
    return this.#renameError;
  }

  /** The row that keys act on and whose notes are shown: the chosen organization until another row is picked. */
  get cursor(): Organization | null {
    const { organizations, organizationId } = this.#app;
    const byId = (id: string | null) => organizations.find((one) => one.id === id);
    return byId(this.#cursorId) ?? byId(organizationId) ?? organizations[0] ?? null;
  }

  setCursor(organizationId: string): void {
    this.#cursorId = organizationId;
  }

  /** To the next row or the one before. */
  moveCursor(by: 1 | -1): void {
    const { organizations } = this.#app;
    const at = organizations.findIndex(({ id }) => id === this.cursor?.id);
    this.#cursorId = organizations[Math.min(organizations.length - 1, Math.max(0, at + by))]?.id ?? null;
  }

  /** Creates the organization named in `newName` and shows it. What is wrong with the name is `newError`. Answers whether it is there. */
  async create(): Promise<boolean> {
    this.#newError = requireName(this.newName);
    if (this.#newError !== null) return false;
    const done = await this.#named(
      () => this.#app.createOrganization(this.newName),
      (error) => (this.#newError = error),
    );
    if (!done) return false;
    this.newName = '';
    this.#cursorId = null;
    return true;
  }

  forgetNew(): void {
    this.newName = '';
    this.#newError = null;
  }

  beginRename(organization: Organization): void {
    this.#cursorId = organization.id;
    this.#renamingId = organization.id;
    this.renamed = organization.name;
    this.#renameError = null;
  }

  endRename(): void {
    this.#renamingId = null;
    this.#renameError = null;
  }

  /** Gives the organization being renamed the name in `renamed`; `renameError` says what is wrong with it. */
  async rename(): Promise<boolean> {
    const organization = this.#app.organizations.find(({ id }) => id === this.#renamingId);
    if (!organization) return false;
    const name = this.renamed.trim();
    this.#renameError = requireName(name);
    if (this.#renameError !== null) return false;
    const done = await this.#named(
      () => this.#call(organization.id, name),
      (error) => (this.#renameError = error),
    );
    if (!done) return false;
    this.endRename();
    if (name !== organization.name)
      await this.#tell({ text: `${organization.name} is now ${name}` }, organization.id);
    return true;
  }

  async choose(organizationId: string): Promise<void> {
    this.#cursorId = organizationId;
    await this.#app.chooseOrganization(organizationId);
  }

  /** Archives, or brings back; with undo. Says which one is shown where that is another one now. */
  async archive(organization: Organization, isArchived: boolean): Promise<void> {
    const { id, name } = organization;
    const wasShown = id === this.#app.organizationId;
    this.#cursorId = id;
    const next = isArchived
      ? await this.#app.archiveOrganization(organization)
      : await this.#app.attempt(() => this.#bringBack(id));
    if (next === undefined) return;
    const kept = 'It keeps its marks and notes, and takes no new ones.';
    const detail = isArchived ? (next ? `${next.name} is shown now. ${kept}` : kept) : undefined;
    await this.#tell({ text: `${name} ${isArchived ? 'archived' : 'brought back'}`, detail }, id, () => {
      if (wasShown) void this.#app.chooseOrganization(id);
    });
  }

  async loadNotes(organizationId: string | null): Promise<void> {
    if (organizationId === null) return this.notes.clear();
    await this.notes.load(() => this.#app.client.call('notes.list', { organizationId, key: organizationId }));
  }

  /** The note being written on an organization; null: none. */
  draftOf(organizationId: string): NoteDraft | null {
    return this.#drafts.get(organizationId) ?? null;
  }

  /** Begins a new note on an organization, or takes an old one up. What was begun before and not saved stays. */
  beginNote(organizationId: string, note: Note | null = null): void {
    const draft = this.#drafts.get(organizationId);
    const noteId = note?.id ?? null;
    if (draft && isUnsaved(draft)) {
      if (draft.noteId !== noteId)
        this.#app.toasts.show({ text: 'Another note is being written', detail: 'Save or cancel it first.' });
      return;
    }
    const before = note?.text ?? '';
    this.#drafts.set(organizationId, { noteId, text: before, before });
  }

  writeNote(organizationId: string, text: string): void {
    const draft = this.#drafts.get(organizationId);
    if (draft) this.#drafts.set(organizationId, { ...draft, text });
  }

  endNote(organizationId: string): void {
    this.#drafts.delete(organizationId);
  }

  async saveNote(organizationId: string): Promise<void> {
    const draft = this.#drafts.get(organizationId);
    const text = draft?.text.trim() ?? '';
    if (!draft || text === '') return;
    const { noteId } = draft;
    const saved = await this.#app.attempt(() =>
      this.#app.client.call('notes.save', {
        organizationId,
        ...(noteId !== null && { noteId }),
        targetType: 'organization',
        targetKey: organizationId,
        text,
      }),
    );
    if (!saved) return;
    this.endNote(organizationId);
    if (this.cursor?.id === organizationId) await this.loadNotes(organizationId);
    if (saved.actionId !== null) this.#tellUndoable('Note saved', organizationId, saved.actionId);
  }

  async deleteNote({ id: noteId, organizationId }: Note): Promise<void> {
    const { client } = this.#app;
    const done = await this.#app.attempt(() => client.call('notes.delete', { organizationId, noteId }));
    if (!done) return;
    await this.loadNotes(organizationId);
    this.#tellUndoable('Note deleted', organizationId, done.actionId);
  }

  #call(organizationId: string, name: string): Promise<Organization> {
    return this.#app.client.call('organizations.rename', { organizationId, name });
  }

  async #bringBack(organizationId: string): Promise<null> {
    await this.#app.client.call('organizations.archive', { organizationId, archived: false });
    return null;
  }

  /** Runs what gives a name; an error of the name goes to its field. */
  async #named(run: () => Promise<unknown>, say: (error: string) => void): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (thrown) {
      const error = toAppError(thrown);
      if (FIELD_ERRORS.has(error.code)) say(error.message);
      else this.#app.report(error);
      return false;
    }
  }

  /** Says what was done to an organization itself, with undo. What was done has an id in its history alone. */
  async #tell(
    said: { text: string; detail?: string | undefined },
    organizationId: string,
    onundone?: () => void,
  ): Promise<void> {
    const { client, toasts } = this.#app;
    const history = await this.#app.attempt(() =>
      client.call('tracking.history', { organizationId, limit: 1 }),
    );
    const entry = history?.rows[0];
    if (entry?.type !== 'organization') toasts.show(said);
    else tellUndoable(this.#app, said, { organizationId, actionId: entry.actionId }, onundone);
  }

  #tellUndoable(text: string, organizationId: string, actionId: string): void {
    tellUndoable(this.#app, text, { organizationId, actionId }, () => {
      if (this.cursor?.id === organizationId) void this.loadNotes(organizationId);
    });
  }
}

function isUnsaved({ text, before }: NoteDraft): boolean {
  return text.trim() !== '' && text !== before;
}

function requireName(name: string): string | null {
  return name.trim() === '' ? 'A name is needed.' : null;
}
