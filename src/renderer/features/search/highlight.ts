/** A piece of a text; joined, the pieces are the text. */
export interface Part {
  text: string;
  isHit: boolean;
}

const TOKEN = /[\p{L}\p{N}\p{Co}]+/gu;
const IS_TOKEN = /[\p{L}\p{N}\p{Co}]/u;
const HIT = '\u0002';
const HIT_END = '\u0003';
const MOST_WORDS = 32;

/** What a search looks for: each word or quoted phrase, as a pattern over folded text. */
export function hitPatterns(query: string): RegExp[] {
  return pieces(query)
    .map((piece) => fold(piece).text.match(TOKEN) ?? [])
    .filter((tokens) => tokens.length > 0)
    .slice(0, MOST_WORDS)
    .map((tokens) => new RegExp(tokens.join('[^\\p{L}\\p{N}\\p{Co}]+'), 'gu'));
}

/** Splits a text where a word of the search begins in it. Case and accents do not matter, as in the search itself. */
export function splitHits(text: string, patterns: readonly RegExp[]): Part[] {
  if (patterns.length === 0) return plain(text);
  const folded = fold(text);
  const ranges: [number, number][] = [];
  for (const pattern of patterns) {
    for (const match of folded.text.matchAll(pattern)) {
      const start = folded.at[match.index]!;
      const end = folded.at[match.index + match[0].length]!;
      if (isWordStart(text, start)) ranges.push([start, end]);
    }
  }
  return cut(text, merge(ranges));
}

/** Splits a snippet whose hits stand between U+0002 and U+0003. */
export function splitSnippet(snippet: string): Part[] {
  const parts: Part[] = [];
  snippet.split(HIT).forEach((piece, index) => {
    const [hit = '', ...rest] = index === 0 ? ['', piece] : piece.split(HIT_END);
    parts.push({ text: hit, isHit: true }, { text: rest.join(''), isHit: false });
  });
  return parts.filter(({ text }) => text !== '');
}

const BEFORE_HIT = 32;

/**
 * A snippet for one line: Markdown's signs and citations left out, and cut before its first hit, which would stand
 * beyond the end of the line otherwise.
 */
export function lineOf(snippet: string): Part[] {
  const plainText = snippet
    .replace(/\(Citation:[^)]*\)?/g, '')
    .replace(/\]\([^)\s]*\)?/g, '')
    .replace(/[[\]`*]+|<\/?[a-z]+>?/gi, '')
    .replace(/\s+/g, ' ');
  const parts = splitSnippet(plainText);
  const [first] = parts;
  if (!first || first.isHit || parts.length === 1 || first.text.length <= BEFORE_HIT) return parts;
  const from = first.text.indexOf(' ', first.text.length - BEFORE_HIT);
  return [
    { text: `…${first.text.slice(from === -1 ? -BEFORE_HIT : from + 1)}`, isHit: false },
    ...parts.slice(1),
  ];
}

/** Quoted text is one piece; a quote without its partner is a blank. */
function pieces(query: string): string[] {
  const parts = query.normalize('NFC').split('"');
  return parts.flatMap((part, index) =>
    index % 2 === 1 && index < parts.length - 1 ? [part] : part.split(/\s+/),
  );
}

interface Folded {
  text: string;
  /** Place in the original of each place in the folded text, and of its end. */
  at: number[];
}

/** Lower case without accents, with the way back. */
function fold(text: string): Folded {
  let folded = '';
  const at: number[] = [];
  for (let index = 0; index < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(index)!);
    const plainCharacter = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let unit = 0; unit < plainCharacter.length; unit++) at.push(index);
    folded += plainCharacter;
    index += character.length;
  }
  at.push(text.length);
  return { text: folded, at };
}

/** Words begin after a sign, and inside names like `PowerShell`, where the search cuts them too. */
function isWordStart(text: string, index: number): boolean {
  if (index === 0) return true;
  const [before, here] = [text[index - 1]!, text[index]!];
  if (!IS_TOKEN.test(before)) return true;
  if (/\d/.test(before) !== /\d/.test(here)) return true;
  return /\p{Lu}/u.test(here) && (/\p{Ll}/u.test(before) || /\p{Ll}/u.test(text[index + 1] ?? ''));
}

function merge(ranges: [number, number][]): [number, number][] {
  const merged: [number, number][] = [];
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

function cut(text: string, ranges: readonly [number, number][]): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    parts.push({ text: text.slice(at, start), isHit: false }, { text: text.slice(start, end), isHit: true });
    at = end;
  }
  parts.push({ text: text.slice(at), isHit: false });
  return parts.filter((part) => part.text !== '');
}

function plain(text: string): Part[] {
  return text === '' ? [] : [{ text, isHit: false }];
}
