import type { ImportResult } from '../../../shared/model/content.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { countContent, type ContentCounts } from '../../state/import-words.ts';

/** What bringing back the content from before an import would change. */
interface RestorePlan {
  importId: number;
  before: ContentCounts;
  result: ImportResult;
}

/** Brings back the content from before an import: found out first, done when the person says so. */
export class RestoreState {
  readonly #app: AppState;
  #plan = $state.raw<RestorePlan | null>(null);
  #isBusy = $state(false);
  /** For which import it is found out; null when nobody waits for it any more. */
  #asked: number | null = null;

  constructor(app: AppState) {
    this.#app = app;
  }

  /** What waits for the person's word. */
  get plan(): RestorePlan | null {
    return this.#plan;
  }

  /** It runs: it is found out, or done. */
  get isRunning(): boolean {
    return this.#isBusy;
  }

  /** It runs, or another import does. */
  get isBusy(): boolean {
    return this.#isBusy || this.#app.importer.isRunning;
  }

  /** Finds out what it would change. Nothing is written. */
  async ask(importId: number): Promise<void> {
    if (this.isBusy) return;
    this.#asked = importId;
    await this.#run(async () => {
      const before = await countContent(this.#app.client);
      const result = await this.#app.client.call('content.restore', { importId, dryRun: true });
      if (this.#asked === importId) this.#plan = { importId, before, result };
    });
  }

  /** Does what was asked, and opens the import that it is. Answers whether there is one. */
  async confirm(): Promise<boolean> {
    const { importId } = this.#plan ?? {};
    if (importId === undefined || this.isBusy) return false;
    let isDone = false;
    await this.#run(async () => {
      const { importId: made } = await this.#app.client.call('content.restore', { importId });
      this.#plan = null;
      if (made === null) this.#app.toasts.show({ text: 'Nothing to change: the content is as it was then' });
      else {
        this.#app.toasts.show({ text: 'The content is as it was before that import' });
        this.#app.importer.discard();
        this.#app.router.go('content', null, { import: String(made) });
        isDone = true;
      }
    });
    return isDone;
  }

  /** Cancels what runs, else leaves the content as it is. */
  close(): void {
    if (this.#isBusy) void this.#app.importer.cancel();
    else this.forget();
  }

  /** Another import is open: what was asked for this one is not waited for. */
  forget(): void {
    this.#asked = null;
    this.#plan = null;
  }

  async #run(action: () => Promise<void>): Promise<void> {
    this.#isBusy = true;
    await this.#app.attempt(action);
    this.#isBusy = false;
  }
}
