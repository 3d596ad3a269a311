import { isDetected, type Outcome } from '../../shared/model/run.ts';
import type { Level } from '../../shared/model/technique.ts';

/** What decides a technique's level for an organization. Only resources in scope count. */
export interface LevelFacts {
  /** Resources of any kind that are listed. */
  listed: number;
  rulesDeployed: number;
  /** The latest run of each test within the validity window. */
  runs: readonly { outcome: Outcome }[];
}

/** The level as docs/coverage.md defines it. */
export function levelOf(facts: LevelFacts): Level {
  if (facts.rulesDeployed > 0) {
    if (facts.runs.length === 0) return 'deployed';
    return facts.runs.some(({ outcome }) => isDetected(outcome)) ? 'validated' : 'failed';
  }
  return facts.listed > 0 ? 'listed' : 'unlisted';
}
