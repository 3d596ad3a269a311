/** What became of a test: stopped, seen by somebody, only written to a log, or neither. */
export const OUTCOMES = ['blocked', 'alerted', 'logged', 'missed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Whether a run with this outcome proves what is deployed; one that was only logged does not. */
export function isDetected(outcome: Outcome): boolean {
  return outcome === 'blocked' || outcome === 'alerted';
}

/** Whether the day with which a date or time begins is in the calendar: 30 February is not. */
export function isRealDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

/** How long a run counts unless the settings say otherwise, in days. */
export const VALIDITY_DAYS = 90;

/** One execution of a test, as a person recorded it. */
export interface Run {
  id: string;
  organizationId: string;
  testKey: string;
  testTitle: string;
  /** When the test ran, ISO-8601 UTC. */
  at: string;
  outcome: Outcome;
  /** Rules that fired. */
  rules: { key: string; title: string }[];
  comment: string | null;
  /** Who recorded it, and when that was last changed. */
  author: string;
  recordedAt: string;
  /** Whether it is within the validity window. */
  isValid: boolean;
}

/** The latest run of one test within the validity window. */
export interface LatestRun {
  testKey: string;
  testTitle: string;
  at: string;
  outcome: Outcome;
}
