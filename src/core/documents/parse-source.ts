import type { Kind } from '../../shared/model/resource.ts';
import { checkSource } from './check.ts';
import type { SourceLines } from './check.ts';
import type { DocumentItem, DocumentSource } from './document.ts';
import * as format from './format.ts';
import { isBlankLine, isSame } from './page.ts';
import type { Page } from './page.ts';
import { isBareLink, readBullets, readItem, readLink } from './parse-item.ts';
import type { Bullets, ReadItem } from './parse-item.ts';
import { quote } from './problems.ts';
import { resourceKey } from './resource-key.ts';
import { sourceId } from './source-id.ts';
import { itemLine, sourceHeadLines } from './write.ts';

/** A source while its lines are read. Every line goes to one piece: the head, the statement or an item. */
export interface OpenSource {
  source: DocumentSource;
  kind: Kind | null;
  lines: SourceLines;
  head: string[];
  statement: string[] | null;
  items: string[][];
  /** The piece that takes the next line. */
  current: string[];
}

/** `### [Title](homepage)` */
export function openSource(page: Page, kind: Kind | null, index: number): OpenSource {
  const line = page.lines[index] ?? '';
  const text = line.slice(4).trim();
  const link = readLink(text);
  const [title, url] = link === null ? [text, ''] : [link.title, link.url];
  const head = [line];
  return {
    source: {
      id: sourceId(title, url),
      title,
      url,
      lastAccessed: null,
      total: null,
      declared: null,
      statesNone: false,
      items: [],
    },
    kind,
    lines: { heading: index + 1, lastAccessed: 0, total: 0, declared: 0, intro: 0, none: 0 },
    head,
    statement: null,
    items: [],
    current: head,
  };
}

export function readSourceLine(page: Page, open: OpenSource, index: number): void {
  const line = page.lines[index] ?? '';
  const bullets = readBullets(line);
  if (bullets !== null) {
    if (bullets.start < line.trimEnd().length) return readBullet(page, open, index, bullets);
    page.log.add('empty-item', index + 1, 'A bullet with nothing after it. Not counted.', open.source.id);
  } else if (isBareLink(line)) {
    return readBare(page, open, index);
  } else if (!isBlankLine(line) && !readLabel(open, index, line.trim())) {
    const message = `${quote(line)} is no part of a list. Kept.`;
    page.log.add('unknown-line', index + 1, message, open.source.id);
  }
  open.current.push(line);
}

/** Ends the source: what is not in standard form keeps its lines. `mayEndSection`: last of a section with a blank line of its own. */
export function closeSource(page: Page, open: OpenSource, mayEndSection: boolean): { endsSection: boolean } {
  const { source, kind, current } = open;
  const endsSection = mayEndSection && takeBlank(current);
  if (!takeBlank(current)) source.isTight = true;
  keepWritten(page, open);
  checkSource(page, source, kind, open.lines);
  return { endsSection };
}

function keepWritten(page: Page, { source, kind, head, statement, items }: OpenSource): void {
  if (source.intro === format.standardIntro(source.id, kind, page.id, source.url)) delete source.intro;
  if (!isSame(head, sourceHeadLines(source, kind, page.id))) source.written = head;
  if (statement !== null && !isSame(statement, [format.NONE_LINE])) source.statement = statement;
  items.forEach((written, i) => {
    const item = source.items[i];
    if (item !== undefined && !isSame(written, [itemLine(item)])) item.written = written;
  });
}

function takeBlank(lines: string[]): boolean {
  if (lines[lines.length - 1] !== '') return false;
  lines.pop();
  return true;
}

