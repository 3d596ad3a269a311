import type { Outcome } from '../../shared/model/run.ts';

export const OUTCOME_WORDS: Record<Outcome, string> = {
  blocked: 'Blocked',
  alerted: 'Alerted',
  logged: 'Logged only',
  missed: 'Missed',
};
