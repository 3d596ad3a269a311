import { strToU8, zipSync, type Zippable } from 'fflate';
import { FORMAT, stylesPart, type CellColors } from './spreadsheet-styles.ts';
import { visibleText } from './visible.ts';

/** `null`: an empty cell. A text is never a formula, whatever it begins with. */
export type Cell = string | number | null | { time: string } | { text: string; style: string };

export interface Column {
  title: string;
  /** In characters. */
  width: number;
}

/** One table: a head that stays in view, with filters. */
export interface Sheet {
  name: string;
  columns: Column[];
  rows: Cell[][];
}

export interface Workbook {
  title: string;
  author: string;
  /** ISO-8601 UTC. */
  createdAt: string;
  sheets: Sheet[];
  /** Of cells that name a style. */
  styles: Record<string, CellColors>;
}

/** Of a cell, in UTF-16 units; ECMA-376 says nothing of it, Excel does. */
const MOST_TEXT = 32_767;
/** Local fields: fflate writes them as they read here, and so the same in every time zone. */
const ENTRY_TIME = new Date(1980, 0, 1);

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * A workbook as XLSX, the parts of ECMA-376 (SpreadsheetML) that tables need and no more: texts in their cells, numbers
 * and times as numbers, a frozen head with filters, widths, fills. The same value gives the same bytes.
 */
export function writeWorkbook(workbook: Workbook): Uint8Array {
  const { sheets } = workbook;
  const styles = Object.keys(workbook.styles);
  const parts: Record<string, string> = {
    '[Content_Types].xml': contentTypes(sheets),
    '_rels/.rels': relations([
      [`${RELATIONS}/officeDocument`, 'xl/workbook.xml'],
      [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
    ]),
    'docProps/core.xml': coreProperties(workbook),
    'xl/workbook.xml': workbookPart(sheets),
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, index) => [`${RELATIONS}/worksheet`, `worksheets/sheet${index + 1}.xml`] as const),
      [`${RELATIONS}/styles`, 'styles.xml'],
    ]),
    'xl/styles.xml': stylesPart(workbook.styles),
    ...Object.fromEntries(
      sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetPart(sheet, styles)]),
    ),
  };
  const entries: Zippable = {};
  for (const [name, xml] of Object.entries(parts))
    entries[name] = strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${xml}`);
  return zipSync(entries, { mtime: ENTRY_TIME });
}

/** The number by which spreadsheets know a moment: days since 30 December 1899, here in UTC. null for no time. */
export function serialTime(time: string): number | null {
  const at = Date.parse(time);
  return Number.isNaN(at) ? null : at / 86_400_000 + 25_569;
}

/** `A`, `Z`, `AA`: the letters of a column, counted from 0. */
export function columnLetters(index: number): string {
  const before = index < 26 ? '' : columnLetters(Math.floor(index / 26) - 1);
  return `${before}${String.fromCharCode(65 + (index % 26))}`;
}

function sheetPart({ columns, rows }: Sheet, styles: string[]): string {
  const head = row(
    1,
    columns.map(({ title }, index) => textCell(columnLetters(index), 1, title, FORMAT.head)),
  );
  const body = rows.map((cells, at) =>
    row(
      at + 2,
      cells.map((cell, index) => writeCell(columnLetters(index), at + 2, cell, styles)),
    ),
  );
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  return (
    `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join('')}</cols><sheetData>${head}${body.join('')}</sheetData>` +
    `<autoFilter ref="${tableRange({ columns, rows })}"/></worksheet>`
  );
}

function tableRange({ columns, rows }: Pick<Sheet, 'columns' | 'rows'>, sign = ''): string {
  const last = columnLetters(columns.length - 1);
  return `${sign}A${sign}1:${sign}${last}${sign}${rows.length + 1}`;
}

function row(number: number, cells: string[]): string {
  return `<row r="${number}">${cells.join('')}</row>`;
}

function writeCell(letters: string, at: number, cell: Cell, styles: string[]): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'string') return textCell(letters, at, cell, FORMAT.plain);
  if (typeof cell === 'number') return `<c r="${letters}${at}"><v>${cell}</v></c>`;
  if ('text' in cell) {
    const place = styles.indexOf(cell.style);
    return textCell(letters, at, cell.text, place === -1 ? FORMAT.plain : FORMAT.first + place);
  }
  const serial = serialTime(cell.time);
  return serial === null
    ? textCell(letters, at, cell.time, FORMAT.plain)
    : `<c r="${letters}${at}" s="${FORMAT.time}"><v>${serial}</v></c>`;
}

function textCell(letters: string, at: number, text: string, format: number): string {
  const style = format === FORMAT.plain ? '' : ` s="${format}"`;
  return `<c r="${letters}${at}"${style} t="inlineStr"><is><t xml:space="preserve">${cellText(text)}</t></is></c>`;
}

/** `_x0041_` stands for a character in a cell (ECMA-376, ST_Xstring), so an underscore that would begin one is written so itself. */
function cellText(text: string): string {
  const visible = visibleText(text);
  const whole = visible.length > MOST_TEXT ? cut(visible) : visible;
  return escapeXml(whole.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_'));
}

/** Not through the middle of a surrogate pair. */
function cut(text: string): string {
  return `${text.slice(0, MOST_TEXT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}

function contentTypes(sheets: Sheet[]): string {
  const parts = [
    ['/xl/workbook.xml', `${TYPE}.sheet.main+xml`],
    ['/xl/styles.xml', `${TYPE}.styles+xml`],
    ['/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'],
    ...sheets.map((_, index) => [`/xl/worksheets/sheet${index + 1}.xml`, `${TYPE}.worksheet+xml`]),
  ];
  const overrides = parts.map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`);
  return (
    `<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
  );
}

function relations(targets: (readonly [type: string, target: string])[]): string {
  const list = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}

function coreProperties({ title, author, createdAt }: Workbook): string {
  const created = Number.isNaN(Date.parse(createdAt))
    ? ''
    : `<dcterms:created xsi:type="dcterms:W3CDTF">${escapeXml(createdAt)}</dcterms:created>`;
  return (
    `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escapeXml(visibleText(title))}</dc:title><dc:creator>${escapeXml(visibleText(author))}</dc:creator>${created}</cp:coreProperties>`
  );
}

function workbookPart(sheets: Sheet[]): string {
  const list = sheets.map(
    ({ name }, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  // Excel keeps the range of a filter under this name, and some readers look for it nowhere else.
  const filters = sheets.map(
    (sheet, index) =>
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">'${escapeXml(sheet.name)}'!${tableRange(sheet, '$')}</definedName>`,
  );
  return (
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${list.join('')}</sheets>` +
    `<definedNames>${filters.join('')}</definedNames></workbook>`
  );
}
