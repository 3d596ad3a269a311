import { freshnessOf } from '../shared/model/freshness.ts';
import { formatThings } from './table.ts';

/** `2026-08-05, 111 days old`; old content says so. Nothing of a date that is not known. */
export function formatFreshness(date: string | null, now = new Date()): string {
  if (date === null) return '';
  const { days, isOld, isVeryOld } = freshnessOf(date, now);
  const age = days < 0 ? 'in the future' : `${formatThings(days, 'day')} old`;
  return `${date.slice(0, 10)}, ${age}${isVeryOld ? ' (very old)' : isOld ? ' (old)' : ''}`;
}
