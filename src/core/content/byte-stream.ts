/** Bytes that come in chunks, taken in pieces. What does not fit is thrown as an Error. */
export class ByteStream {
  readonly #source: AsyncIterator<Buffer>;
  readonly #most: number;
  #chunk = Buffer.alloc(0);
  #came = 0;

  /** Throws when more than `most` bytes come. */
  constructor(source: AsyncIterable<Buffer>, most: number) {
    this.#source = source[Symbol.asyncIterator]();
    this.#most = most;
  }

  /** That many bytes, as a copy. */
  async take(bytes: number): Promise<Buffer> {
    const taken = Buffer.alloc(bytes);
    for (let at = 0; at < bytes;) {
      if (!(await this.#fill())) throw new Error('ends in the middle of a file');
      const piece = this.#chunk.subarray(0, bytes - at);
      at += piece.copy(taken, at);
      this.#chunk = this.#chunk.subarray(piece.length);
    }
    return taken;
  }

  /** As `take`, but null when there is nothing more. */
  async takeOrEnd(bytes: number): Promise<Buffer | null> {
    return (await this.#fill()) ? this.take(bytes) : null;
  }

  async skip(bytes: number): Promise<void> {
    for (let left = bytes; left > 0;) {
      if (!(await this.#fill())) throw new Error('ends in the middle of a file');
      const skipped = Math.min(left, this.#chunk.length);
      this.#chunk = this.#chunk.subarray(skipped);
      left -= skipped;
    }
  }

  /** Lets all pass that is left. */
  async drain(): Promise<void> {
    while (await this.#fill()) this.#chunk = Buffer.alloc(0);
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #fill(): Promise<boolean> {
    while (this.#chunk.length === 0) {
      const next = await this.#source.next();
      if (next.done) return false;
      this.#chunk = next.value as Buffer<ArrayBuffer>;
      this.#came += this.#chunk.length;
      if (this.#came > this.#most) throw new Error('unpacks to too much');
    }
    return true;
  }
}
