import { KINDS } from '../../shared/model/resource.ts';
import { LEVELS } from '../../shared/model/technique.ts';
import { sumOfLevels, type ArrangedReport } from './arrange.ts';
import { number } from './figures.ts';
import { KIND_NAMES } from './kind-names.ts';

/** Numbers of the report that say the same and are not equal: none, unless Bearing has an error. */
export function contradictions(arranged: ArrangedReport): string[] {
  const { coverage } = arranged.report;
  const found: string[] = [];
  const expect = (what: string, one: number, other: number): void => {
    if (one !== other) found.push(`${what}: ${number(one)} and ${number(other)}`);
  };
  expect('techniques, and the sum of their levels', arranged.techniques.length, sumOfLevels(coverage.levels));
  for (const level of LEVELS) {
    const have = arranged.techniques.filter((technique) => technique.level === level).length;
    expect(`techniques at the level ${level}, by list and by sum`, have, coverage.levels[level]);
  }
  for (const kind of KINDS) {
    const [{ many }, marks] = [KIND_NAMES[kind], arranged.marks[kind]];
    const count = coverage[`${kind}s`];
    expect(`${many} listed, by list and by sum`, marks.listed, count.listed);
    expect(`${many} deployed, by list and by sum`, marks.deployed, count.deployed);
  }
  for (const source of arranged.sources) {
    expect(`${KIND_NAMES[source.kind].many} of ${source.name} listed`, source.marks.listed, source.listed);
    expect(
      `${KIND_NAMES[source.kind].many} of ${source.name} deployed`,
      source.marks.deployed,
      source.deployed,
    );
  }
  for (const tactic of arranged.tactics) {
    expect(
      `techniques of ${tactic.name}, and the sum of their levels`,
      tactic.techniques,
      sumOfLevels(tactic.levels),
    );
  }
  return found;
}
