/** Hands parts from where they are made to where they are wanted, in order. What fails is told to whoever asks for the next one. */
export class PartQueue<Part> implements AsyncIterable<Part> {
  readonly #parts: Part[] = [];
  #end: { error: Error | null } | null = null;
  #wake: (() => void) | null = null;

  push(part: Part): void {
    this.#parts.push(part);
    this.#wake?.();
  }

  /** No more parts come: because all were given, or because of an error. */
  end(error: Error | null = null): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Part, void, void> {
    for (;;) {
      const part = this.#parts.shift();
      if (part !== undefined) yield part;
      else if (this.#end?.error) throw this.#end.error;
      else if (this.#end) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
