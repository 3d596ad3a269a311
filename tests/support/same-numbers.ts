import { expect } from 'vitest';
import type { ReadCell, ReadSheet } from './workbook.ts';

interface Count {
  listed: number;
  deployed: number;
}
type Marks = Count & Record<'planned' | 'retired' | 'notApplicable' | 'open', number>;

/** What the sheets of a workbook have of the JSON report. */
interface Numbers {
  summary: {
    techniques: number;
    ruleDeployed: number;
    levels: Record<string, number>;
    rules: Marks;
    tests: Marks;
    controls: Marks;
  };
  counted: { term: string; numerator: number | null; denominator: number | null }[];
  tactics: { name: string; techniques: number; ruleDeployed: number }[];
  sources: Count[];
  techniques: (Record<'rules' | 'tests' | 'controls' | 'subTechniques', Count> & {
    id: string;
    level: string;
    planned: number;
    retired: number;
    notApplicable: number;
    runs: { tests: number; detected: number };
  })[];
  runs: { testKey: string; outcome: string; isValid: boolean }[];
  resources: { key: string; mark: string | null; unitTests: number | null }[];
  leftOut: { what: string; count: number | null }[];
}

/** Every number of the workbook is that of the JSON report made of the same data. */
export function expectSameNumbers(sheets: ReadSheet[], json: string): void {
  const report = JSON.parse(json) as Numbers;
  const rows = (name: string): Record<string, ReadCell>[] =>
    sheets.find((sheet) => sheet.name === name)?.rows ?? [];
  const value = (row: Record<string, ReadCell>, column: string): string | number | null =>
    row[column]?.value ?? null;
  const values = (name: string, ...columns: string[]): unknown[][] =>
    rows(name).map((row) => columns.map((column) => value(row, column)));
  const part = (name: string): unknown[][] =>
    rows('Summary')
      .filter((row) => value(row, 'Part') === name)
      .map((row) => ['What', 'Number', 'Of'].map((column) => value(row, column)));

  const { summary } = report;
  const levels = ['validated', 'deployed', 'failed', 'listed', 'unlisted'];
  expect(part('Techniques')).toEqual([
    ['Rule deployed', summary.ruleDeployed, summary.techniques],
    ...levels.map((level) => [level, summary.levels[level], summary.techniques]),
  ]);
  for (const [title, marks] of [
    ['Rules', summary.rules],
    ['Tests', summary.tests],
    ['Controls', summary.controls],
  ] as const)
    expect(part(title)).toEqual([
      ['deployed', marks.deployed, marks.listed],
      ['planned', marks.planned, marks.listed],
      ['retired', marks.retired, marks.listed],
      ['not applicable', marks.notApplicable, marks.listed],
      ['open', marks.open, marks.listed],
    ]);
  expect(part('By tactic')).toEqual(
    report.tactics.map((tactic) => [tactic.name, tactic.ruleDeployed, tactic.techniques]),
  );
  expect(part('By source').map(([, ...numbers]) => numbers)).toEqual(
    report.sources.map(({ deployed, listed }) => [deployed, listed]),
  );
  expect(part('How counted')).toEqual(
    report.counted.map(({ term, numerator, denominator }) => [term, numerator, denominator]),
  );

  expect(
    values(
      'Techniques',
      ...[
        'ID',
        'Level',
        'Rules deployed',
        'Rules listed',
        'Tests deployed',
        'Tests listed',
        'Tests run',
        'Tests detected',
        'Controls deployed',
        'Controls listed',
      ],
      ...['Planned', 'Retired', 'Not applicable', 'Sub-techniques deployed', 'Sub-techniques'],
    ),
  ).toEqual(
    report.techniques.map(
      ({ id, level, rules, tests, runs, controls, planned, retired, notApplicable, subTechniques }) => [
        ...[
          id,
          level,
          rules.deployed,
          rules.listed,
          tests.deployed,
          tests.listed,
          runs.tests,
          runs.detected,
          controls.deployed,
          controls.listed,
        ],
        ...[planned, retired, notApplicable, subTechniques.deployed, subTechniques.listed],
      ],
    ),
  );
  expect(values('Runs', 'Test key', 'Outcome', 'Counts')).toEqual(
    report.runs.map(({ testKey, outcome, isValid }) => [testKey, outcome, isValid ? 'yes' : 'no']),
  );
  const byKey = (a: unknown[], b: unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);
  expect(values('Resources', 'Key', 'Mark', 'Unit tests').sort(byKey)).toEqual(
    report.resources.map(({ key, mark, unitTests }) => [key, mark ?? 'open', unitTests]).sort(byKey),
  );
  expect(values('Gaps', 'ID', 'Level')).toEqual(
    report.techniques.filter(({ level }) => level !== 'validated').map(({ id, level }) => [id, level]),
  );
  expect(values('Left out', 'What', 'Count').slice(0, report.leftOut.length)).toEqual(
    report.leftOut.map(({ what, count }) => [what, count]),
  );
}
