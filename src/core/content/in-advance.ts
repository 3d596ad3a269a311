/**
 * What each of `begin` comes to, in order, one begun when the one before it is there, and up to `ahead` of them before they are asked for.
 * An error waits for its turn.
 */
export async function* inAdvance<Result>(
  begin: readonly (() => Promise<Result>)[],
  ahead: number,
): AsyncGenerator<Result, void, void> {
  const begun: Promise<Result>[] = [];
  for (let next = 0; next < begin.length; next++) {
    for (const one of begin.slice(begun.length, next + 1 + ahead)) {
      const result = (begun.at(-1) ?? Promise.resolve()).then(one);
      // Until its turn it must not count as an error that nobody heard of.
      result.catch(() => undefined);
      begun.push(result);
    }
    yield begun[next] as Promise<Result>;
  }
}
