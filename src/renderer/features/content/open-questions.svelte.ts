import type { KeyQuestion, OpenQuestion } from '../../../shared/model/import-effect.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { Query } from '../../state/query.svelte.ts';
import { nameOfQuestion } from './question-words.ts';
import { tieResources } from './tie.ts';

/** Questions of all imports that are open still, and the answer to one. */
export class OpenQuestions {
  readonly #app: AppState;
  readonly list = new Query<OpenQuestion[]>();
  readonly #names = $derived(this.list.data && new Set(this.list.data.map(nameOfQuestion)));
  #isBusy = $state(false);

  constructor(app: AppState) {
    this.#app = app;
  }

  /** An answer is on its way. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Whether a question can be answered still; undefined as long as that is not known. */
  isOpen(question: KeyQuestion): boolean | undefined {
    return this.#names?.has(nameOfQuestion(question));
  }

  /** Called again whenever the catalog or the marks changed. */
  async load(): Promise<void> {
    await this.list.load(() => this.#app.client.call('content.questions', {}));
  }

  /** Says that what came is what went. Answers whether it is done. */
  async answer(question: KeyQuestion): Promise<boolean> {
    if (this.#isBusy) return false;
    this.#isBusy = true;
    const isDone = await tieResources(this.#app, question, () => void this.load());
    // At once: whoever asks next may be overtaken by what the change itself made a screen ask.
    if (isDone) this.list.set((this.list.data ?? []).filter((one) => !isSame(one, question)));
    await this.load();
    this.#isBusy = false;
    return isDone;
  }
}

function isSame(one: KeyQuestion, other: KeyQuestion): boolean {
  return nameOfQuestion(one) === nameOfQuestion(other);
}
