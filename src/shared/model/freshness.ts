/** After how many days content counts as old: half a year, and a year. Public rule sets change weekly. */
const OLD_DAYS = 180;
const VERY_OLD_DAYS = 365;

export interface Freshness {
  /** Whole days; less than 0 for a date to come. */
  days: number;
  /** More than 180 days. */
  isOld: boolean;
  /** More than 365 days. */
  isVeryOld: boolean;
}

/** How old content of a date (`YYYY-MM-DD`, or a time) is. Days are those of UTC, as the dates of snapshots. */
export function freshnessOf(date: string, now: Date): Freshness {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const days = Math.round((today - Date.parse(date.slice(0, 10))) / 86_400_000);
  return { days, isOld: days > OLD_DAYS, isVeryOld: days > VERY_OLD_DAYS };
}
