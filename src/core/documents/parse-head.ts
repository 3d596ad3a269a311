import { TACTICS } from '../../shared/model/technique.ts';
import type { TechniqueDocument } from './document.ts';
import * as format from './format.ts';
import { isBlankLine, isSame } from './page.ts';
import type { Page } from './page.ts';
import { quote } from './problems.ts';
import type { ProblemLog } from './problems.ts';
import { headLines } from './write.ts';
import { readBullets } from './parse-item.ts';

/** ATT&CK has 15; what is written beyond this many stays in the page only. */
const MAX_TACTICS = 64;

export interface Head {
  document: Omit<TechniqueDocument, 'sections'>;
  /** Index of the first line after it. */
  end: number;
}

interface Title {
  line: number;
  id: string;
  name: string;
}

/** `# T1046: Name` as the first heading; says why when there is none. */
export function readTitle(lines: readonly string[], log: ProblemLog): Title | null {
  const line = lines.findIndex((text) => text.startsWith('# '));
  const match = /^# +(T\d{4}(?:\.\d{3})?)(?![\w.])/.exec(lines[line] ?? '');
  if (!lines.some(isTechniqueLine)) {
    const message = 'Not a technique document: none of its headings and labels. Not read.';
    log.add('not-a-technique-document', null, message);
    return null;
  }
  if (match === null) {
    const message = 'The page names no technique: its first heading is not “# T1046: Name”. Not read.';
    log.add('no-technique-id', line === -1 ? null : line + 1, message);
    return null;
  }
  const name = (lines[line] ?? '')
    .slice(match[0].length)
    .replace(/^[\s:–-]+/, '')
    .trimEnd();
  if (name === '') log.add('no-name', line + 1, 'The heading has no name after the id. Read without it.');
  return { line, id: match[1] ?? '', name };
}

/** Reads all before the first section. */
export function readHead(page: Page, title: Title): Head {
  const { lines, log } = page;
  const quoteLine = findQuote(lines, title.line + 1);
  const quoted = quoteLine === -1 ? readUnquoted(page, title.line + 1) : readQuoted(page, quoteLine);
  const { labels, others } = splitLabels(lines, title.line + 1, quoted.start);
  const document: Head['document'] = {
    id: title.id,
    name: title.name,
    url: readUrl(page, labels.url, title.line),
    tactics: readTactics(page, labels.tactics, title.line),
    description: quoted.text,
  };
  // A line between the labels and an unquoted description cannot be told from the description.
  const stray = [...range(0, title.line), ...others, ...range(quoted.end, quoted.sections)];
  for (const index of stray) {
    const text = lines[index] ?? '';
    if (!isBlankLine(text)) log.add('unknown-line', index + 1, `${quote(text)} is no part of a head. Kept.`);
  }
  const written = lines.slice(0, quoted.sections);
  if (!isSame(written, headLines(document))) document.written = written;
  checkDescription(page, quoted);
  return { document, end: quoted.sections };
}

interface Description {
  text: string;
  /** Lines of the description, and the first section's. */
  start: number;
  end: number;
  sections: number;
}

function isTechniqueLine(line: string): boolean {
  return isKnownSection(line) || line.startsWith(format.TACTICS_LABEL) || line.startsWith(format.ATTACK_LINK);
}

function isSectionLine(line: string): boolean {
  return line.startsWith('## ');
}

function isKnownSection(line: string): boolean {
  return isSectionLine(line) && format.sectionKind(line.slice(3)) !== null;
}

/** The block quote's first line; -1 when the sections begin before one does. */
function findQuote(lines: readonly string[], from: number): number {
  for (let i = from; i < lines.length; i += 1) {
    if ((lines[i] ?? '').startsWith(format.QUOTE_START)) return i;
    if (isKnownSection(lines[i] ?? '')) return -1;
  }
  return -1;
}

/** From `<blockquote>` to the last `</blockquote>` before the next section: a description may hold both, and headings. */
function readQuoted(page: Page, start: number): Description {
  const { lines, log } = page;
  const isClosing = (line: string): boolean => line.trimEnd().endsWith(format.QUOTE_END);
  const hasEnd = lines.slice(start).some(isClosing);
  let close = -1;
  let sections = start;
  for (; sections < lines.length; sections += 1) {
    const line = lines[sections] ?? '';
    // Inside the quote a heading is text; without an end mark the first known section ends it.
    if (close === -1 ? !hasEnd && isKnownSection(line) : isSectionLine(line)) break;
    if (isClosing(line)) close = sections;
  }
  if (close === -1) {
    log.add('description-unmarked', start + 1, 'The description has no end mark. Read up to the sections.');
  }
  const end = close === -1 ? sections : close + 1;
  const text = lines.slice(start, end).join('\n').slice(format.QUOTE_START.length).trimEnd();
  const description = text.endsWith(format.QUOTE_END) ? text.slice(0, -format.QUOTE_END.length) : text;
  return { text: description, start, end, sections };
}

