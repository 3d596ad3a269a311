import type { TechniqueCoverage } from '../../../shared/model/coverage.ts';
import type { Level } from '../../../shared/model/technique.ts';
import { fitName, type Measure } from './fit-name.ts';
import type { MatrixCell, PlannedColumn } from './matrix-layout.ts';
import { subCount, whyLevel, whyNotInForce } from './technique-words.ts';

const GAP = 3;
/** Of a cell, left and right together; a sub-technique is indented too. */
const PADDING = 8;
const INDENT = 10;
const MOST_LINES = 6;

/** Everything that one cell shows, made once for all cells: a cell derives nothing itself. */
export interface CellView {
  /** `tactic/id`: a technique stands once in each of its tactics. */
  key: string;
  id: string;
  level: Level;
  /** For readers: id, name, why, and that ATT&CK does not have it. */
  label: string;
  /** The name, cut to the cell. */
  name: string;
  /** The n/m at the lower right, and what it says. */
  count: { text: string; label: string } | null;
  cell: MatrixCell;
}

export interface ViewOptions {
  /** Width of the matrix. */
  width: number;
  /** Columns in a band; 0: all columns in one. */
  band: number;
  /** Whole names, however many lines they take. */
  isWhole: boolean;
  hasOrganization: boolean;
  measure: Measure;
}

export function cellKey(tactic: string, id: string): string {
  return `${tactic}/${id}`;
}

export function idOfKey(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** Width of one stack of each column, from the tracks alone: nothing is laid out to find it. */
export function stackWidths(plan: readonly PlannedColumn[], width: number, band: number): number[] {
  const tracks = band || plan.length;
  const shares = band || plan.reduce((sum, { stacks, weight }) => sum + stacks.length * weight, 0);
  const share = (width - (tracks - 1) * GAP) / Math.max(1, shares);
  return plan.map(({ stacks, weight }) =>
    band ? share : (share * stacks.length * weight - (stacks.length - 1) * GAP) / stacks.length,
  );
}

/** The cells of all stacks: column by column, stack by stack. */
export function viewCells(plan: readonly PlannedColumn[], options: ViewOptions): CellView[][][] {
  const widths = stackWidths(plan, options.width, options.band);
  return plan.map((column, index) =>
    column.stacks.map(({ cells }) =>
      cells.map((cell) => {
        const { technique, subs } = cell;
        const count = subs.length === 0 ? null : subCount(technique, subs, options.hasOrganization);
        const text = count && `${count.part}/${count.whole}`;
        return {
          ...viewTechnique(column.tactic, technique, options.hasOrganization),
          name: topName(technique.name, widths[index]! - PADDING, column.lines, text, options),
          count: count && { text: text!, label: `${text} of ${technique.name}: ${count.words}` },
          cell,
        };
      }),
    ),
  );
}

/** The sub-techniques under an unfolded cell. */
export function viewSubs(
  parent: CellView,
  tactic: string,
  width: number,
  options: Pick<ViewOptions, 'isWhole' | 'hasOrganization' | 'measure'>,
): CellView[] {
  return parent.cell.subs.map((technique) => ({
    ...viewTechnique(tactic, technique, options.hasOrganization),
    name: join(
      fitName(technique.name, width - PADDING - INDENT, options.isWhole ? MOST_LINES : 1, 0, options.measure),
    ),
    count: null,
    cell: { technique, subs: [] },
  }));
}

function viewTechnique(tactic: string, technique: TechniqueCoverage, hasOrganization: boolean) {
  const { id, name, level } = technique;
  const absence = whyNotInForce(technique, null);
  return {
    key: cellKey(tactic, id),
    id,
    level,
    label: `${id} ${name}, ${whyLevel(technique, hasOrganization)}${absence === null ? '' : `. ${absence}`}`,
  };
}

function topName(
  name: string,
  width: number,
  lines: number,
  count: string | null,
  options: ViewOptions,
): string {
  const reserve = count === null ? 0 : count.length * 5 + 8;
  if (!options.isWhole) return join(fitName(name, width, lines, reserve, options.measure));
  const whole = fitName(name, width, MOST_LINES, 0, options.measure);
  // A last line that reaches where the count stands is followed by an empty one.
  return join(whole) + ((whole.at(-1)?.width ?? 0) > width - reserve ? '\n ' : '');
}

function join(lines: readonly { text: string }[]): string {
  return lines.map(({ text }) => text).join('\n');
}
