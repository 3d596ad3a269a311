import type { TechniqueAttack } from '../../../shared/model/attack.ts';
import type { ListedSource, TechniqueDetail } from '../../../shared/model/detail.ts';
import type { ProblemRow } from '../../../shared/model/content.ts';
import type { Mark } from '../../../shared/model/resource.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { markResources } from '../../state/marking.ts';
import { Query } from '../../state/query.svelte.ts';
import { Selection } from '../marking/selection.svelte.ts';
import type { Subject } from '../marking/subject.ts';
import { toLines, type Line, type RowLine, type Show } from './lines.ts';
import { TechniqueNotes } from './technique-notes.svelte.ts';
import { TechniqueRuns } from './technique-runs.svelte.ts';

interface Place {
  cursor: { id: string; index: number } | null;
  scroll: number;
}

/** One technique at a time: what is listed, what is marked, which row has the cursor. Kept between visits. */
export class TechniqueState {
  readonly detail = new Query<TechniqueDetail>();
  readonly problems = new Query<{ rows: ProblemRow[]; total: number }>();
  /** What ATT&CK says of it; null where no version at hand knows it. */
  readonly attack = new Query<TechniqueAttack | null>();
  readonly selection = new Selection();
  readonly notes: TechniqueNotes;
  readonly runs: TechniqueRuns;
  readonly #app: AppState;
  #id = '';
  #show = $state<Show>('all');
  #folded = $state.raw<ReadonlySet<string>>(new Set());
  #cursor = $state.raw<Place['cursor']>(null);
  /** Long descriptions are shown whole. */
  isTextOpen = $state(false);
  readonly #places = new Map<string, Place>();
  /** Where the page is scrolled to, and at the next visit will be again. */
  scroll = 0;
  /** What the comment dialog is about; null: closed. */
  commented = $state.raw<readonly Subject[] | null>(null);

  /** The row with the cursor is shown with its text beside the list. */
  isReading = $state(false);

