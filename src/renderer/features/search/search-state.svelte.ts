import { untrack } from 'svelte';
import type { AppError } from '../../../shared/errors.ts';
import type { Kind, Mark } from '../../../shared/model/resource.ts';
import type { SearchFacets, SearchRow } from '../../../shared/model/search.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { markResources } from '../../state/marking.ts';
import { toAppError } from '../../state/query.svelte.ts';
import { Selection } from '../marking/selection.svelte.ts';
import type { Subject } from '../marking/subject.ts';
import { itemIndexOf, toGroups, toItems, type Group, type Item } from './result.ts';
import { filtersOf, type SearchQuery, type SearchType } from './search-query.ts';

const PAGE = 200;
const TYPING_MS = 60;
const SCROLLING_MS = 40;

interface Result {
  /** Search and organization; another one begins at the top. */
  id: string;
  query: SearchQuery;
  organizationId: string | null;
  total: number;
  milliseconds: number;
  facets: SearchFacets;
  groups: readonly Group[];
}

type Pages = ReadonlyMap<number, readonly SearchRow[]>;

/** The full result of a search: its rows page by page as they come in sight, what is selected, where the cursor is. */
export class SearchState {
  readonly selection = new Selection();
  readonly #app: AppState;
  #result = $state.raw<Result>();
  #pages = $state.raw<Pages>(new Map());
  #error = $state.raw<AppError>();
  #cursor = $state(-1);
  /** Where the list was scrolled to when the screen was left. */
  scroll = 0;
  /** What the comment dialog is about; null: closed. */
  commented = $state.raw<readonly Subject[] | null>(null);

  /** The resource with the cursor is shown with its text beside the list. */
  isReading = $state(false);

