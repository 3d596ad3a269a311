/**
 * A value as its JSON, in UTF-8. What may have thousands of rows goes from thread to thread and on to the page as bytes, and is parsed where it is
 * read: passing the objects, or as much as a string, would hold up each thread on the way.
 */
export class JsonText<T> {
  /** What it parses to. */
  declare readonly parsed?: T;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}
