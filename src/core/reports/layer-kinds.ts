import type { TechniqueCoverage } from '../../shared/model/coverage.ts';
import type { Layer } from '../../shared/model/report.ts';
import type { Level } from '../../shared/model/technique.ts';
import { isGap, nextStep, STEPS_TO_VALIDATED } from './gaps.ts';
import { LEVEL_COLORS } from './level-colors.ts';

/** How one layer of the Navigator scores and colours techniques. */
export interface LayerKind {
  title: string;
  /** What score and colour mean, as a sentence. */
  rule: string;
  /** null: unscored, which the Navigator leaves blank and tells apart from 0. */
  score(technique: TechniqueCoverage): number | null;
  /** A colour of its own, which goes before that of the score. */
  color(technique: TechniqueCoverage): string | null;
  /** null: the rules that are deployed. */
  comment(technique: TechniqueCoverage): string | null;
  gradient(techniques: TechniqueCoverage[]): { colors: string[]; minValue: number; maxValue: number };
  legend: { label: string; color: string }[];
}

/** From nothing that works to what is proved; unlisted has no score. */
const LEVEL_SCORES: Record<Exclude<Level, 'unlisted'>, number> = {
  listed: 1,
  failed: 2,
  deployed: 3,
  validated: 4,
};
const SCORED = ['listed', 'failed', 'deployed', 'validated'] as const;
const BLANK = '#ffffff';

const DEPTH = {
  none: LEVEL_COLORS.listed.fill,
  some: LEVEL_COLORS.deployed.fill,
  most: LEVEL_COLORS.validated.fill,
};
/** One for each step to validated, from one to four: the farther, the darker. */
const STEP_COLORS = ['#fbe3d2', '#f0b78f', '#d9773a', '#8f3608'] as const;

const levels: LayerKind = {
  title: 'levels',
  rule: 'Score and colour are the level of a technique: 1 listed, 2 failed, 3 deployed, 4 validated; unlisted is blank.',
  score: ({ level }) => (level === 'unlisted' ? null : LEVEL_SCORES[level]),
  color: ({ level }) => (level === 'unlisted' ? null : LEVEL_COLORS[level].fill),
  comment: () => null,
  gradient: () => ({ colors: SCORED.map((level) => LEVEL_COLORS[level].fill), minValue: 1, maxValue: 4 }),
  legend: [
    ...SCORED.toReversed().map((level) => ({ label: level, color: LEVEL_COLORS[level].fill })),
    { label: 'unlisted', color: BLANK },
  ],
};

const depth: LayerKind = {
  title: 'rules deployed',
  rule: 'The score is the number of rules deployed for a technique; an unlisted one is blank.',
  score: ({ level, rules }) => (level === 'unlisted' ? null : rules.deployed),
  color: () => null,
  comment: () => null,
  gradient: (techniques) => ({
    colors: [DEPTH.none, DEPTH.some, DEPTH.most],
    minValue: 0,
    maxValue: techniques.reduce((most, { rules }) => Math.max(most, rules.deployed), 1),
  }),
  legend: [
    { label: 'most rules deployed', color: DEPTH.most },
    { label: 'no rule deployed', color: DEPTH.none },
    { label: 'unlisted', color: BLANK },
  ],
};

const gaps: LayerKind = {
  title: 'gaps',
  rule: 'The score is how many steps a technique is from validated: 1 deployed, 2 failed, 3 listed, 4 unlisted; a validated one is blank.',
  score: (technique) => (isGap(technique) ? STEPS_TO_VALIDATED[technique.level] : null),
  // The colour of the steps: here unlisted is the widest gap and is meant to be seen.
  color: () => null,
  comment: nextStep,
  gradient: () => ({ colors: [...STEP_COLORS], minValue: 1, maxValue: 4 }),
  legend: [
    ...(['unlisted', 'listed', 'failed', 'deployed'] as const).map((level) => ({
      label: level,
      color: STEP_COLORS[STEPS_TO_VALIDATED[level] - 1] ?? BLANK,
    })),
    { label: 'validated', color: BLANK },
  ],
};

export const LAYER_KINDS: Record<Layer, LayerKind> = { levels, depth, gaps };
