// One list item, read as a person reads it. Only string searches that run forward once: a line may be hostile
// and as long as the file.

import type { Crumb } from '../../shared/model/resource.ts';
import { quote } from './problems.ts';
import type { DocumentProblemCode } from './problems.ts';

/** A longer title is kept and reported. */
export const MAX_TITLE_LENGTH = 300;

/** No repository is this deep; what follows is kept as one folder name. */
const MAX_TRAIL = 64;

export interface Bullets {
  count: number;
  isIndented: boolean;
  /** Where the text after them starts. */
  start: number;
}

export interface ItemProblem {
  code: DocumentProblemCode;
  message: string;
}

export interface ReadItem {
  title: string;
  url: string | null;
  trail: Crumb[];
  unitTests: number | null;
  problems: ItemProblem[];
}

interface Link {
  title: string;
  url: string;
  /** What follows the closing bracket. */
  rest: string;
  isClosed: boolean;
}

/** The bullets before a line's text; null for a line without. */
export function readBullets(line: string): Bullets | null {
  let at = skipBlanks(line, 0);
  const isIndented = at > 0;
  let count = 0;
  while (isBullet(line, at)) {
    count += 1;
    at = skipBlanks(line, at + 1);
  }
  return count === 0 ? null : { count, isIndented, start: at };
}

/** Whether a line without bullet looks like a list item that lost it. */
export function isBareLink(line: string): boolean {
  return (line.startsWith('**[') || line.startsWith('[')) && line.includes('](') && line.includes(')');
}

/** Reads the text after the bullets. Titles and URLs stay as written. */
export function readItem(text: string): ReadItem {
  const { body, unitTests } = cutUnitTests(text.trimEnd());
  const { trail, name } = splitTrail(body);
  const problems: ItemProblem[] = [];
  const link = readLink(unbold(name));
  const item: ReadItem =
    link === null
      ? { ...readTitle(name, text, trail.length > 0, problems), trail, unitTests, problems }
      : { title: link.title, url: link.url === '' ? null : link.url, trail, unitTests, problems };
  if (link !== null) checkLink(link, problems);
  if (trail.some((crumb) => crumb.url === null)) {
    problems.push({ code: 'folder-without-link', message: 'A folder without link. Kept by its name.' });
  }
  checkTitle(item.title, problems);
  return item;
}

/** `[title](url)`, as far as it is one: the URL runs to the LAST `)`, since URLs hold round brackets unescaped. */
export function readLink(text: string): Link | null {
  if (!text.startsWith('[')) return null;
  const middle = linkMiddle(text);
  if (middle === -1) return null;
  const title = text.slice(1, middle);
  const tail = text.slice(middle + 2);
  // A blank ends a URL (blanks inside one are written `%20`), so a later `)` belongs to words after the link.
  const blank = tail.search(/\s/);
  const first = blank === -1 ? -1 : tail.lastIndexOf(')', blank);
  const end = first === -1 ? tail.lastIndexOf(')') : first;
  if (end === -1) return { title, url: tail, rest: '', isClosed: false };
  return { title, url: tail.slice(0, end), rest: tail.slice(end + 1), isClosed: true };
}

/** Titles may hold `](` themselves, so the one before a web address is the one that counts. */
function linkMiddle(text: string): number {
  const web = text.indexOf('](http');
  return web === -1 ? text.lastIndexOf('](') : web;
}

function cutUnitTests(text: string): { body: string; unitTests: number | null } {
  if (!text.endsWith(' unit tests') && !text.endsWith(' unit test')) return { body: text, unitTests: null };
  const at = text.lastIndexOf(': ');
  const count = /^: (\d{1,6}) unit tests?$/.exec(text.slice(at, at + 24))?.[1];
  const isAfterLink = at > 0 && (text[at - 1] === ')' || text[at - 1] === '*');
  if (count === undefined || !isAfterLink) return { body: text, unitTests: null };
  return { body: text.slice(0, at), unitTests: Number(count) };
}

