import { strFromU8, unzipSync } from 'fflate';
import { isTextFormat, type ReportFormat } from '../../src/shared/model/report.ts';

/** A cell as a spreadsheet shows it, with the place of its format in styles.xml. */
export interface ReadCell {
  value: string | number;
  format: number;
}

export interface ReadSheet {
  name: string;
  xml: string;
  /** Without the head, by the titles of the head. An empty cell is not there. */
  rows: Record<string, ReadCell>[];
}

/** The text of a report in any format; of a workbook, that of all its parts. */
export function readReport(format: ReportFormat, bytes: Uint8Array): string {
  if (isTextFormat(format)) return Buffer.from(bytes).toString('utf8');
  return Object.values(unzipSync(bytes))
    .map((part) => strFromU8(part))
    .join('\n');
}

/** Every sheet of a workbook, read by the rules of SpreadsheetML as far as the writer uses them. Throws where a part is missing. */
export function readWorkbook(bytes: Uint8Array): ReadSheet[] {
  const parts = unzipSync(bytes);
  const part = (name: string): string => {
    const found = parts[name];
    if (!found) throw new Error(`no ${name}`);
    return strFromU8(found);
  };
  const targets = new Map(
    [...part('xl/_rels/workbook.xml.rels').matchAll(/Id="(\w+)"[^>]* Target="([^"]+)"/g)].map((match) => [
      match[1],
      match[2],
    ]),
  );
  return [...part('xl/workbook.xml').matchAll(/<sheet name="([^"]+)" sheetId="\d+" r:id="(\w+)"/g)].map(
    (match) => {
      const xml = part(`xl/${targets.get(match[2])}`);
      const [head = new Map<string, ReadCell>(), ...rows] = [
        ...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs),
      ].map((row) => readCells(row[1] ?? ''));
      return {
        name: match[1] ?? '',
        xml,
        rows: rows.map((row) =>
          Object.fromEntries([...row].map(([column, cell]) => [String(head.get(column)?.value), cell])),
        ),
      };
    },
  );
}

function readCells(row: string): Map<string, ReadCell> {
  return new Map(
    [...row.matchAll(/<c r="([A-Z]+)\d+"(?: s="(\d+)")?( t="inlineStr")?>(.*?)<\/c>/gs)].map((match) => {
      const [, column = '', format = '0', isText, inner = ''] = match;
      const value = isText ? cellText(inner) : Number(/^<v>([^<]+)<\/v>$/.exec(inner)?.[1]);
      return [column, { value, format: Number(format) }];
    }),
  );
}

function cellText(inner: string): string {
  const text = /^<is><t xml:space="preserve">([^<>]*)<\/t><\/is>$/s.exec(inner)?.[1];
  if (text === undefined) throw new Error(`no text: ${inner}`);
  const names: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#13': '\r' };
  return text
    .replace(/&([^;]*);/g, (_, name: string) => names[name] ?? `[no entity ${name}]`)
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
