import type { Count, TechniqueCoverage } from '../../../shared/model/coverage.ts';
import { formatCount, formatThings } from '../../format.ts';
import { LEVEL_WORDS } from '../../ui/level-words.ts';

/** Why a technique stands where it stands, in one sentence. Without organization nothing is deployed or open. */
export function whyLevel(technique: TechniqueCoverage, hasOrganization: boolean): string {
  const word = LEVEL_WORDS[technique.level];
  const { rules, tests, controls } = technique;
  if (technique.level === 'unlisted') return `${word}: no source lists anything`;
  if (rules.listed === 0) return `${word}: no rule, ${listedKinds(tests, controls)}`;
  if (!hasOrganization) return `${word}: ${formatThings(rules.listed, 'rule')}`;
  return `${word}: ${formatCount(rules.deployed, rules.listed)} ${rules.listed === 1 ? 'rule' : 'rules'} deployed${runWords(technique)}`;
}

/** `; 2 of 3 tests run were blocked or alerted`; nothing where no run counts. */
function runWords({ runs }: TechniqueCoverage): string {
  return runs.tests === 0
    ? ''
    : `; ${formatCount(runs.detected, runs.tests)} ${runs.tests === 1 ? 'test' : 'tests'} run ${runs.detected === 1 ? 'was' : 'were'} blocked or alerted`;
}

/** That ATT&CK does not have it in force: `Not in ATT&CK 19.2`; null where it has. Without version: the one at hand. */
export function whyNotInForce(
  { state }: Pick<TechniqueCoverage, 'state'>,
  version: string | null,
): string | null {
  if (state === 'active') return null;
  const name = version === null ? 'the ATT&CK version at hand' : `ATT&CK ${version}`;
  return state === 'retired' ? `Not in ${name}: revoked or deprecated` : `Not in ${name}: not known to it`;
}

/** What to do next for it; null when the catalog knows nothing better. */
export function nextStep(technique: TechniqueCoverage): string | null {
  const { level, rules, planned } = technique;
  if (level === 'unlisted') return 'nothing is listed; write a rule';
  if (level === 'failed') return 'see why nothing fired, and run the test again';
  if (level === 'deployed' && technique.tests.listed > 0)
    return technique.tests.listed === 1
      ? 'run its one test'
      : `run one of ${formatThings(technique.tests.listed, 'test')}`;
  if (level !== 'listed') return null;
  if (rules.listed === 0) return 'no rule is listed; write one';
  if (planned > 0) return `deploy what is planned: ${formatThings(planned, 'resource')}`;
  return rules.listed === 1 ? 'deploy its one rule' : `deploy one of ${formatThings(rules.listed, 'rule')}`;
}

/** `3 of 20 deployed`, `20 listed` without organization, `none listed`. */
export function countWords(count: Count, hasOrganization: boolean): string {
  if (count.listed === 0) return 'none listed';
  return hasOrganization
    ? `${formatCount(count.deployed, count.listed)} deployed`
    : formatThings(count.listed, 'listed', 'listed');
}

/** What else is marked: `2 planned, 1 not applicable`; null when nothing is. */
export function otherMarks({ planned, retired, notApplicable }: TechniqueCoverage): string | null {
  const parts = [
    planned > 0 && `${planned} planned`,
    retired > 0 && `${retired} retired`,
    notApplicable > 0 && `${notApplicable} not applicable`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : parts.join(', ');
}

export interface SubCount {
  part: number;
  whole: number;
  /** `1 of 3 have a rule deployed`. */
  words: string;
}

/** The n/m at a parent: sub-techniques in the catalog with a rule deployed; without organization those that list anything. */
export function subCount(
  technique: TechniqueCoverage,
  subs: readonly TechniqueCoverage[],
  hasOrganization: boolean,
): SubCount {
  if (hasOrganization) {
    const { deployed: part, listed: whole } = technique.subTechniques;
    return {
      part,
      whole,
      words: `${formatCount(part, whole)} ${part === 1 ? 'has' : 'have'} a rule deployed`,
    };
  }
  const part = subs.filter(({ level }) => level !== 'unlisted').length;
  return {
    part,
    whole: subs.length,
    words: `${formatCount(part, subs.length)} ${part === 1 ? 'is' : 'are'} listed`,
  };
}

function listedKinds(tests: Count, controls: Count): string {
  const parts = [
    tests.listed > 0 && formatThings(tests.listed, 'test'),
    controls.listed > 0 && formatThings(controls.listed, 'control'),
  ].filter((part) => part !== false);
  return `${parts.join(' and ')} listed`;
}
