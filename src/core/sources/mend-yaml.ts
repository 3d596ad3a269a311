// PyYAML, with which Splunk reads its own files, lets a quoted text go on over lines that are indented less than its
// key. YAML forbids that, and other parsers refuse the file.

/** Where a line opens a quoted text: after a key, after a dash, or alone below a key. */
const OPENING = /^(\s*)((?:- +)*)([^\s'"#|>-][^'"#]*?:\s+)?(['"])/;
const KEY_ALONE = /^(\s*(?:- +)*)[^\s'"#-][^'"#]*:\s*$/;
const BLOCK_TEXT = /^(\s*(?:- +)*)[^\s'"#-][^'"#]*:\s+[|>][-+\d]*\s*(?:#.*)?$/;

/** Deeper ones stay as they are: a text of short lines would grow by this much with each. */
const MAX_COLUMN = 100;

interface Opening {
  /** The column of the key or dash that holds the text: its other lines need at least one blank more. */
  column: number;
  quote: string;
  /** What follows the opening quote on its line. */
  rest: string;
}

/** The text with all lines of quoted texts indented far enough; null when none was too near. Line numbers stay. */
export function mendQuotedTexts(text: string): string | null {
  let open: Opening | null = null;
  let keyAlone: number | null = null;
  let blockText: number | null = null;
  let isMended = false;
  const lines = text.split('\n').map((line) => {
    const indent = line.length - line.trimStart().length;
    if (line.trim() === '') return line;
    if (open) {
      const { column, quote } = open;
      if (closes(line, quote)) open = null;
      if (indent > column) return line;
      isMended = true;
      return ' '.repeat(column + 1) + line;
    }
    // What stands in a block text only looks like keys and quotes.
    if (blockText !== null && indent > blockText) return line;
    blockText = columnOf(BLOCK_TEXT, line);
    const opening = openingOf(line, keyAlone);
    keyAlone = columnOf(KEY_ALONE, line);
    if (opening && opening.column <= MAX_COLUMN && !closes(opening.rest, opening.quote)) open = opening;
    return line;
  });
  return isMended ? lines.join('\n') : null;
}

function openingOf(line: string, keyAlone: number | null): Opening | null {
  const match = OPENING.exec(line);
  if (!match) return null;
  const [whole, blanks = '', dashes = '', key, quote = ''] = match;
  const rest = line.slice(whole.length);
  if (key !== undefined) return { column: blanks.length + dashes.length, quote, rest };
  if (dashes !== '') return { column: blanks.length + dashes.lastIndexOf('-'), quote, rest };
  return keyAlone === null ? null : { column: keyAlone, quote, rest };
}

function columnOf(pattern: RegExp, line: string): number | null {
  return pattern.exec(line)?.[1]?.length ?? null;
}

/** Whether a quoted text ends in this part of it. `''` and `\"` do not end it. */
function closes(part: string, quote: string): boolean {
  for (let i = 0; i < part.length; i += 1) {
    if (quote === '"' && part[i] === '\\') i += 1;
    else if (part[i] === quote) {
      if (quote === '"' || part[i + 1] !== "'") return true;
      i += 1;
    }
  }
  return false;
}
