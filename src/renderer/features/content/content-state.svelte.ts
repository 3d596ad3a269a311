import type { CallInput } from '../../../shared/contract.ts';
import { LIMITS } from '../../../shared/contract.ts';
import type { AttackInfo } from '../../../shared/model/attack.ts';
import type {
  ImportResult,
  ImportSummary,
  ProblemRow,
  SourceContent,
} from '../../../shared/model/content.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { Query } from '../../state/query.svelte.ts';
import { problemsToCsv } from './problems-csv.ts';
import { RestoreState } from './restore-state.svelte.ts';

/** Problems shown before a person asks for all, and on one page then. */
const FEW = 6;
const PAGE = 100;

/** A source id; `none`: problems of a document itself, not of a source in it. */
export type ProblemFilter = 'all' | 'none' | { sourceId: string };

export interface ContentSummary {
  documents: number;
  sources: SourceContent[];
  problems: number;
  /** Of them those that belong to no source. */
  problemsOfNoSource: number;
  attack: AttackInfo;
}

/** What the catalog holds, the versions of ATT&CK, the problems of its documents, and the imports that made it. */
export class ContentState {
  readonly #app: AppState;
  readonly summary = new Query<ContentSummary>();
  readonly problems = new Query<{ rows: ProblemRow[]; total: number }>();
  readonly imports = new Query<ImportSummary[]>();
  /** The past import that is open. */
  readonly past = new Query<ImportResult>();
  readonly restore: RestoreState;
  #filter = $state.raw<ProblemFilter>('all');
  #isShowingAll = $state(false);
  #page = $state(0);
  #pastId: number | null = null;

  constructor(app: AppState) {
    this.#app = app;
    this.restore = new RestoreState(app);
  }

  get filter(): ProblemFilter {
    return this.#filter;
  }

  /** Problems stand in pages; otherwise only the first few do. */
  get isShowingAll(): boolean {
    return this.#isShowingAll;
  }

  /** Index of the first problem shown, and of the one after the last. */
  get range(): { from: number; to: number } {
    const from = this.#page * this.#size;
    return { from, to: from + (this.problems.data?.rows.length ?? 0) };
  }

  get hasNextPage(): boolean {
    return this.range.to < (this.problems.data?.total ?? 0);
  }

  get #size(): number {
    return this.#isShowingAll ? PAGE : FEW;
  }

  /** Loads all of the screen. Called again whenever the catalog changed. */
  async load(): Promise<void> {
    const { client } = this.#app;
    await Promise.all([
      this.summary.load(() => this.#summarize()),
      this.imports.load(() => client.call('content.imports', {})),
      this.#loadProblems(),
    ]);
  }

  /** Shows the problems of one source, of none, or all. */
  async filterProblems(filter: ProblemFilter): Promise<void> {
    this.#filter = filter;
    this.#page = 0;
    await this.#loadProblems();
  }

  async showAll(isAll: boolean): Promise<void> {
    this.#isShowingAll = isAll;
    this.#page = 0;
    await this.#loadProblems();
  }

  /** Turns to the next page or the one before. */
  async turn(by: 1 | -1): Promise<void> {
    if (by === 1 ? !this.hasNextPage : this.#page === 0) return;
    this.#page += by;
    await this.#loadProblems();
  }

  /** Opens the result of a past import; null closes it. */
  async openPast(importId: number | null): Promise<void> {
    if (importId === this.#pastId) return;
    this.#pastId = importId;
    this.past.clear();
    this.restore.forget();
    if (importId === null) return;
    await this.past.load(async () => ({
      // Imports of earlier versions of Bearing say nothing of these.
      ...{ attack: [], packs: [] },
      ...(await this.#app.client.call('content.importResult', { importId })),
    }));
  }

  /** Copies all problems that the filter lets through, as CSV. */
  async copyProblems(): Promise<void> {
    const rows = await this.#app.attempt(() => this.#listAllProblems());
    if (rows)
      await this.#app.copy(problemsToCsv(rows), rows.length === 1 ? '1 problem' : `${rows.length} problems`);
  }

  async #loadProblems(): Promise<void> {
    const [offset, limit] = [this.#page * this.#size, this.#size];
    const filter = filterInput(this.#filter);
    await this.problems.load(() => this.#app.client.call('content.problems', { ...filter, offset, limit }));
    // The catalog may have come to hold fewer than the page begins with.
    if (this.#page > 0 && this.problems.data?.rows.length === 0) {
      this.#page = 0;
      await this.#loadProblems();
    }
  }

  async #summarize(): Promise<ContentSummary> {
    const { client } = this.#app;
    const [info, sources, attack, all, none] = await Promise.all([
      client.call('app.info', {}),
      client.call('content.sources', {}),
      client.call('content.attack', {}),
      client.call('content.problems', { limit: 1 }),
      client.call('content.problems', { sourceId: null, limit: 1 }),
    ]);
    return {
      documents: info.documents,
      sources,
      problems: all.total,
      problemsOfNoSource: none.total,
      attack,
    };
  }

  async #listAllProblems(): Promise<ProblemRow[]> {
    const rows: ProblemRow[] = [];
    const filter = filterInput(this.#filter);
    for (;;) {
      const page = await this.#app.client.call('content.problems', {
        ...filter,
        offset: rows.length,
        limit: LIMITS.page,
      });
      rows.push(...page.rows);
      if (page.rows.length === 0 || rows.length >= page.total) return rows;
    }
  }
}

function filterInput(filter: ProblemFilter): CallInput<'content.problems'> {
  if (filter === 'all') return {};
  return { sourceId: filter === 'none' ? null : filter.sourceId };
}
