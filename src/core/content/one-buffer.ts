/** The same bytes, all in one buffer, which can be handed to another thread in one piece and without a copy. Of small arrays each would take a whole block along. */
export function inOneBuffer<Bytes extends readonly Uint8Array[]>(
  arrays: Bytes,
): { buffer: ArrayBuffer; arrays: { [Index in keyof Bytes]: Uint8Array<ArrayBuffer> } } {
  const buffer = new ArrayBuffer(arrays.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  const moved = arrays.map((bytes) => {
    const view = new Uint8Array(buffer, start, bytes.length);
    view.set(bytes);
    start += bytes.length;
    return view;
  });
  return { buffer, arrays: moved as { [Index in keyof Bytes]: Uint8Array<ArrayBuffer> } };
}
