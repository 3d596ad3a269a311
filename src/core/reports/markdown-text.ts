import { HIDDEN_CLASS, visibleCharacter, visibleText } from './visible.ts';

/** What Markdown, GitHub's tables and its automatic links give a meaning to. The rest means nothing inside a cell. */
const SPECIAL = new RegExp(
  `(?:\\r\\n?|\\n)|[\\\\\`*_\\[\\]<>|~&$@#"{}!]|:(?=//)|(?<=www)\\.|[${HIDDEN_CLASS}]`,
  'giu',
);

/**
 * Text that stays text in a cell or a line of Markdown: special characters with a backslash, hidden ones written out,
 * line breaks as `↵`. Never to stand at the start of a line.
 */
export function inline(text: string): string {
  return text.replace(SPECIAL, (match: string, offset: number, whole: string) => {
    if (match === '\t') return ' ';
    if (/^[\r\n]/.test(match)) return ' ↵ ';
    return match.length === 1 && /[\x21-\x7e]/.test(match)
      ? `\\${match}`
      : visibleCharacter(match, offset, whole);
  });
}

/** A URL or a hash as code, so that it can be copied and is no link; one that code cannot hold in a table, as text. */
export function code(text: string): string {
  return /^[\x21-\x5b\x5d-\x5f\x61-\x7b\x7d\x7e]+$/.test(text) ? `\`${text}\`` : inline(text);
}

/** A block that shows Markdown as it was written, whatever is in it. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}markdown\n${visibleText(text).replace(/\r\n?/g, '\n')}\n${fence}`;
}

/** A table. Cells are Markdown already; `right` names the columns with numbers. */
export function table(head: string[], rows: string[][], right: number[] = []): string {
  const rule = head.map((_, index) => (right.includes(index) ? '--:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
