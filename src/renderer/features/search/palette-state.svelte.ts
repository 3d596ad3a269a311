import type { AppError } from '../../../shared/errors.ts';
import type { SearchFacets, SearchRow } from '../../../shared/model/search.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { toAppError } from '../../state/query.svelte.ts';
import { typeOf } from './result.ts';
import { TYPES, type SearchType } from './search-query.ts';

const TYPING_MS = 60;
const MOST_RECENT = 5;

export interface PaletteGroup {
  type: SearchType;
  /** How many match; more than are shown. */
  total: number;
  /** With their place among all options. */
  rows: { row: SearchRow; index: number }[];
}

/** Search from anywhere: the best few of each kind as a person types. */
export class PaletteState {
  readonly #app: AppState;
  #text = $state('');
  /** What the rows were found for. */
  #answered = $state('');
  #rows = $state.raw<readonly SearchRow[]>([]);
  #totals = $state.raw<SearchFacets['types'] | null>(null);
  #total = $state(0);
  #error = $state.raw<AppError>();
  #cursor = $state(0);
  #recent = $state.raw<readonly string[]>([]);
  #number = 0;

  readonly groups: readonly PaletteGroup[] = $derived.by(() => {
    const rows = this.#rows.map((row, index) => ({ row, index }));
    return TYPES.map((type) => {
      const own = rows.filter(({ row }) => typeOf(row) === type);
      return { type, total: this.#totals?.[type] ?? own.length, rows: own };
    }).filter((group) => group.rows.length > 0);
  });

  constructor(app: AppState) {
    this.#app = app;
  }

  get text(): string {
    return this.#text;
  }

  get answered(): string {
    return this.#answered;
  }

  get rows(): readonly SearchRow[] {
    return this.#rows;
  }

  /** All that match. */
  get total(): number {
    return this.#total;
  }

  get error(): AppError | undefined {
    return this.#error;
  }

  get cursor(): number {
    return this.#cursor;
  }

  /** Texts that led somewhere, newest first, of this window. */
  get recent(): readonly string[] {
    return this.#recent;
  }

  /** The row that Enter opens. */
  get chosen(): SearchRow | undefined {
    return this.#rows[this.#cursor];
  }

  /** Searches for a text a moment later; answers that come late are dropped. Settles when this answer or a newer one stands. */
  async type(text: string): Promise<void> {
    const number = ++this.#number;
    this.#text = text;
    if (text.trim() !== '') await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
    if (number === this.#number) await this.#search(text, number);
  }

  /** Makes sure that the rows are those of the text: a person may press Enter sooner than the answer comes. */
  async settle(): Promise<void> {
    if (this.#text === this.#answered) return;
    const number = ++this.#number;
    await this.#search(this.#text, number);
  }

  moveTo(index: number): void {
    this.#cursor = index;
  }

  /** Moves the cursor, around both ends. */
  step(by: 1 | -1): void {
    const count = this.#rows.length;
    if (count > 0) this.#cursor = (this.#cursor + by + count) % count;
  }

  /** Keeps the text among the recent ones. */
  remember(): void {
    const text = this.#text.trim();
    if (text !== '')
      this.#recent = [text, ...this.#recent.filter((one) => one !== text)].slice(0, MOST_RECENT);
  }

  async #search(text: string, number: number): Promise<void> {
    const { client, organizationId, asOf } = this.#app;
    const isBlank = text.trim() === '';
    try {
      const [found, facets] = isBlank
        ? [{ rows: [], total: 0 }, null]
        : await Promise.all([
            client.call('search.suggest', { text, organizationId, asOf }),
            client.call('search.facets', { text, organizationId, asOf }),
          ]);
      if (number !== this.#number) return;
      this.#rows = found.rows;
      this.#total = found.total;
      this.#totals = facets?.types ?? null;
      this.#error = undefined;
    } catch (error) {
      if (number !== this.#number) return;
      this.#error = toAppError(error);
      this.#rows = [];
    }
    this.#answered = text;
    this.#cursor = 0;
  }
}
