// Git is of 2005, and rules of some sources were older when they came to it. What else clocks and archives say is garbage.
const FIRST = Date.UTC(2000, 0, 1);
const LAST = Date.UTC(2100, 0, 1);

/** `YYYY-MM-DD`, UTC, of milliseconds since 1970; null for a time at which no commit was made. */
export function dayOf(time: number | null): string | null {
  if (time === null || !(time >= FIRST && time < LAST)) return null;
  return new Date(time).toISOString().slice(0, 10);
}
