import { KINDS, type Kind } from '../../shared/model/resource.ts';
import { hasRuns, isParent, ruleDeployed, sumOfLevels, type ArrangedReport } from './arrange.ts';
import { contradictions } from './contradictions.ts';
import { COUNTING_RULES } from './counting-rules.ts';
import { counted, moment, nOfM, number } from './figures.ts';
import { KIND_NAMES } from './kind-names.ts';

/** How one number is counted: the rule, and the sum of this report. */
export interface CountedNumber {
  term: string;
  rule: string;
  /** The sum with its actual numbers. */
  sum: string;
  numerator: number | null;
  denominator: number | null;
  /** What the number does not hold; empty where it holds all. */
  leftOut: string;
}

/** Every number of the report with its rule, its sum and what it leaves out, in reading order. */
export function countedNumbers(arranged: ArrangedReport): CountedNumber[] {
  return [
    countTechniques(arranged),
    countDeployed(arranged),
    countLevels(arranged),
    countValidated(arranged),
    countSubTechniques(arranged),
    countTactics(arranged),
    countResources(arranged),
    countKind(arranged, 'rule'),
    countKind(arranged, 'test'),
    countKind(arranged, 'control'),
    countLinks(arranged),
    countUnitTests(arranged),
    countNoLongerListed(arranged),
    { ...whole('Four things', COUNTING_RULES.apart), sum: fourThings(arranged) },
    {
      ...whole('Ages', COUNTING_RULES.ages),
      sum: 'The date of this report is that of the newest datum in it.',
    },
    {
      ...whole('Checked', 'Numbers that say the same are compared when the report is made.'),
      sum: checkedSum(arranged),
    },
  ];
}

function countTechniques(arranged: ArrangedReport): CountedNumber {
  const all = arranged.techniques.length;
  const parents = arranged.techniques.filter(isParent).length;
  return {
    term: 'Techniques',
    rule: COUNTING_RULES.techniques,
    sum: `${counted(parents, 'technique')} + ${counted(all - parents, 'sub-technique')} = ${number(all)}.`,
    numerator: all,
    denominator: all,
    leftOut: 'Techniques without content. No scope is set, so none is out of scope.',
  };
}

function countDeployed(arranged: ArrangedReport): CountedNumber {
  const { levels } = arranged.report.coverage;
  const [part, all] = [ruleDeployed(levels), sumOfLevels(levels)];
  return {
    term: 'Rule deployed',
    rule: COUNTING_RULES.deployed,
    sum: `${number(levels.validated)} validated + ${number(levels.deployed)} deployed + ${number(levels.failed)} failed = ${nOfM(part, all)} techniques.`,
    numerator: part,
    denominator: all,
    leftOut: 'Controls and tests with the mark deployed: they do not make a technique deployed.',
  };
}

function countLevels(arranged: ArrangedReport): CountedNumber {
  const { levels } = arranged.report.coverage;
  const all = sumOfLevels(levels);
  const order = ['validated', 'deployed', 'failed', 'listed', 'unlisted'] as const;
  return {
    term: 'Levels',
    rule: COUNTING_RULES.levels,
    sum: `${order.map((level) => `${number(levels[level])} ${level}`).join(' + ')} = ${number(all)} techniques.`,
    numerator: all,
    denominator: arranged.techniques.length,
    leftOut: '',
  };
}

function countValidated(arranged: ArrangedReport): CountedNumber {
  const { levels } = arranged.report.coverage;
  return {
    term: 'Validated, failed',
    rule: `${COUNTING_RULES.runs} ${COUNTING_RULES.validated}`,
    sum: `${nOfM(levels.validated, ruleDeployed(levels))} techniques with a rule deployed are validated, ${number(levels.failed)} failed.`,
    numerator: levels.validated,
    denominator: ruleDeployed(levels),
    leftOut: hasRuns(arranged)
      ? `Runs before ${moment(arranged.report.validity.since)}.`
      : 'No runs are recorded, so deployed is the highest level that can be reached.',
  };
}

function countSubTechniques(arranged: ArrangedReport): CountedNumber {
  const parents = arranged.techniques.filter((technique) => technique.subTechniques.listed > 0);
  const part = parents.reduce((sum, parent) => sum + parent.subTechniques.deployed, 0);
  const all = parents.reduce((sum, parent) => sum + parent.subTechniques.listed, 0);
  const orphans = arranged.techniques.filter(
    (one) => one.parentId !== null && !arranged.techniqueById.has(one.parentId),
  );
  return {
    term: 'Sub-techniques',
    rule: COUNTING_RULES.subTechniques,
    sum: `${nOfM(part, all)} sub-techniques under ${counted(parents.length, 'parent')} have a rule deployed.`,
    numerator: part,
    denominator: all,
    leftOut:
      orphans.length > 0 ? `${counted(orphans.length, 'sub-technique')} whose parent has no document.` : '',
  };
}

