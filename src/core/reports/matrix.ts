import type { TacticCoverage, TechniqueCoverage } from '../../shared/model/coverage.ts';
import { compareTactics, isTechniqueId, type Level } from '../../shared/model/technique.ts';
import { ruleDeployed, type ArrangedReport } from './arrange.ts';
import { nOfM } from './figures.ts';
import { escapeHtml } from './html/escape.ts';

/** In units of the picture; a column of boxes is about 13 mm on A4 portrait and 19 mm on A4 landscape. */
const COLUMN = 46.5;
const BOX = { width: 44.5, height: 10, pitch: 11 };
/** Characters of a head's line in one column, and of one word that is set narrower. */
const LINE = 12;
const LONGEST_WORD = 16;
const HEAD = { line: 7.2, height: 32 };
/** As wide as a full matrix even with few tactics, so that a box always has the size of a box. */
const LEAST_COLUMNS = 14;
/** More columns than this go on in a second band. */
const MOST_COLUMNS = 18;
/** A tactic with more techniques than this takes two columns of boxes, and so on: the picture stays wider than high. */
const MOST_ROWS = 28;
const BAND_GAP = 14;

interface Column {
  name: string;
  tactic: TacticCoverage | undefined;
  techniques: TechniqueCoverage[];
}

/** Columns with their place, in columns of boxes. */
interface Band {
  columns: { column: Column; at: number }[];
  width: number;
  rows: number;
}

/**
 * The matrix as SVG: one column a tactic, one box a technique with its id, its level as fill, pattern and left bar, and
 * n/m of its sub-techniques. A sub-technique has a box of its own only where its parent has none in that column, so
 * that nothing disappears. Fills are the classes of html/style.ts. The table of techniques says the same in words;
 * so the picture is hidden from screen readers, and its links from the tab order.
 */
export function renderMatrix(arranged: ArrangedReport): string {
  const bands = listBands(listColumns(arranged));
  let top = 0;
  const drawn = bands.map((band) => {
    const columns = band.columns.map(({ column, at }) => drawColumn(column, at));
    const text = `<g transform="translate(0 ${round(top)})">${columns.join('')}</g>`;
    top += HEAD.height + band.rows * BOX.pitch + BAND_GAP;
    return text;
  });
  const width = Math.max(LEAST_COLUMNS, ...bands.map((band) => band.width)) * COLUMN - (COLUMN - BOX.width);
  const height = Math.max(top - BAND_GAP, BOX.pitch);
  return `<svg class="picture" viewBox="0 0 ${round(width)} ${round(height)}" aria-hidden="true">${HATCH}${drawn.join('\n')}</svg>`;
}

const HATCH =
  '<defs><pattern id="matrix-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" fill="#fbe3d2"/><rect width="2" height="4" fill="#e39a66"/></pattern></defs>';

const TEXT_CLASS: Record<Level, string> = {
  validated: ' class="v"',
  deployed: '',
  failed: '',
  listed: '',
  unlisted: ' class="u"',
};

function listColumns(arranged: ArrangedReport): Column[] {
  const columns = new Map<string, Column>();
  for (const tactic of arranged.tactics)
    columns.set(tactic.name, { name: tactic.name, tactic, techniques: [] });
  for (const technique of arranged.techniques) {
    const parent = technique.parentId === null ? undefined : arranged.techniqueById.get(technique.parentId);
    for (const name of technique.tactics.length > 0 ? new Set(technique.tactics) : ['']) {
      if (parent?.tactics.includes(name)) continue;
      const column = columns.get(name) ?? { name, tactic: undefined, techniques: [] };
      columns.set(name, column);
      column.techniques.push(technique);
    }
  }
  return [...columns.values()].sort((a, b) => compareTactics(a.name, b.name));
}

function listBands(columns: Column[]): Band[] {
  const bands: Band[] = [];
  for (const column of columns) {
    const wide = widthOf(column);
    let band = bands.at(-1);
    if (!band || band.width + wide > MOST_COLUMNS) {
      band = { columns: [], width: 0, rows: 0 };
      bands.push(band);
    }
    band.columns.push({ column, at: band.width });
    band.width += wide;
    band.rows = Math.max(band.rows, rowsOf(column));
  }
  return bands;
}

