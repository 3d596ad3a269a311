import type { Validity } from '../../shared/model/coverage.ts';
import type { ReadableDB } from '../db/sql.ts';
import { getSettings } from './settings.ts';

const DAY_MS = 86_400_000;

/** Which runs count at a time (ISO-8601 UTC): those of the last so many days as the settings say. */
export function validityAt(db: ReadableDB, until: string): Validity {
  const { validityDays: days } = getSettings(db, '');
  return { days, until, since: new Date(Date.parse(until) - days * DAY_MS).toISOString() };
}

/** When runs of a time (ISO-8601 UTC) cease to count. */
export function endOfValidity(at: string, days: number): string {
  return new Date(Date.parse(at) + days * DAY_MS).toISOString();
}
