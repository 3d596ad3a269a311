import type { Coverage, TechniqueCoverage } from '../../../shared/model/coverage.ts';
import { LEVELS, type Level } from '../../../shared/model/technique.ts';

/** Height of what stands above the rows, and the least heights of a row with two lines and with one. */
export const HEAD = 58;
export const ROW = { two: 29, one: 19, most: 31 } as const;
/** A column of one-line names is wider, so that less of them is cut. */
const WIDE = 1.42;
/** Shown for techniques of which the catalog knows no tactic; a technique is never left out of the picture. */
export const NO_TACTIC = 'No tactic stated';

/** No source lists anything. */
export function holdsNothing({ sources }: Pick<Coverage, 'sources'>): boolean {
  return sources.every(({ listed }) => listed === 0);
}

export interface MatrixCell {
  technique: TechniqueCoverage;
  /** Sub-techniques that fold under it, by id. */
  subs: readonly TechniqueCoverage[];
}

export interface MatrixColumn {
  tactic: string;
  /** Techniques and sub-techniques of the tactic. */
  techniques: number;
  levels: Record<Level, number>;
  cells: readonly MatrixCell[];
}

/** A run of cells one below the other; a long column has several side by side. */
export interface MatrixStack {
  cells: readonly MatrixCell[];
  /** Height of a row in pixels. */
  row: number;
}

export interface PlannedColumn extends MatrixColumn {
  stacks: readonly MatrixStack[];
  /** Lines of a name: 2, or 1 where there are many rows. */
  lines: 1 | 2;
  /** Width of one stack, in shares of the matrix. */
  weight: number;
}

/**
 * The techniques of the catalog in tactic columns: tactics in matrix order, techniques by name, sub-techniques under
 * their parent. A sub-technique whose parent is not in the column stands in it as a cell of its own.
 */
export function layoutMatrix(coverage: Pick<Coverage, 'techniques' | 'tactics'>): MatrixColumn[] {
  const columns = coverage.tactics.map(({ name, techniques, levels }) => ({
    tactic: name,
    techniques,
    levels,
    cells: toCells(coverage.techniques.filter((technique) => technique.tactics.includes(name))),
  }));
  const rest = coverage.techniques.filter(({ tactics }) => tactics.length === 0);
  if (rest.length === 0) return columns;
  return [
    ...columns,
    { tactic: NO_TACTIC, techniques: rest.length, levels: countLevels(rest), cells: toCells(rest) },
  ];
}

/**
 * Divides the columns into stacks so that the whole matrix fits into `height` while everything is folded: two-line
 * rows where they fit, else one-line rows, else several stacks.
 */
export function planStacks(
  columns: readonly MatrixColumn[],
  height: number,
  oneLine = false,
): PlannedColumn[] {
  const free = Math.max(height - HEAD - 8, ROW.one * 8);
  return columns.map((column) => {
    const count = column.cells.length;
    const isTwoLine = !oneLine && count <= Math.floor(free / ROW.two);
    const stackCount = isTwoLine ? 1 : Math.max(1, Math.ceil(count / Math.floor(free / ROW.one)));
    const size = Math.max(1, Math.ceil(count / stackCount));
    const least = isTwoLine ? ROW.two : ROW.one;
    const row = oneLine ? ROW.one : Math.max(least, Math.min(free / size, ROW.most));
    return {
      ...column,
      stacks: Array.from({ length: stackCount }, (_, index) => ({
        cells: column.cells.slice(index * size, (index + 1) * size),
        row,
      })),
      lines: isTwoLine ? 2 : 1,
      weight: isTwoLine || oneLine ? 1 : WIDE,
    };
  });
}

/** One stack a tactic and rows of one height, for a matrix that is scrolled. */
export function planScrolled(columns: readonly MatrixColumn[], row: number, lines: 1 | 2): PlannedColumn[] {
  return columns.map((column) => ({ ...column, stacks: [{ cells: column.cells, row }], lines, weight: 1 }));
}

function toCells(members: readonly TechniqueCoverage[]): MatrixCell[] {
  const tops = new Map<string, TechniqueCoverage[]>();
  for (const { id, parentId } of members) if (parentId === null) tops.set(id, []);
  const cells: MatrixCell[] = [];
  for (const technique of members) {
    const siblings = technique.parentId === null ? undefined : tops.get(technique.parentId);
    if (siblings) siblings.push(technique);
    else cells.push({ technique, subs: tops.get(technique.id) ?? [] });
  }
  for (const subs of tops.values()) subs.sort((a, b) => (a.id < b.id ? -1 : 1));
  return cells.sort((a, b) => compareNames(a.technique, b.technique));
}

function compareNames(a: TechniqueCoverage, b: TechniqueCoverage): number {
  const [x, y] = [a.name.toLowerCase(), b.name.toLowerCase()];
  if (x !== y) return x < y ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function countLevels(techniques: readonly TechniqueCoverage[]): Record<Level, number> {
  const levels = Object.fromEntries(LEVELS.map((level) => [level, 0])) as Record<Level, number>;
  for (const { level } of techniques) levels[level]++;
  return levels;
}