  readonly lines: readonly Line[] = $derived(
    this.detail.data ? toLines(this.detail.data, { show: this.#show, folded: this.#folded }) : [],
  );
  readonly rows: readonly RowLine[] = $derived(this.lines.filter((line) => line.type === 'row'));
  /** A row that has gone, because it is marked and filtered now, leaves the cursor at its place. */
  readonly cursorIndex: number = $derived.by(() => {
    const cursor = this.#cursor;
    if (cursor === null) return -1;
    const index = this.rows.findIndex(({ id }) => id === cursor.id);
    return index === -1 ? Math.min(cursor.index, this.rows.length - 1) : index;
  });
  readonly cursorRow: RowLine | null = $derived(this.rows[this.cursorIndex] ?? null);

  constructor(app: AppState) {
    this.#app = app;
    this.notes = new TechniqueNotes(app);
    this.runs = new TechniqueRuns(app);
  }

  get show(): Show {
    return this.#show;
  }

  set show(show: Show) {
    this.#show = show;
    this.selection.clear();
  }

  /** Loads a technique with its notes and history, for an organization or none. */
  async load(techniqueId: string, organizationId: string | null): Promise<void> {
    if (techniqueId !== this.#id) this.#enter(techniqueId);
    const { client, asOf } = this.#app;
    await Promise.all([
      this.detail.load(() => client.call('techniques.get', { techniqueId, organizationId, asOf })),
      this.attack.load(() => client.call('techniques.attack', { techniqueId })),
      this.notes.load(techniqueId, organizationId),
      this.runs.load(techniqueId, organizationId),
    ]);
  }

  async loadProblems(): Promise<void> {
    const techniqueId = this.#id;
    await this.problems.load(() => this.#app.client.call('content.problems', { techniqueId }));
  }

  isFolded(foldKey: string): boolean {
    return this.#folded.has(foldKey);
  }

  toggleFold(foldKey: string): void {
    const folded = new Set(this.#folded);
    if (!folded.delete(foldKey)) folded.add(foldKey);
    this.#folded = folded;
  }

  moveTo(id: string | null): void {
    const index = this.rows.findIndex((row) => row.id === id);
    this.#cursor = index === -1 ? null : { id: this.rows[index]!.id, index };
  }

  /** Shows a row with its text. */
  read(id: string): void {
    this.moveTo(id);
    this.isReading = true;
  }

  /** Puts the cursor on a resource by its key, unfolding what hides it. Answers whether it is here. */
  moveToKey(key: string): boolean {
    const section = this.detail.data?.sections.find(({ resources }) =>
      resources.some((one) => one.key === key),
    );
    if (!section) return false;
    const prefix = `${section.kind}/${section.source.id}`;
    this.#folded = new Set([...this.#folded].filter((one) => !one.startsWith(prefix)));
    if (!this.rows.some(({ resource }) => resource.key === key)) this.#show = 'all';
    this.moveTo(this.rows.find(({ resource }) => resource.key === key)?.id ?? null);
    return true;
  }

  /** Moves the cursor by rows; from none to the first or last. */
  step(by: 1 | -1): void {
    if (this.rows.length === 0) return;
    const from = this.cursorIndex;
    const to = from === -1 ? (by === 1 ? 0 : this.rows.length - 1) : from + by;
    this.moveTo(this.rows[Math.max(0, Math.min(to, this.rows.length - 1))]!.id);
  }

  /** Selects the row with the cursor and the next one, which gets it. */
  extend(by: 1 | -1): void {
    if (this.cursorRow) this.selection.add([subjectOf(this.cursorRow)]);
    this.step(by);
    if (this.cursorRow) this.selection.add([subjectOf(this.cursorRow)]);
  }

  /** Selects from the row with the cursor to another one. */
  extendTo(id: string): void {
    const to = this.rows.findIndex((row) => row.id === id);
    const from = this.cursorIndex === -1 ? to : this.cursorIndex;
    const range = this.rows.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.selection.add(range.map(subjectOf));
    this.moveTo(id);
  }

  toggleSelected(row: RowLine | null): void {
    if (row) this.selection.toggle(row.resource.key, row.section.kind);
  }

  /** All shown rows of the source with the cursor, or of the first. */
  selectSource(): void {
    const section = (this.cursorRow ?? this.rows[0])?.section;
    this.selection.add(this.rows.filter((row) => row.section === section).map(subjectOf));
  }

  /** Marks the selection, or else the row with the cursor. */
  async mark(mark: Mark | null): Promise<void> {
    const row = this.cursorRow;
    if (this.selection.size > 0) {
      const { keys, words } = this.selection;
      await markResources(this.#app, { keys, mark, what: words });
    } else if (row) await this.markRow(row, mark);
  }

  async markRow(row: RowLine, mark: Mark | null): Promise<void> {
    const { key, title } = row.resource;
    await markResources(this.#app, { keys: [key], mark, what: title });
  }

  /** Asks for a comment on the selection, on a row, or on the row with the cursor. */
  comment(row: RowLine | null = null): void {
    const chosen = row ? [row] : this.rows.filter(({ resource }) => this.selection.has(resource.key));
    const subjects = (chosen.length > 0 ? chosen : this.cursorRow ? [this.cursorRow] : []).map(subjectOf);
    if (subjects.length > 0) this.commented = subjects;
  }

  /** The test with the cursor. */
  get cursorTest(): string | undefined {
    const row = this.cursorRow;
    return row?.section.kind === 'test' ? row.resource.key : undefined;
  }

  /** Asks for a run of the test with the cursor, or of the first one. */
  recordRun(): void {
    const { data } = this.detail;
    if (data && this.#app.organizationId !== null) this.runs.ask(data, { testKey: this.cursorTest });
  }

  #enter(techniqueId: string): void {
    this.#places.set(this.#id, { cursor: this.#cursor, scroll: this.scroll });
    this.#id = techniqueId;
    const place = this.#places.get(techniqueId);
    this.#cursor = place?.cursor ?? null;
    this.scroll = place?.scroll ?? 0;
    this.selection.clear();
    this.problems.clear();
    this.commented = null;
    this.runs.asked = null;
    this.isReading = false;
  }
}

export function subjectOf({ resource, section }: RowLine): Subject {
  const { key, title, mark, comment } = resource;
  return { key, kind: section.kind, title, mark, comment };
}

export function subjectsOf(section: ListedSource, resources = section.resources): Subject[] {
  return resources.map(({ key, title, mark, comment }) => ({
    key,
    kind: section.kind,
    title,
    mark,
    comment,
  }));
}
