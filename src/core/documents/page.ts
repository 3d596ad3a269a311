import type { ProblemLog } from './problems.ts';

/** A page while it is read: its lines and where its problems go. */
export interface Page {
  lines: readonly string[];
  /** The technique's id. */
  id: string;
  log: ProblemLog;
}

/** Whether the lines as written are the standard ones, and so need not be kept. */
export function isSame(written: readonly string[], standard: readonly string[]): boolean {
  return written.length === standard.length && written.every((line, i) => line === standard[i]);
}

export function isBlankLine(line: string): boolean {
  return line.trim() === '';
}
