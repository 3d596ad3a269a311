import type { ResourceDetail } from '../../../shared/model/detail.ts';
import type { Mark } from '../../../shared/model/resource.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { markResources } from '../../state/marking.ts';
import { Query } from '../../state/query.svelte.ts';
import { colourText, type TextLine } from './colour-text.ts';

/** One rule, test or control at a time, as its panel shows it. */
export class ResourceState {
  readonly detail = new Query<ResourceDetail>();
  readonly #app: AppState;
  #key = '';
  /** Long lines are broken; kept from one resource to the next. */
  isWrapped = $state(true);

  readonly #text = $derived(this.detail.data?.upstream?.body ?? '');
  readonly #language = $derived(this.detail.data?.upstream?.language ?? 'none');
  /** The text without empty lines at its end; it is coloured once, however often marks change. */
  readonly lines: readonly TextLine[] = $derived(
    this.#text === '' ? [] : colourText(this.#text.trimEnd(), this.#language),
  );

  constructor(app: AppState) {
    this.#app = app;
  }

  get text(): string {
    return this.#text;
  }

  /** Loads a resource, with its mark for an organization or none. */
  async load(key: string, organizationId: string | null): Promise<void> {
    // What failed says nothing of the next one.
    if (key !== this.#key && this.detail.error) this.detail.clear();
    this.#key = key;
    await this.detail.load(() =>
      this.#app.client.call('resources.get', { key, organizationId, asOf: this.#app.asOf }),
    );
  }

  async mark(mark: Mark | null): Promise<void> {
    const { key, title } = this.detail.data ?? {};
    if (key !== undefined && title !== undefined)
      await markResources(this.#app, { keys: [key], mark, what: title });
  }

  async copy(): Promise<void> {
    if (this.#text !== '') await this.#app.copy(this.#text, 'Text');
  }
}