function countTactics(arranged: ArrangedReport): CountedNumber {
  const lines = arranged.tactics.reduce((sum, tactic) => sum + tactic.techniques, 0);
  const without = arranged.techniques.filter((technique) => technique.tactics.length === 0).length;
  return {
    term: 'By tactic',
    rule: COUNTING_RULES.tactics,
    sum: `The lines of ${counted(arranged.tactics.length, 'tactic')} add up to ${number(lines)}, for ${counted(arranged.techniques.length, 'technique')}.`,
    numerator: lines,
    denominator: arranged.techniques.length,
    leftOut: without > 0 ? `${counted(without, 'technique')} whose document names no tactic.` : '',
  };
}

function countResources(arranged: ArrangedReport): CountedNumber {
  const { rules, tests, controls } = arranged.report.coverage;
  const all = rules.listed + tests.listed + controls.listed;
  return {
    term: 'Resources',
    rule: `${COUNTING_RULES.resources} ${COUNTING_RULES.marks} ${COUNTING_RULES.notApplicable}`,
    sum: `${counted(rules.listed, 'rule')} + ${counted(tests.listed, 'test')} + ${counted(controls.listed, 'control')} = ${counted(all, 'resource')}.`,
    numerator: all,
    denominator: all,
    leftOut: 'Resources that no document lists.',
  };
}

function countKind(arranged: ArrangedReport, kind: Kind): CountedNumber {
  const { listed, deployed } = arranged.report.coverage[`${kind}s`];
  const marks = arranged.marks[kind];
  const { title, one, many } = KIND_NAMES[kind];
  return {
    term: title,
    rule: COUNTING_RULES.kind,
    sum: `${nOfM(deployed, listed)} ${many} deployed; ${number(marks.deployed)} deployed + ${number(marks.planned)} planned + ${number(marks.retired)} retired + ${number(marks.notApplicable)} not applicable + ${number(marks.open)} open = ${counted(marks.listed, one)} listed.`,
    numerator: deployed,
    denominator: listed,
    leftOut: '',
  };
}

function countLinks(arranged: ArrangedReport): CountedNumber {
  const links = arranged.sources.reduce((sum, source) => sum + source.links, 0);
  return {
    term: 'Links',
    rule: COUNTING_RULES.links,
    sum: `${counted(links, 'link')} from ${counted(arranged.resources.length, 'resource')} to ${counted(arranged.techniques.length, 'technique')}.`,
    numerator: links,
    denominator: null,
    leftOut: '',
  };
}

function countUnitTests(arranged: ArrangedReport): CountedNumber {
  const stated = arranged.resources.filter((resource) => resource.unitTests !== null);
  const sum = stated.reduce((total, resource) => total + (resource.unitTests ?? 0), 0);
  return {
    term: 'Unit tests',
    rule: COUNTING_RULES.unitTests,
    sum: `${counted(sum, 'unit test')}, stated for ${nOfM(stated.length, arranged.resources.length)} resources.`,
    numerator: sum,
    denominator: null,
    leftOut: `${counted(arranged.resources.length - stated.length, 'resource')} without a stated number.`,
  };
}

function countNoLongerListed(arranged: ArrangedReport): CountedNumber {
  const count = arranged.noLongerListed.length;
  return {
    term: 'No longer listed',
    rule: COUNTING_RULES.noLongerListed,
    sum: `${counted(count, 'resource')} with a mark, and in no document.`,
    numerator: count,
    denominator: null,
    leftOut: '',
  };
}

function fourThings(arranged: ArrangedReport): string {
  const total = (mark: 'notApplicable' | 'open'): number =>
    KINDS.reduce((sum, kind) => sum + arranged.marks[kind][mark], 0);
  const { unlisted } = arranged.report.coverage.levels;
  return `${counted(unlisted, 'technique')} unlisted, 0 out of scope; ${counted(total('notApplicable'), 'resource')} not applicable, ${number(total('open'))} open.`;
}

function checkedSum(arranged: ArrangedReport): string {
  const found = contradictions(arranged);
  if (found.length === 0) return 'All are equal.';
  return `These are not equal, which is an error of Bearing: ${found.join('; ')}.`;
}

function whole(term: string, rule: string): Omit<CountedNumber, 'sum'> {
  return { term, rule, numerator: null, denominator: null, leftOut: '' };
}
