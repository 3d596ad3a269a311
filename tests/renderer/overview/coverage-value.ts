import type { Coverage, TechniqueCoverage } from '../../../src/shared/model/coverage.ts';
import { compareTactics, LEVELS, parentId, type Level } from '../../../src/shared/model/technique.ts';

/** A technique with one rule listed, unless told otherwise. */
export function technique(
  id: string,
  name: string,
  tactics: string[],
  more: Partial<TechniqueCoverage> = {},
): TechniqueCoverage {
  return {
    id,
    name,
    parentId: parentId(id),
    state: 'active',
    tactics,
    level: 'listed',
    controls: { listed: 0, deployed: 0 },
    rules: { listed: 1, deployed: 0 },
    tests: { listed: 0, deployed: 0 },
    notApplicable: 0,
    planned: 0,
    retired: 0,
    runs: { tests: 0, detected: 0, latest: null },
    subTechniques: { listed: 0, deployed: 0 },
    ...more,
  };
}

/** The coverage of these techniques, counted as the workbench counts. */
export function coverage(techniques: TechniqueCoverage[]): Pick<Coverage, 'techniques' | 'tactics'> {
  const names = [...new Set(techniques.flatMap(({ tactics }) => tactics))].sort(compareTactics);
  return {
    techniques,
    tactics: names.map((name) => {
      const members = techniques.filter(({ tactics }) => tactics.includes(name));
      const levels = Object.fromEntries(
        LEVELS.map((level) => [level, members.filter((one) => one.level === level).length]),
      ) as Record<Level, number>;
      return { name, techniques: members.length, levels };
    }),
  };
}