/** Without a block quote: what stands between the labels and the sections. */
function readUnquoted(page: Page, from: number): Description {
  const { lines, log } = page;
  let start = from;
  let sections = from;
  for (; sections < lines.length && !isSectionLine(lines[sections] ?? ''); sections += 1) {
    if (isLabel(lines[sections] ?? '')) start = sections + 1;
  }
  while (start < sections && isBlankLine(lines[start] ?? '')) start += 1;
  const text = lines.slice(start, sections).join('\n').trimEnd();
  if (text !== '') {
    log.add(
      'description-unmarked',
      start + 1,
      'The description is in no block quote. Read up to the sections.',
    );
  }
  return { text, start, end: sections, sections };
}

function isLabel(line: string): boolean {
  return line.startsWith(format.TACTICS_LABEL) || line.startsWith(format.ATTACK_LINK);
}

function splitLabels(
  lines: readonly string[],
  from: number,
  to: number,
): { labels: { tactics: number; url: number }; others: number[] } {
  const labels = { tactics: -1, url: -1 };
  const others: number[] = [];
  for (const i of range(from, to)) {
    const line = lines[i] ?? '';
    if (labels.tactics === -1 && line.startsWith(format.TACTICS_LABEL)) labels.tactics = i;
    else if (labels.url === -1 && line.startsWith(format.ATTACK_LINK)) labels.url = i;
    else others.push(i);
  }
  return { labels, others };
}

function readTactics({ lines, log }: Page, index: number, titleLine: number): string[] {
  const text = (lines[index] ?? '').slice(format.TACTICS_LABEL.length);
  const tactics = text.split(',', MAX_TACTICS + 1).map((tactic) => tactic.trim());
  if (tactics.length > MAX_TACTICS) {
    tactics.pop();
    log.add('unknown-tactic', index + 1, `More than ${MAX_TACTICS} tactics. The others are not read.`);
  }
  const named = tactics.filter((tactic) => tactic !== '');
  // A label with nothing after it says that there is none, as of a technique that ATT&CK has retired.
  if (named.length === 0 && (index === -1 || text.trim() !== '')) {
    log.add('no-tactics', (index === -1 ? titleLine : index) + 1, 'The page names no tactic. Read without.');
  }
  for (const tactic of named) {
    if ((TACTICS as readonly string[]).includes(tactic)) continue;
    log.add('unknown-tactic', index + 1, `${quote(tactic)} is no tactic of ATT&CK. Kept as written.`);
  }
  return named;
}

function readUrl({ lines, log, id }: Page, index: number, titleLine: number): string {
  const text = (lines[index] ?? '').slice(format.ATTACK_LINK.length);
  const url = text.slice(0, Math.max(0, text.lastIndexOf(')')));
  if (url === '') {
    log.add('no-attack-url', (index === -1 ? titleLine : index) + 1, 'No link to ATT&CK. Read without it.');
  } else if (url.replace(/\/$/, '') !== format.attackUrl(id)) {
    log.add('attack-url-differs', index + 1, `The link to ATT&CK is not that of ${id}. Kept as written.`);
  }
  return url;
}

function checkDescription({ lines, log }: Page, { text, start, end }: Description): void {
  // An empty block quote says that there is none: Bearing's own documents carry no texts of others.
  const isQuoted = (lines[start] ?? '').startsWith(format.QUOTE_START);
  if (text.trim() === '' && !isQuoted) log.add('no-description', null, 'The page has no description.');
  const first = (test: (line: string) => boolean): number => {
    const offset = lines.slice(start, end).findIndex((line) => test(line.replace(format.QUOTE_START, '')));
    return offset === -1 ? -1 : start + offset + 1;
  };
  const heading = first((line) => /^#{1,6} /.test(line));
  if (heading !== -1) {
    log.add('heading-in-description', heading, 'A heading inside the description. Kept as its text.');
  }
  const bullet = first((line) => readBullets(line) !== null);
  if (bullet !== -1) {
    log.add(
      'bullet-in-description',
      bullet,
      'A list inside the description. Kept as its text, not as resources.',
    );
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
