const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** `#rrggbb` */
export interface CellColors {
  fill: string;
  text: string;
}

/** Places of cell formats in the part below: plain, head, time; those of named styles follow. */
export const FORMAT = { plain: 0, head: 1, time: 2, first: 3 };

const argb = (color: string): string => `FF${color.slice(1).toUpperCase()}`;

/** `xl/styles.xml` of ECMA-376: the formats above and one for each named style. The first two fills are fixed by the format. */
export function stylesPart(styles: Record<string, CellColors>): string {
  const named = Object.values(styles);
  const font = (inner: string): string => `<font>${inner}<sz val="11"/>`;
  const fonts = [
    `${font('')}<name val="Calibri"/></font>`,
    `${font('<b/>')}<name val="Calibri"/></font>`,
    ...named.map(({ text }) => `${font('')}<color rgb="${argb(text)}"/><name val="Calibri"/></font>`),
  ];
  const fills = [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    ...named.map(
      ({ fill }) =>
        `<fill><patternFill patternType="solid"><fgColor rgb="${argb(fill)}"/></patternFill></fill>`,
    ),
  ];
  const format = (numFmt: number, textFont: number, fill: number): string =>
    `<xf numFmtId="${numFmt}" fontId="${textFont}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>`;
  const formats = [
    format(0, 0, 0),
    format(0, 1, 0),
    format(164, 0, 0),
    ...named.map((_, i) => format(0, i + 2, i + 2)),
  ];
  const list = (name: string, items: string[]): string =>
    `<${name} count="${items.length}">${items.join('')}</${name}>`;
  return (
    `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>` +
    `${list('fonts', fonts)}${list('fills', fills)}<borders count="1"><border/></borders>` +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `${list('cellXfs', formats)}</styleSheet>`
  );
}