function widthOf(column: Column): number {
  return Math.min(Math.max(Math.ceil(column.techniques.length / MOST_ROWS), 1), MOST_COLUMNS);
}

function rowsOf(column: Column): number {
  return Math.ceil(column.techniques.length / widthOf(column));
}

function drawColumn(column: Column, at: number): string {
  const lines = column.name === '' ? ['No tactic'] : headLines(column.name, widthOf(column));
  const count = column.tactic
    ? `<text class="c" y="${round(7 + lines.length * HEAD.line)}">${nOfM(ruleDeployed(column.tactic.levels), column.tactic.techniques)}</text>`
    : '';
  const rows = rowsOf(column);
  const boxes = column.techniques.map((technique, index) =>
    drawBox(technique, Math.floor(index / rows) * COLUMN, HEAD.height + (index % rows) * BOX.pitch),
  );
  return `<g transform="translate(${round(at * COLUMN)})">${lines.map(drawHeadLine).join('')}${count}\n${boxes.join('\n')}</g>\n`;
}

function drawHeadLine(line: string, index: number): string {
  // A single long word is set as narrow as its column, since the reader's font is not known.
  const fit =
    line.length > LINE && !line.includes(' ')
      ? ` textLength="${BOX.width}" lengthAdjust="spacingAndGlyphs"`
      : '';
  return `<text class="h" y="${round(7 + index * HEAD.line)}"${fit}>${escapeHtml(line)}</text>`;
}

function drawBox(technique: TechniqueCoverage, x: number, y: number): string {
  const { id, name, level, rules, subTechniques: subs } = technique;
  const rulesText = `rules deployed ${nOfM(rules.deployed, rules.listed)}`;
  const subsText =
    subs.listed > 0 ? `, sub-techniques with a rule deployed ${nOfM(subs.deployed, subs.listed)}` : '';
  const title = `<title>${escapeHtml(`${id} ${name}: ${level}, ${rulesText}${subsText}`)}</title>`;
  const share =
    subs.listed > 0
      ? `<text class="n" x="${BOX.width - 1.8}" y="7.6">${subs.deployed}/${subs.listed}</text>`
      : '';
  const text = `<text x="4.4" y="7.6">${escapeHtml(id)}</text>${share}`;
  const box = `<g transform="translate(${round(x)} ${round(y)})"${TEXT_CLASS[level]}>${title}${fill(level)}${text}</g>`;
  return isTechniqueId(id) ? `<a href="#${id}" tabindex="-1">${box}</a>` : box;
}

/** The level as it also reads in gray: the left bar says that a rule is deployed. */
function fill(level: Level): string {
  const { width, height } = BOX;
  const side = (name: string): string => `<rect class="${name}" width="2.4" height="${height}"/>`;
  switch (level) {
    case 'validated':
    case 'listed':
      return `<rect class="f-${level}" width="${width}" height="${height}" rx="1"/>`;
    case 'deployed':
      return `<rect class="f-deployed" width="${width}" height="${height}" rx="1"/>${side('f-side')}`;
    case 'failed':
      return `<rect fill="url(#matrix-hatch)" width="${width}" height="${height}" rx="1"/>${side('f-side-failed')}`;
    case 'unlisted':
      return `<rect class="f-unlisted" x=".3" y=".3" width="${width - 0.6}" height="${height - 0.6}" rx="1"/>`;
  }
}

/** A tactic's name in at most three lines of the width of its columns; what is too long ends in `…`. */
function headLines(name: string, columns: number): string[] {
  const most = LINE * columns;
  const lines: string[] = [];
  for (const word of name.trim().split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const shown = lines.slice(0, 3).map((line) => cut(line, Math.max(most, LONGEST_WORD)));
  if (lines.length > 3) shown[2] = `${cut(shown[2] ?? '', most - 1)}…`;
  return shown;
}

function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
