/** What a person typed, as FTS5 understands it. */
export interface TextQuery {
  /** FTS5 expression: every word or phrase must be there, each as a prefix. Null: the text has no word, so nothing matches. */
  match: string | null;
  /** The words and phrases that must be there, as typed. */
  words: string[];
  /** Nothing but blanks was typed: everything matches. */
  isBlank: boolean;
  /** The text as a whole is a technique id or the beginning of one, in capitals. */
  techniqueId: string | null;
}

const MOST_WORDS = 32;
const LONGEST_WORD = 128;

/**
 * Reads search text. Quoted text is a phrase, all else are words; nothing a person types is FTS5 syntax, because every piece is quoted. A word
 * that the tokenizer splits (`susp_nmap`, `T1003.001`) is found as its parts in a row.
 */
export function readQuery(text: string): TextQuery {
  const words = splitText(text)
    .filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))
    .slice(0, MOST_WORDS)
    .map((word) => word.slice(0, LONGEST_WORD));
  const id = /^t\d{1,4}(?:\.\d{0,3})?$/i.exec(text.trim());
  return {
    match: words.length === 0 ? null : words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' AND '),
    words,
    isBlank: text.trim() === '',
    techniqueId: id ? id[0].toUpperCase() : null,
  };
}

/** Without case and accents, as FTS5 compares. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Limits an expression to some columns. */
export function inColumns(columns: string, match: string): string {
  return `{${columns}} : (${match})`;
}

function splitText(text: string): string[] {
  const pieces: string[] = [];
  // A quote without its partner is a blank. Word processors make quotes of other shapes.
  text
    .normalize('NFC')
    .replace(/[“”„‟«»＂]/g, '"')
    .split('"')
    .forEach((part, index, all) => {
      const isQuoted = index % 2 === 1 && index < all.length - 1;
      if (isQuoted) pieces.push(part.replaceAll('\0', ' '));
      else pieces.push(...part.split(/[\s\0]+/));
    });
  return pieces.filter((piece) => piece !== '');
}