/** One of the three labels or, first of all other lines, the sentence before the list. */
function readLabel({ source, lines, items }: OpenSource, index: number, text: string): boolean {
  if (lines.lastAccessed === 0 && text.startsWith(format.LAST_ACCESSED_LABEL)) {
    lines.lastAccessed = index + 1;
    source.lastAccessed = format.readDate(text.slice(format.LAST_ACCESSED_LABEL.length).trim());
  } else if (lines.total === 0 && text.startsWith(format.TOTAL_LABEL)) {
    lines.total = index + 1;
    source.total = format.readCount(text.slice(text.indexOf(':**') + 3).trim());
  } else if (lines.declared === 0 && text.startsWith(format.DECLARED_LABEL)) {
    lines.declared = index + 1;
    source.declared = format.readCount(text.slice(format.DECLARED_LABEL.length).trim());
  } else if (lines.intro === 0 && items.length === 0 && !source.statesNone && !text.startsWith('#')) {
    lines.intro = index + 1;
    source.intro = text;
  } else {
    return false;
  }
  return true;
}

function readBullet(page: Page, open: OpenSource, index: number, bullets: Bullets): void {
  const line = page.lines[index] ?? '';
  const item = readItem(line.slice(bullets.start));
  const id = open.source.id;
  if (isNone(item)) return addStatement(open, line, index);
  if (bullets.count > 1) {
    const repeats = isEcho(item, page.lines[index + 1] ?? '');
    const message = repeats
      ? 'Doubled bullet, and the same link again on the next line. Read as one item.'
      : 'Doubled bullet. Read as one item.';
    page.log.add('doubled-bullet', index + 1, message, id);
  } else if (bullets.isIndented) {
    page.log.add('nested-bullet', index + 1, 'Indented bullet. Read as an item of the list.', id);
  }
  addItem(page, open, index, item);
}

/** A link without bullet: the item above said again, or an item that lost its bullet. */
function readBare(page: Page, open: OpenSource, index: number): void {
  const line = page.lines[index] ?? '';
  const above = open.source.items[open.source.items.length - 1];
  if (above !== undefined && open.current.length === 1 && isEcho(above, line)) {
    // After a doubled bullet this is part of the same damage, told there.
    if ((readBullets(open.current[0] ?? '')?.count ?? 0) < 2) {
      const message = 'The link of the item above again, without bullet. Read as one item.';
      page.log.add('repeated-link', index + 1, message, open.source.id);
    }
    open.current.push(line);
    return;
  }
  const item = readItem(line);
  page.log.add('missing-bullet', index + 1, 'A link without bullet. Read as an item.', open.source.id);
  addItem(page, open, index, item);
}

function isEcho(item: { title: string; url: string | null }, line: string): boolean {
  if (!isBareLink(line)) return false;
  const bare = readItem(line);
  return bare.url !== null && bare.url === item.url && bare.title === item.title;
}

function addItem(page: Page, open: OpenSource, index: number, read: ReadItem): void {
  const { source, kind } = open;
  const { problems, ...item } = read;
  const key = resourceKey(source.id, kind ?? 'rule', page.id, item);
  const added: DocumentItem = { key, ...item, line: index + 1 };
  source.items.push(added);
  open.current = [page.lines[index] ?? ''];
  open.items.push(open.current);
  for (const { code, message } of problems) page.log.add(code, index + 1, message, source.id);
  const isCut = problems.some(({ code }) => code === 'lost-link');
  if (item.url === null && !isCut && source.id !== 'atomic') {
    const message = `${quote(item.title)} has no link. Kept by its title.`;
    page.log.add('title-without-link', index + 1, message, source.id);
  }
}

function isNone({ title, url }: ReadItem): boolean {
  return url?.endsWith(format.NONE_CLASS) === true || title.trim().toLowerCase() === format.NONE_TITLE;
}

function addStatement(open: OpenSource, line: string, index: number): void {
  const { source, lines } = open;
  if (lines.none === 0) lines.none = index + 1;
  if (source.statesNone || source.items.length > 0) {
    // Its place is not the standard one: it stays with the lines around it.
    open.current.push(line);
    if (!source.statesNone) open.statement = [];
  } else {
    open.statement = [line];
    open.current = open.statement;
  }
  source.statesNone = true;
}
