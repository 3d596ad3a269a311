import type { Note, Organization } from '../../../shared/model/tracking.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { Query, toAppError } from '../../state/query.svelte.ts';

/** A note being written: on which organization, and which one it replaces; null for a new one. */
export interface NoteDraft {
  organizationId: string;
  noteId: string | null;
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
  #draft = $state.raw<NoteDraft | null>(null);
  draftText = $state('');

  constructor(app: AppState) {
    this.#app = app;
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

  get draft(): NoteDraft | null {
    return this.#draft;
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
    if (name !== organization.name) this.#tellRenamed(organization, name);
    return true;
  }

  async choose(organizationId: string): Promise<void> {
    this.#cursorId = organizationId;
    await this.#app.chooseOrganization(organizationId);
  }

  /** Archives, or brings back; with undo. */
  async archive(organization: Organization, isArchived: boolean): Promise<void> {
    this.#cursorId = organization.id;
    if (!(await this.#setArchived(organization.id, isArchived))) return;
    this.#app.toasts.show({
      text: `${organization.name} ${isArchived ? 'archived' : 'brought back'}`,
      detail: isArchived ? 'It keeps its marks and notes, and takes no new ones.' : undefined,
      action: { label: 'Undo', run: () => void this.#setArchived(organization.id, !isArchived) },
    });
  }

  async loadNotes(organizationId: string | null): Promise<void> {
    if (organizationId === null) return this.notes.clear();
    await this.notes.load(() => this.#app.client.call('notes.list', { organizationId, key: organizationId }));
  }

  /** Begins a new note on an organization, or takes an old one up. */
  beginNote(organizationId: string, note: Note | null = null): void {
    this.#draft = { organizationId, noteId: note?.id ?? null };
    this.draftText = note?.text ?? '';
  }

  endNote(): void {
    this.#draft = null;
    this.draftText = '';
  }

  async saveNote(): Promise<void> {
    const draft = this.#draft;
    const text = this.draftText.trim();
    if (draft === null || text === '') return;
    const { organizationId, noteId } = draft;
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
    this.endNote();
    await this.loadNotes(organizationId);
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

  async #setArchived(organizationId: string, archived: boolean): Promise<boolean> {
    const { client } = this.#app;
    const done = await this.#app.attempt(() =>
      client.call('organizations.archive', { organizationId, archived }),
    );
    return done !== undefined;
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

  #tellRenamed(was: Organization, name: string): void {
    this.#app.toasts.show({
      text: `${was.name} is now ${name}`,
      action: {
        label: 'Undo',
        run: () => void this.#app.attempt(() => this.#call(was.id, was.name)),
      },
    });
  }

  #tellUndoable(text: string, organizationId: string, actionId: string): void {
    const { client } = this.#app;
    const undo = async () => {
      await this.#app.attempt(() => client.call('tracking.undo', { organizationId, actionId }));
      if (this.cursor?.id === organizationId) await this.loadNotes(organizationId);
    };
    this.#app.toasts.show({ text, action: { label: 'Undo', run: () => void undo() } });
  }
}

function requireName(name: string): string | null {
  return name.trim() === '' ? 'A name is needed.' : null;
}
