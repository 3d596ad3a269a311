import type { Client } from '../../shared/client.ts';
import { AppError } from '../../shared/errors.ts';
import type { ImportItem, ImportProgress, ImportResult } from '../../shared/model/content.ts';
import { formatNumber, formatThings } from '../format.ts';
import type { Host } from '../host/host.ts';
import type { Announcer } from './announcer.svelte.ts';
import { changesCatalog, countContent, nameItems, summarize, type ContentCounts } from './import-words.ts';
import { toAppError } from './query.svelte.ts';
import type { Router } from './router.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/** What an import needs of the AppState that made it. */
interface Surroundings {
  readonly client: Client;
  readonly host: Host;
  readonly router: Router;
  readonly toasts: Toasts;
  readonly announcer: Announcer;
  attempt<T>(action: () => Promise<T>): Promise<T | undefined>;
  report(error: AppError): void;
}

/**
 * `reading`: what would change is found out, and nothing is written. `read`: the result waits for the person's word.
 * `written`: the catalog holds it. `failed`: see `error`; nothing was written.
 */
export type ImportStage = 'idle' | 'reading' | 'read' | 'writing' | 'written' | 'failed';

/** The one import that can run: chosen or dropped anywhere in the window, followed on the Content screen. */
export class Importer {
  readonly #app: Surroundings;
  #stage = $state<ImportStage>('idle');
  #job = $state.raw<string | null>(null);
  #progress = $state.raw<ImportProgress | null>(null);
  #before = $state.raw<ContentCounts | null>(null);
  #result = $state.raw<ImportResult | null>(null);
  #error = $state.raw<AppError | null>(null);
  #items = $state.raw<readonly ImportItem[]>([]);
  #isRemovingGone = $state(false);
  #isChoosing = $state(false);
  /** The question whether a folder or files is on the screen. */
  isAsking = $state(false);

  constructor(app: Surroundings) {
    this.#app = app;
  }

  get stage(): ImportStage {
    return this.#stage;
  }

  /** An import runs, here or in another window. */
  get isRunning(): boolean {
    return this.#job !== null || this.#isBusy;
  }

  /** A dialog is open, or files are being handed over. */
  get isChoosing(): boolean {
    return this.#isChoosing;
  }

  get progress(): ImportProgress | null {
    return this.#progress;
  }

  /** What the catalog held before. */
  get before(): ContentCounts | null {
    return this.#before;
  }

  /** What would change, or after writing what did. */
  get result(): ImportResult | null {
    return this.#result;
  }

  get error(): AppError | null {
    return this.#error;
  }

  /** What is imported, for a head: a file's or folder's name, or how many there are. */
  get name(): string {
    return nameItems(this.#items);
  }

  /** Whether writing also removes the listings of documents that have gone. */
  get isRemovingGone(): boolean {
    return this.#isRemovingGone;
  }

  get canWrite(): boolean {
    const { result } = this;
    return this.#stage === 'read' && result !== null && changesCatalog(result);
  }

  get #isBusy(): boolean {
    return this.#stage === 'reading' || this.#stage === 'writing';
  }

  /** Follows events; `job` runs already. */
  listen(job: string | null): void {
    this.#job = job;
    const { client } = this.#app;
    client.on('import.job', (event) => {
      this.#job = event.job;
      if (event.job === null) this.#progress = null;
    });
    client.on('import.progress', (progress) => {
      this.#progress = progress;
      if (progress.total > 0) this.#app.announcer.say(describeProgress(progress));
    });
  }

