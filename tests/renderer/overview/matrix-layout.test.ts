import { describe, expect, it } from 'vitest';
import {
  HEAD,
  layoutMatrix,
  NO_TACTIC,
  planScrolled,
  planStacks,
  ROW,
} from '../../../src/renderer/features/overview/matrix-layout.ts';
import { coverage, technique } from './coverage-value.ts';

function shape(techniques: ReturnType<typeof technique>[]) {
  return layoutMatrix(coverage(techniques)).map(({ tactic, cells }) => [
    tactic,
    cells.map((cell) => [cell.technique.id, ...cell.subs.map(({ id }) => id)]),
  ]);
}

describe('columns', () => {
  it('are the tactics there are, in matrix order, with techniques by name', () => {
    expect(
      shape([
        technique('T1', 'Zeta', ['Discovery', 'Initial Access']),
        technique('T2', 'alpha', ['Discovery']),
        technique('T3', 'Beta', ['Discovery', 'Own Tactic']),
      ]),
    ).toEqual([
      ['Initial Access', [['T1']]],
      ['Discovery', [['T2'], ['T3'], ['T1']]],
      ['Own Tactic', [['T3']]],
    ]);
  });

  it('fold sub-techniques under their parent, by id', () => {
    expect(
      shape([
        technique('T1003.002', 'Alpha', ['Credential Access']),
        technique('T1003', 'OS Credential Dumping', ['Credential Access']),
        technique('T1003.001', 'Zeta', ['Credential Access']),
      ]),
    ).toEqual([['Credential Access', [['T1003', 'T1003.001', 'T1003.002']]]]);
  });

  it('show a sub-technique by itself where its parent is not', () => {
    expect(
      shape([
        technique('T1562.001', 'Disable or Modify Tools', ['Defense Evasion']),
        technique('T1574', 'Hijack Execution Flow', ['Persistence']),
        technique('T1574.001', 'DLL', ['Persistence', 'Defense Evasion']),
      ]),
    ).toEqual([
      ['Persistence', [['T1574', 'T1574.001']]],
      ['Defense Evasion', [['T1562.001'], ['T1574.001']]],
    ]);
  });

  it('leave no technique out, one without tactic neither', () => {
    const columns = layoutMatrix(
      coverage([technique('T1', 'A', ['Impact']), technique('T2', 'B', [], { level: 'deployed' })]),
    );
    expect(columns.at(-1)).toMatchObject({
      tactic: NO_TACTIC,
      techniques: 1,
      levels: { deployed: 1, listed: 0 },
    });
  });

  it('are none without techniques', () => {
    expect(layoutMatrix(coverage([]))).toEqual([]);
  });
});

describe('stacks', () => {
  const column = (rows: number) =>
    layoutMatrix(
      coverage(
        Array.from({ length: rows }, (_, index) => technique(`T${1000 + index}`, `N${index}`, ['Discovery'])),
      ),
    );
  const plan = (rows: number, height: number) => planStacks(column(rows), height)[0]!;
  const height = HEAD + 8 + 20 * ROW.two;

  it.each([
    [5, 1, 2],
    [20, 1, 2],
    [21, 1, 1],
    [30, 1, 1],
    [31, 2, 1],
    [100, 4, 1],
  ])('%i rows stand in %i stacks of %i lines', (rows, stacks, lines) => {
    const planned = plan(rows, height);
    expect([planned.stacks.length, planned.lines]).toEqual([stacks, lines]);
    expect(planned.stacks.flatMap(({ cells }) => cells)).toHaveLength(rows);
  });

  it('always fit into the height', () => {
    for (let rows = 1; rows < 150; rows++) {
      for (const free of [400, 728, 1200]) {
        for (const { cells, row } of plan(rows, free).stacks)
          expect(cells.length * row).toBeLessThanOrEqual(free - HEAD - 8 + 0.001);
      }
    }
  });

  it('stay usable in a window without height', () => {
    expect(plan(50, 0).stacks.every(({ row }) => row >= ROW.one)).toBe(true);
  });

  it('are one a tactic where the matrix is scrolled', () => {
    expect(planScrolled(column(80), 30, 2)[0]).toMatchObject({ lines: 2, weight: 1, stacks: [{ row: 30 }] });
  });
});
