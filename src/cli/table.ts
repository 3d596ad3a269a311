import type { Kind } from '../shared/model/resource.ts';

type Cell = string | number | null;

/** Lines of aligned columns, two spaces apart; numbers to the right. An empty table has no lines, not even its head. */
export function formatTable(head: string[], rows: Cell[][]): string {
  if (rows.length === 0) return '';
  const isNumber = head.map((_, i) => rows.every((row) => row[i] === null || typeof row[i] === 'number'));
  const texts = [head, ...rows.map((row) => row.map((cell) => visible(String(cell ?? ''))))];
  const widths = head.map((_, i) => Math.max(...texts.map((row) => width(row[i] ?? ''))));
  return texts
    .map((row) =>
      row
        .map((text, i) => pad(text, widths[i] ?? 0, isNumber[i] ?? false))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** `2 of 17 rules`: what is counted is always said. */
export function countOf(part: number, whole: number, what: string): string {
  return `${part} of ${formatThings(whole, what)}`;
}

/** `1 rule`, `17 rules`. */
export function formatThings(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `0 controls, 5 rules, 1 test`. */
export function formatKinds({ control, rule, test }: Record<Kind, number>): string {
  return [formatThings(control, 'control'), formatThings(rule, 'rule'), formatThings(test, 'test')].join(
    ', ',
  );
}

/** `9 Aug 2022` of `2022-08-09`, or of a time. */
export function formatDate(iso: string | null): string {
  if (iso === null) return '';
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number);
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${day} ${months[(month ?? 1) - 1]} ${year}`;
}

/** Text that came from outside, for a terminal: control and bidi characters are shown, not obeyed. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) =>
    character === '\n' || character === '\t'
      ? ' '
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** As `visible`, with its lines kept. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

function pad(text: string, to: number, isRight: boolean): string {
  const space = ' '.repeat(Math.max(0, to - width(text)));
  return isRight ? space + text : text + space;
}

function width(text: string): number {
  return Array.from(text).length;
}