  /** Asks whether a folder or files. */
  ask(): void {
    if (this.#isFree()) this.isAsking = true;
  }

  /** Lets the person choose, then reads. */
  async choose(what: 'folder' | 'files'): Promise<void> {
    this.isAsking = false;
    await this.#take(() => this.#app.host.chooseImport(what));
  }

  /** Reads what was dropped on the window. */
  async drop(data: DataTransfer): Promise<void> {
    await this.#take(() => this.#app.host.dropImport(data));
  }

  /** Finds out what importing these would change, and shows it on the Content screen. Nothing is written. */
  async read(items: readonly ImportItem[]): Promise<void> {
    this.discard();
    this.#items = items;
    this.#app.router.go('content');
    await this.#read(false);
  }

  /** Reads the same once more: after an error, or when files have changed. */
  async readAgain(): Promise<void> {
    await this.#read(this.#isRemovingGone);
  }

  /** Chooses whether the listings of gone documents go too, and reads again, so that the numbers are those of that choice. */
  async setRemovingGone(isRemoving: boolean): Promise<void> {
    if (this.#stage === 'read') await this.#read(isRemoving);
  }

  /** Writes what was read to the catalog, all of it or nothing. */
  async write(): Promise<void> {
    if (!this.canWrite) return;
    await this.#run('writing', 'written', this.#isRemovingGone);
  }

  async cancel(): Promise<void> {
    await this.#app.attempt(() => this.#app.client.call('content.cancel', {}));
  }

  /** Takes the result off the screen. What was only read is forgotten. */
  discard(): void {
    if (this.#isBusy) return;
    this.#stage = 'idle';
    this.#result = null;
    this.#before = null;
    this.#error = null;
    this.#isRemovingGone = false;
  }

  async #read(isRemovingGone: boolean): Promise<void> {
    await this.#run('reading', 'read', isRemovingGone);
  }

  async #run(
    during: 'reading' | 'writing',
    after: 'read' | 'written',
    isRemovingGone: boolean,
  ): Promise<void> {
    if (this.isRunning) {
      this.#app.report(busy());
      return;
    }
    const { client } = this.#app;
    this.#stage = during;
    this.#error = null;
    try {
      if (during === 'reading') this.#before = await countContent(client);
      const input = {
        items: [...this.#items],
        dryRun: during === 'reading',
        removeGone: isRemovingGone,
      };
      this.#result = await client.call('content.import', input);
      this.#isRemovingGone = isRemovingGone;
      this.#stage = after;
      this.#tell();
    } catch (error) {
      this.#fail(toAppError(error));
    }
  }

  /** After a cancel what was read before still waits; any other error is shown in its place. */
  #fail(error: AppError): void {
    if (error.code === 'import-cancelled') {
      this.#stage = this.#result === null ? 'idle' : 'read';
      this.#app.report(error);
      return;
    }
    this.#error = error;
    this.#stage = 'failed';
    this.#app.announcer.say(error.message);
  }

  /** Says how it ended: in a toast where the Content screen is not in sight. */
  #tell(): void {
    if (this.#result === null) return;
    const text = summarize(this.#result, this.#stage === 'written');
    if (this.#app.router.route.screen === 'content') this.#app.announcer.say(text);
    else {
      this.#app.toasts.show({
        text,
        action: { label: 'Open Content', run: () => this.#app.router.go('content') },
      });
    }
  }

  #isFree(): boolean {
    const isFree = !this.isRunning && !this.#isChoosing;
    if (!isFree) this.#app.report(busy());
    return isFree;
  }

  async #take(ask: () => Promise<ImportItem[] | null>): Promise<void> {
    if (!this.#isFree()) return;
    this.#isChoosing = true;
    let items: ImportItem[] | null | undefined;
    try {
      items = await this.#app.attempt(ask);
    } finally {
      this.#isChoosing = false;
    }
    if (items && items.length > 0) await this.read(items);
    else if (items)
      this.#app.toasts.show({
        text: 'It holds no technique document',
        detail:
          'Of a folder, .md and .markdown files are read here. Import a source’s repository as a zip or tar.gz, ATT&CK or a pack as its file.',
      });
  }
}

function busy(): AppError {
  return new AppError('import-running', 'Wait until it has ended, or cancel it in Content.');
}

function describeProgress({ done, total, problems }: ImportProgress): string {
  const met = problems === 0 ? 'no problems' : formatThings(problems, 'problem');
  return `${formatNumber(done)} of ${formatThings(total, 'file')}, ${met}`;
}