  readonly items: readonly Item[] = $derived(this.#result ? toItems(this.#result.groups) : []);
  readonly cursorItem: number = $derived(itemIndexOf(this.#result?.groups ?? [], this.#cursor));
  readonly cursorRow: SearchRow | null = $derived(this.rowAt(this.#cursor) ?? null);

  #number = 0;
  #isSelectingAll = false;
  /** How many rows on screen want each page. */
  readonly #wanted = new Map<number, number>();
  #fetching: Promise<void> | null = null;

  constructor(app: AppState) {
    this.#app = app;
  }

  get result(): Result | undefined {
    return this.#result;
  }

  get error(): AppError | undefined {
    return this.#error;
  }

  /** Position of the row with the cursor in the whole result; -1: none. */
  get cursor(): number {
    return this.#cursor;
  }

  /** The row at a position; undefined until its page is there. */
  rowAt(position: number): SearchRow | undefined {
    return position < 0 ? undefined : this.#pages.get(Math.floor(position / PAGE))?.[position % PAGE];
  }

  /**
   * Searches. While a person types it waits a moment and drops what came too late; the same search once more, after a
   * change, keeps the place. Settles when this answer or a newer one stands.
   */
  async load(query: SearchQuery, organizationId: string | null): Promise<void> {
    const number = ++this.#number;
    const id = JSON.stringify([query, organizationId]);
    const before = this.#result;
    const isSame = id === before?.id;
    if (before && query.text !== before.query.text) await pause(TYPING_MS);
    if (number !== this.#number) return;
    try {
      const { client, asOf } = this.#app;
      const input = { text: query.text, filters: filtersOf(query), organizationId, asOf };
      const numbers = isSame && this.#wanted.size > 0 ? [...this.#wanted.keys()] : [0];
      const start = performance.now();
      const [pages, facets] = await Promise.all([
        Promise.all(
          numbers.map((page) => client.call('search.list', { ...input, offset: page * PAGE, limit: PAGE })),
        ),
        client.call('search.facets', input),
      ]);
      if (number !== this.#number) return;
      const milliseconds = performance.now() - start;
      const groups = toGroups(facets, query);
      this.#pages = new Map(numbers.map((page, index) => [page, pages[index]!.rows]));
      this.#result = { id, query, organizationId, total: pages[0]!.total, milliseconds, facets, groups };
      this.#error = undefined;
      if (isSame) this.#cursor = Math.min(this.#cursor, pages[0]!.total - 1);
      else this.#begin();
    } catch (error) {
      if (number === this.#number) this.#error = toAppError(error);
    }
  }

  /** Says that a row is on screen, until the answer is called: its page is fetched if it is still wanted a moment later. */
  want(position: number): () => void {
    const page = Math.floor(position / PAGE);
    this.#wanted.set(page, (this.#wanted.get(page) ?? 0) + 1);
    if (!untrack(() => this.#pages.has(page))) void this.fetchWanted();
    return () => {
      const left = (this.#wanted.get(page) ?? 1) - 1;
      if (left > 0) this.#wanted.set(page, left);
      else this.#wanted.delete(page);
    };
  }

  /** Fetches the pages that rows on screen want. Settles when they are there. */
  fetchWanted(): Promise<void> {
    this.#fetching ??= this.#fetch().finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  moveTo(position: number): void {
    const total = this.#result?.total ?? 0;
    this.#cursor = Math.max(-1, Math.min(position, total - 1));
  }

  /** Shows the resource at a position with its text. */
  read(position: number): void {
    this.moveTo(position);
    this.isReading = true;
  }

  /** Moves the cursor by rows; from none to the first or last. */
  step(by: number): void {
    const total = this.#result?.total ?? 0;
    if (total === 0) return;
    const from = this.#cursor === -1 && by < 0 ? total : this.#cursor;
    this.moveTo(Math.max(0, from + by));
  }

  /** Selects the row with the cursor and the next one, which gets it. */
  extend(by: 1 | -1): void {
    this.#select(this.#cursor, this.#cursor);
    this.step(by);
    this.#select(this.#cursor, this.#cursor);
  }

  /** Selects from the row with the cursor to another one; rows that were never on screen between them too. */
  async extendTo(position: number): Promise<void> {
    const from = this.#cursor === -1 ? position : this.#cursor;
    const [first, last] = [Math.min(from, position), Math.max(from, position)];
    this.moveTo(position);
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) await this.#load(page);
    this.#select(first, last);
  }

  toggleSelected(row: SearchRow | null): void {
    if (row?.type === 'resource') this.selection.toggle(row.key, row.kind!);
  }

  /** Resources of the whole result. */
  get selectable(): number {
    const { groups = [] } = this.#result ?? {};
    return groups.reduce((sum, { type, count }) => (isKind(type) ? sum + count : sum), 0);
  }

  /** Selects every resource of the result, on screen or not. */
  async selectAll(): Promise<void> {
    const result = this.#result;
    if (!result || this.#isSelectingAll) return;
    this.#isSelectingAll = true;
    const { query, organizationId } = result;
    const found = await this.#app.attempt(() =>
      this.#app.client.call('search.keys', {
        text: query.text,
        filters: filtersOf(query),
        organizationId,
        asOf: this.#app.asOf,
      }),
    );
    this.#isSelectingAll = false;
    if (!found || result.id !== this.#result?.id) return;
    // The keys come kind after kind, as the groups do.
    const kinds = result.groups.flatMap(({ type, count }) =>
      isKind(type) ? Array.from({ length: count }, () => type) : [],
    );
    this.selection.add(found.keys.map((key, index) => ({ key, kind: kinds[index] ?? 'rule' })));
  }

  /** Marks the selection, or else the row with the cursor. */
  async mark(mark: Mark | null): Promise<void> {
    const row = this.cursorRow;
    if (this.selection.size > 0) {
      const { keys, words } = this.selection;
      await markResources(this.#app, { keys, mark, what: words });
    } else if (row) await this.markRow(row, mark);
  }

  async markRow(row: SearchRow, mark: Mark | null): Promise<void> {
    if (row.type !== 'resource') return;
    await markResources(this.#app, { keys: [row.key], mark, what: row.title });
  }

  /** Asks for a comment on the selection, on a row, or on the row with the cursor. */
  async comment(row: SearchRow | null = null): Promise<void> {
    const { client, organizationId } = this.#app;
    const one = row ?? this.cursorRow;
    const isSelection = row === null && this.selection.size > 0;
    const keys = isSelection ? this.selection.keys : one?.type === 'resource' ? [one.key] : [];
    const [key] = keys;
    if (keys.length > 1) this.commented = this.#subjects(keys);
    if (key === undefined || keys.length > 1) return;
    // A row of a result does not carry its comment.
    const detail = await this.#app.attempt(() => client.call('resources.get', { key, organizationId }));
    if (detail) this.commented = [detail];
  }

  #subjects(keys: readonly string[]): Subject[] {
    const rows = new Map([...this.#pages.values()].flat().map((row) => [row.key, row]));
    return keys.map((key) => {
      const row = rows.get(key);
      const kind = this.selection.kindOf(key) ?? row?.kind ?? 'rule';
      return { key, kind, title: row?.title ?? key, mark: row?.mark, comment: null };
    });
  }

  #begin(): void {
    this.#cursor = -1;
    this.scroll = 0;
    this.isReading = false;
    this.selection.clear();
  }

  #select(first: number, last: number): void {
    const rows: { key: string; kind: Kind }[] = [];
    for (let position = Math.max(0, first); position <= last; position++) {
      const row = this.rowAt(position);
      if (row?.type === 'resource') rows.push({ key: row.key, kind: row.kind! });
    }
    this.selection.add(rows);
  }

  async #fetch(): Promise<void> {
    await pause(SCROLLING_MS);
    const missing = () =>
      [...this.#wanted.keys()].filter(
        (page) => !this.#pages.has(page) && page * PAGE < (this.#result?.total ?? 0),
      );
    for (let pages = missing(); pages.length > 0 && !this.#error; pages = missing())
      await this.#load(pages[0]!);
  }

  async #load(page: number): Promise<void> {
    const result = this.#result;
    if (!result || this.#pages.has(page) || page * PAGE >= result.total) return;
    const number = this.#number;
    const { query, organizationId } = result;
    const input = {
      text: query.text,
      filters: filtersOf(query),
      organizationId,
      asOf: this.#app.asOf,
      offset: page * PAGE,
      limit: PAGE,
    };
    try {
      const { rows } = await this.#app.client.call('search.list', input);
      if (number === this.#number) this.#pages = new Map(this.#pages).set(page, rows);
    } catch (error) {
      if (number === this.#number) this.#error = toAppError(error);
    }
  }
}

function isKind(type: SearchType): type is Kind {
  return type === 'rule' || type === 'test' || type === 'control';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
