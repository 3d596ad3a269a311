import fs from 'node:fs';
import yauzl from 'yauzl';

const WINDOW = 64 * 1024;

/** The file of a zip as yauzl reads it. A window of it is kept, since entry after entry is asked for in pieces of some dozen bytes. */
export class ZipBytes extends yauzl.RandomAccessReader {
  readonly #handle: number;
  readonly #window = Buffer.alloc(WINDOW);
  #start = 0;
  #length = 0;

  constructor(handle: number) {
    super();
    this.#handle = handle;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytes?: number) => void,
  ): void {
    try {
      const bytes = this.bytes(position, length);
      bytes.copy(buffer, offset);
      callback(null, bytes.length);
    } catch (error) {
      callback(error as Error);
    }
  }

  /** Fewer at the file's end. Good until the next call. */
  bytes(position: number, length: number): Buffer {
    if (length > WINDOW) {
      const buffer = Buffer.alloc(length);
      return buffer.subarray(0, fs.readSync(this.#handle, buffer, 0, length, position));
    }
    if (position < this.#start || position + length > this.#start + this.#length) {
      this.#length = fs.readSync(this.#handle, this.#window, 0, WINDOW, position);
      this.#start = position;
    }
    return this.#window.subarray(
      position - this.#start,
      position - this.#start + Math.min(length, this.#length),
    );
  }

  override close(callback: (error: Error | null) => void): void {
    fs.close(this.#handle, callback);
  }
}
