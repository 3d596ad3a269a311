import type { TechniqueCoverage } from '../../shared/model/coverage.ts';
import type { Level } from '../../shared/model/technique.ts';
import { counted } from './figures.ts';
import { KIND_NAMES } from './kind-names.ts';

/** How far a level is from validated, in steps of docs/coverage.md: find a rule, deploy it, mend it, run a test. */
export const STEPS_TO_VALIDATED: Record<Level, number> = {
  unlisted: 4,
  listed: 3,
  failed: 2,
  deployed: 1,
  validated: 0,
};

/** Below validated, whatever is listed. */
export function isGap(technique: TechniqueCoverage): boolean {
  return technique.level !== 'validated';
}

/** What brings a technique nearer to validated, as a sentence. Empty for one that is there. */
export function nextStep(technique: TechniqueCoverage): string {
  const { rules, tests } = technique;
  const listedTests = tests.listed === 0 ? 'no test is listed' : `${count('test', tests.listed)} listed`;
  switch (technique.level) {
    case 'validated':
      return '';
    case 'deployed':
      return `Run a test: a rule is deployed and no run has shown that it works; ${listedTests}.`;
    case 'failed':
      return `Mend the rule, then run the test again: no run was blocked or alerted; ${listedTests}.`;
    case 'listed':
      return rules.listed > 0
        ? `Deploy a rule: ${count('rule', rules.listed)} listed, none deployed.`
        : `Find a rule: none is listed, only ${listedBesides(technique)}.`;
    case 'unlisted':
      return 'Find a rule: nothing is listed.';
  }
}

/** `4 tests and 10 controls`, without those of which there is none. */
function listedBesides({ tests, controls }: TechniqueCoverage): string {
  return [
    { one: 'test', listed: tests.listed },
    { one: 'control', listed: controls.listed },
  ]
    .filter(({ listed }) => listed > 0)
    .map(({ one, listed }) => counted(listed, one))
    .join(' and ');
}

function count(kind: 'rule' | 'test', value: number): string {
  const { one, many } = KIND_NAMES[kind];
  return `${counted(value, one, many)} ${value === 1 ? 'is' : 'are'}`;
}
