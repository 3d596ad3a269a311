import { SvelteSet } from 'svelte/reactivity';
import type { Coverage, TechniqueCoverage } from '../../../shared/model/coverage.ts';
import type { Level } from '../../../shared/model/technique.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { Query } from '../../state/query.svelte.ts';
import { layoutMatrix, planScrolled, planStacks } from './matrix-layout.ts';
import { cellKey } from './matrix-view.ts';

export const ZOOMS = ['fit', 'names', 'ids'] as const;
export type Zoom = (typeof ZOOMS)[number];

/** Below this width the columns stand in two bands. */
const TWO_BANDS_BELOW = 1230;
const BAND = 8;
/** Padding of that window, left and right together. */
const SIDES = 20;

/** What the overview shows and how: the matrix, its zoom, what is dimmed, unfolded and under the cursor. */
export class OverviewState {
  readonly #app: AppState;
  readonly coverage = new Query<Coverage>();
  zoom = $state<Zoom>('fit');
  filter = $state('');
  /** The level that the legend leaves bright. */
  level = $state<Level | null>(null);
  /** The cell under the cursor: `tactic/id`. */
  cursor = $state<string | null>(null);
  /** Size of the window that the matrix is scrolled in. */
  outerWidth = $state(0);
  height = $state(0);
  readonly #unfolded = new SvelteSet<string>();

  readonly width = $derived(Math.max(0, this.outerWidth - SIDES));
  readonly columns = $derived.by(() => (this.coverage.data ? layoutMatrix(this.coverage.data) : []));
  readonly hasTwoBands = $derived(this.width < TWO_BANDS_BELOW && this.columns.length > BAND);
  readonly plan = $derived.by(() => {
    if (this.zoom === 'names') return planScrolled(this.columns, 31, 2);
    if (this.hasTwoBands)
      return planScrolled(this.columns, this.zoom === 'ids' ? 19 : 30, this.zoom === 'ids' ? 1 : 2);
    return planStacks(this.columns, this.height, this.zoom === 'ids');
  });
  /** Columns in a band; 0: all stand in one. */
  readonly band = $derived(this.hasTwoBands ? BAND : 0);
  /** The tracks of the matrix, for grid-template-columns. */
  readonly tracks = $derived(
    this.hasTwoBands
      ? `repeat(${BAND}, minmax(0, 1fr))`
      : this.plan.map(({ stacks, weight }) => `minmax(0, ${stacks.length * weight}fr)`).join(' '),
  );
  readonly #words = $derived(this.filter.toLowerCase().split(/\s+/).filter(Boolean));
  readonly isFiltered = $derived(this.#words.length > 0 || this.level !== null);
  readonly matches = $derived.by(() => {
    const techniques = this.coverage.data?.techniques ?? [];
    return this.isFiltered ? techniques.filter((technique) => this.isMatch(technique)) : techniques;
  });
  /** Keys of the cells that the filter and the legend dim; null: none. A folded parent stays bright as long as it hides a match. */
  readonly dimmed = $derived.by(() => (this.isFiltered ? this.#findDimmed() : null));
  readonly areAllUnfolded = $derived.by(() => {
    const keys = this.#foldKeys();
    return keys.length > 0 && keys.every((key) => this.#unfolded.has(key));
  });

  constructor(app: AppState) {
    this.#app = app;
    this.filter = app.router.route.params.get('filter') ?? '';
  }

  /** Techniques in the catalog. */
  get total(): number {
    return this.coverage.data?.techniques.length ?? 0;
  }

  get hasOrganization(): boolean {
    return this.#app.organization !== null;
  }

  /** Asks for the numbers of the chosen organization. */
  async load(organizationId: string | null): Promise<void> {
    await this.coverage.load(() =>
      this.#app.client.call('coverage.get', { organizationId, asOf: this.#app.asOf }),
    );
  }

  setFilter(text: string): void {
    this.filter = text;
    this.#app.router.setParams({ filter: text });
  }

  toggleLevel(level: Level): void {
    this.level = this.level === level ? null : level;
  }

  nextZoom(): void {
    this.zoom = ZOOMS[(ZOOMS.indexOf(this.zoom) + 1) % ZOOMS.length]!;
  }

  isUnfolded(key: string): boolean {
    return this.#unfolded.has(key);
  }

  toggleFold(key: string): void {
    if (!this.#unfolded.delete(key)) this.#unfolded.add(key);
  }

  toggleAllFolds(): void {
    const keys = this.#foldKeys();
    if (this.areAllUnfolded) this.#unfolded.clear();
    else for (const key of keys) this.#unfolded.add(key);
  }

  /** Whether a technique is what the filter and the legend ask for. */
  isMatch({ id, name, level }: TechniqueCoverage): boolean {
    if (this.level !== null && level !== this.level) return false;
    const text = `${id} ${name}`.toLowerCase();
    return this.#words.every((word) => text.includes(word));
  }

  /** Takes back one thing that dims; false when nothing does. */
  clearOne(): boolean {
    if (this.filter !== '') this.setFilter('');
    else if (this.level !== null) this.level = null;
    else return false;
    return true;
  }

  #findDimmed(): ReadonlySet<string> {
    const matches = new Set(this.matches);
    const keys: string[] = [];
    for (const { tactic, cells } of this.columns) {
      for (const { technique, subs } of cells) {
        const key = cellKey(tactic, technique.id);
        const hidesMatch = !this.isUnfolded(key) && subs.some((sub) => matches.has(sub));
        if (!matches.has(technique) && !hidesMatch) keys.push(key);
        for (const sub of subs) if (!matches.has(sub)) keys.push(cellKey(tactic, sub.id));
      }
    }
    return new Set(keys);
  }

  #foldKeys(): string[] {
    return this.columns.flatMap(({ tactic, cells }) =>
      cells.filter(({ subs }) => subs.length > 0).map(({ technique }) => cellKey(tactic, technique.id)),
    );
  }
}
