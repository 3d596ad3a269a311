import { AppError } from '../../shared/errors.ts';

/**
 * One answer of the workbench as a screen shows it: the data, the error, and whether a newer answer is on its way.
 * Older data stay until newer ones come, so that nothing flickers; answers that come late are dropped.
 */
export class Query<T> {
  #data = $state.raw<T>();
  #error = $state.raw<AppError>();
  #isLoading = $state(false);
  #number = 0;
  #again: (() => Promise<T>) | null = null;

  get data(): T | undefined {
    return this.#data;
  }

  get error(): AppError | undefined {
    return this.#error;
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  /** Asks, and settles when this answer or a newer one stands. Never rejects. */
  async load(ask: () => Promise<T>): Promise<void> {
    const number = ++this.#number;
    this.#again = ask;
    this.#isLoading = true;
    try {
      const data = await ask();
      if (number !== this.#number) return;
      this.#data = data;
      this.#error = undefined;
    } catch (error) {
      if (number !== this.#number) return;
      this.#error = toAppError(error);
    }
    this.#isLoading = false;
  }

  /** Asks the same once more. */
  async reload(): Promise<void> {
    if (this.#again) await this.load(this.#again);
  }

  /** Forgets the answer, and one that may still come. */
  clear(): void {
    this.#number++;
    this.#again = null;
    this.#data = undefined;
    this.#error = undefined;
    this.#isLoading = false;
  }

  /** Puts a value in place of the answer at once, until the next one. */
  set(data: T): void {
    this.#data = data;
  }
}

/** What was thrown, as an error that the interface has words for. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('internal', error instanceof Error ? error.message : String(error));
}
