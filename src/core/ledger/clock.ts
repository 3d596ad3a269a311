/**
 * Hybrid logical clock as text that sorts: `2026-11-24T04:42:00.123Z/0001`. The time is the greater of this machine's and the newest seen, so
 * that an entry made after reading another sorts after it even when this machine's clock is behind (Kulkarni et al., 2014).
 */
export function nextClock(newest: string | null, now: Date): string {
  const time = now.toISOString();
  if (newest === null || time > clockTime(newest)) return `${time}/0000`;
  const count = Number(newest.slice(newest.indexOf('/') + 1)) + 1;
  if (count <= 9999) return `${clockTime(newest)}/${String(count).padStart(4, '0')}`;
  return `${new Date(Date.parse(clockTime(newest)) + 1).toISOString()}/0000`;
}

/** The ISO-8601 UTC time of a clock value. */
export function clockTime(clock: string): string {
  return clock.slice(0, clock.indexOf('/'));
}
