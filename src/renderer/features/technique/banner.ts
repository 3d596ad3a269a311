import type { TechniqueDetail } from '../../../shared/model/detail.ts';
import { isDetected } from '../../../shared/model/run.ts';
import { formatCount, formatShortDate, formatThings, plainText } from '../../format.ts';
import { OUTCOME_WORDS } from '../../ui/outcome-words.ts';
import { LEVEL_WORDS } from '../../ui/level-words.ts';

export interface Banner {
  /** Level and why, in bold. */
  reason: string;
  /** What would raise it, or what is left to do. */
  next: string;
}

/** Says a technique's level, why it has it, and what to do next. */
export function describeLevel(detail: TechniqueDetail, hasOrganization: boolean): Banner {
  const { level, rules, controls, tests } = detail;
  const word = LEVEL_WORDS[level];
  const others = [
    controls.listed > 0 ? formatThings(controls.listed, 'control') : '',
    tests.listed > 0 ? formatThings(tests.listed, 'test') : '',
  ].filter(Boolean);
  if (level === 'unlisted') {
    return {
      reason: `${word}: no source lists anything for this technique.`,
      next: 'That is no coverage, and no gap that a listed rule could close. Newer documents may list some.',
    };
  }
  if (rules.listed === 0) {
    return {
      reason: `${word}: no rule, only ${others.join(' and ')}.`,
      next: 'The level rises with a deployed rule, and none is listed.',
    };
  }
  if (!hasOrganization) {
    return {
      reason: `${word}: ${[formatThings(rules.listed, 'rule'), ...others].join(', ')}.`,
      next: 'Create an organization to mark what it has deployed.',
    };
  }
  const count = `${formatCount(rules.deployed, rules.listed)} ${rules.listed === 1 ? 'rule' : 'rules'}`;
  if (rules.deployed === 0) {
    return { reason: `${word}: ${count} deployed.`, next: 'Mark a rule as deployed to raise the level.' };
  }
  const open = detail.sections
    .filter(({ kind }) => kind === 'rule')
    .flatMap(({ resources }) => resources)
    .filter(({ mark }) => mark === null).length;
  return {
    reason: `${word}: ${count}${runWords(detail)}.`,
    next: nextWords(detail, open),
  };
}

/** What the runs say that count: `; alerted by Port Scan on 3 Nov`. */
function runWords({ level, runs, tests }: TechniqueDetail): string {
  if (tests.listed === 0) return '';
  const [latest] = runs;
  if (!latest) return '; no run that counts';
  const proof = level === 'validated' ? runs.find(({ outcome }) => isDetected(outcome)) : latest;
  const { outcome, testTitle, at } = proof ?? latest;
  const words = `${OUTCOME_WORDS[outcome].toLowerCase()} on ${formatShortDate(at)} (${plainText(testTitle)})`;
  return level === 'validated' ? `; ${words}` : `; no run was blocked or alerted, the latest was ${words}`;
}

function nextWords({ level, tests, runs }: TechniqueDetail, open: number): string {
  const rest =
    open === 0
      ? 'No rule is open.'
      : `${formatThings(open, 'rule is', 'rules are')} open: deploy them, or say that they do not apply.`;
  if (level === 'failed') return `See why nothing fired, then run the test again. ${rest}`;
  const left = tests.listed - runs.length;
  if (left <= 0) return rest;
  if (level === 'validated') return `${formatThings(left, 'other test')} can be run. ${rest}`;
  return `Run ${tests.listed === 1 ? 'its test' : `one of ${formatThings(tests.listed, 'test')}`} to validate it. ${rest}`;
}
