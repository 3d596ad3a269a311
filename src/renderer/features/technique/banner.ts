import type { TechniqueDetail } from '../../../shared/model/detail.ts';
import { formatCount, formatThings } from '../../format.ts';
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
    reason: `${word}: ${count}.`,
    next:
      open === 0
        ? 'No rule is open.'
        : `${formatThings(open, 'rule is', 'rules are')} open: deploy them, or say that they do not apply.`,
  };
}