/** `[a](…) / [b](…) / **[title](…)**` → the folders and the rest. */
function splitTrail(body: string): { trail: Crumb[]; name: string } {
  const bold = body.indexOf(' / **[');
  if (bold > 0 && !body.startsWith('**[')) {
    return { trail: readTrail(body.slice(0, bold)), name: body.slice(bold + 3) };
  }
  if (!body.startsWith('[')) return { trail: [], name: body };
  // Without bold type: all but the last are folders if all are links, or if the last lost its link.
  const cut = body.lastIndexOf(isCutTitle(body) ? ') / ' : ') / [');
  const trail = cut === -1 ? [] : readTrail(body.slice(0, cut + 1));
  const isTrail = trail.length > 0 && trail.every((crumb) => crumb.url !== null);
  return isTrail ? { trail, name: body.slice(cut + 4) } : { trail: [], name: body };
}

function readTrail(text: string): Crumb[] {
  const trail: Crumb[] = [];
  for (let at = 0; at < text.length;) {
    const isLink = text[at] === '[';
    const isLast = trail.length + 1 === MAX_TRAIL;
    const found = isLast ? -1 : text.indexOf(isLink ? ') / ' : ' / ', at);
    const end = found === -1 ? text.length : found + (isLink ? 1 : 0);
    const name = text.slice(at, end);
    const link = readLink(name);
    const isWhole = link !== null && link.isClosed && link.rest === '' && link.url !== '';
    trail.push(isWhole ? { name: link.title, url: link.url } : { name, url: null });
    at = end + 3;
  }
  return trail;
}

/** An item without link: a title alone, or one whose link was cut away and left `)**` behind. */
function readTitle(
  name: string,
  text: string,
  hasTrail: boolean,
  problems: ItemProblem[],
): { title: string; url: null } {
  if (isCutTitle(name)) {
    const title = name.slice(name.startsWith('**[') ? 3 : 0, -3);
    problems.push({ code: 'lost-link', message: `${quote(title)} lost its link. Kept by its title.` });
    return { title, url: null };
  }
  // Blanks at the end belong to a title as written.
  return { title: hasTrail ? unbold(name) : text, url: null };
}

function isCutTitle(text: string): boolean {
  if (!text.endsWith(')**')) return false;
  const last = text.lastIndexOf(') / ');
  return !text.includes('](', last + 1);
}

function unbold(text: string): string {
  const start = text.startsWith('**[') ? 2 : 0;
  const isBoldEnd = text.endsWith('**') && (start > 0 || text.startsWith('['));
  return text.slice(start, isBoldEnd ? -2 : undefined);
}

function checkLink(link: Link, problems: ItemProblem[]): void {
  const { title, url, rest, isClosed } = link;
  if (!isClosed) {
    problems.push({
      code: 'unclosed-link',
      message: 'A link without closing bracket. Read to the end of the line.',
    });
  }
  if (rest.trim() !== '') {
    problems.push({ code: 'text-after-link', message: `${quote(rest.trim())} after the link. Not read.` });
  }
  if (url === '')
    problems.push({ code: 'lost-link', message: `${quote(title)} has an empty link. Kept by its title.` });
  else if (!/^https?:\/\//i.test(url)) {
    problems.push({ code: 'link-not-web', message: `${quote(url)} is no web address. Kept as text.` });
  }
}

function checkTitle(title: string, problems: ItemProblem[]): void {
  if (title.length > MAX_TITLE_LENGTH) {
    const message = `A title of ${title.length} characters; ${MAX_TITLE_LENGTH} is the usual limit. Kept whole.`;
    problems.push({ code: 'long-title', message });
  }
  if (/[\p{Cc}\p{Cf}]/u.test(title)) {
    problems.push({
      code: 'hidden-characters',
      message: 'Invisible characters in a title. Kept as written.',
    });
  }
}

function isBullet(line: string, at: number): boolean {
  const mark = line[at];
  return (mark === '*' || mark === '-' || mark === '+') && (at + 1 >= line.length || isBlank(line[at + 1]));
}

function skipBlanks(line: string, from: number): number {
  let at = from;
  while (at < line.length && isBlank(line[at])) at += 1;
  return at;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r';
}
