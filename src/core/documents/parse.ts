import { checkFileName, checkMojibake, checkSections } from './check.ts';
import { MAX_DOCUMENT_BYTES } from './decode.ts';
import type { DocumentSection, TechniqueDocument } from './document.ts';
import { sectionKind } from './format.ts';
import { isBlankLine, isSame } from './page.ts';
import type { Page } from './page.ts';
import { readHead, readTitle } from './parse-head.ts';
import { closeSource, openSource, readSourceLine } from './parse-source.ts';
import type { OpenSource } from './parse-source.ts';
import { createProblemLog, quote, SILENT_LOG } from './problems.ts';
import type { DocumentProblem, ProblemLog } from './problems.ts';
import { sectionLine } from './write.ts';

/** The longest real document has 336 lines. Without a limit 8 MiB of tiny sources would take seconds. */
export const MAX_DOCUMENT_LINES = 100_000;

/**
 * Reads a technique document, damaged ones as a person would read them. `document` is null only when the text is
 * no technique document; problems say where and why. One pass over the lines, so linear in the text.
 */
export function parseDocument(
  text: string,
  file: string,
): { document: TechniqueDocument | null; problems: DocumentProblem[] } {
  const log = createProblemLog(file);
  const document = parse(text, file, log);
  return { document, problems: log.list() };
}

function parse(text: string, file: string, log: ProblemLog): TechniqueDocument | null {
  if (text.length > MAX_DOCUMENT_BYTES) {
    log.add('file-too-large', null, 'Larger than 8 MiB, the limit for a technique document. Not read.');
    return null;
  }
  if (hasMoreLines(text, MAX_DOCUMENT_LINES)) {
    log.add(
      'too-many-lines',
      MAX_DOCUMENT_LINES,
      'More than 100,000 lines, the limit for a technique document. Not read.',
    );
    return null;
  }
  const lines = text.split('\n');
  const isUnterminated = lines[lines.length - 1] !== '';
  if (!isUnterminated) lines.pop();
  const title = readTitle(lines, log);
  if (title === null) return null;
  checkFileName(file, title.id, log);
  checkMojibake(text, log);
  const page = { lines, id: title.id, log };
  const head = readHead(page, title);
  const sections = readSections(page, head.end);
  return { ...head.document, sections, ...(isUnterminated ? { isUnterminated } : {}) };
}

function hasMoreLines(text: string, limit: number): boolean {
  let at = -1;
  for (let count = 0; count <= limit; count += 1) {
    at = text.indexOf('\n', at + 1);
    if (at === -1) return false;
  }
  return true;
}

/** A section while it is read. */
interface OpenSection {
  section: DocumentSection;
  /** Silent in a section that Bearing does not know: it is one problem, its lines are none. */
  page: Page;
  /** The heading and the lines before the first source. */
  head: string[];
  source: OpenSource | null;
  seen: Set<string>;
}

function readSections(page: Page, from: number): DocumentSection[] {
  const sections: DocumentSection[] = [];
  const headings: number[] = [];
  let open: OpenSection | null = null;
  for (let i = from; i < page.lines.length; i += 1) {
    const line = page.lines[i] ?? '';
    if (line.startsWith('## ')) {
      if (open !== null) closeSection(open);
      open = openSection(page, i);
      sections.push(open.section);
      headings.push(i + 1);
    } else if (open !== null) {
      readSectionLine(open, i, line);
    }
  }
  if (open !== null) closeSection(open);
  checkSections(sections, headings, page.log);
  return sections;
}

function openSection(page: Page, index: number): OpenSection {
  const line = page.lines[index] ?? '';
  const heading = line.slice(3).trim();
  const kind = sectionKind(heading);
  if (kind === null) {
    const message = `${quote(heading)} is a section that Bearing does not know. Kept in the document, not counted.`;
    page.log.add('unknown-section', index + 1, message);
  }
  const own = kind === null ? { ...page, log: SILENT_LOG } : page;
  return { section: { heading, kind, sources: [] }, page: own, head: [line], source: null, seen: new Set() };
}

function readSectionLine(open: OpenSection, index: number, line: string): void {
  const { page, section } = open;
  if (line.startsWith('### ')) {
    if (open.source !== null) closeSource(page, open.source, false);
    const opened = openSource(page, section.kind, index);
    const { id } = opened.source;
    if (open.seen.has(id))
      page.log.add('repeated-source', index + 1, 'This source stands twice. Both read.', id);
    open.seen.add(id);
    section.sources.push(opened.source);
    open.source = opened;
  } else if (open.source !== null) {
    readSourceLine(page, open.source, index);
  } else {
    open.head.push(line);
    if (!isBlankLine(line))
      page.log.add('unknown-line', index + 1, `${quote(line)} belongs to no source. Kept.`);
  }
}

function closeSection({ page, section, head, source }: OpenSection): void {
  const hasOwnBlank = section.kind === 'rule';
  let isEnded = false;
  if (source !== null) {
    isEnded = closeSource(page, source, hasOwnBlank).endsSection;
  } else if (hasOwnBlank && head.length > 1 && head[head.length - 1] === '') {
    head.pop();
    isEnded = true;
  }
  if (hasOwnBlank && !isEnded) section.isTight = true;
  if (!isSame(head, [sectionLine(section.heading)])) section.written = head;
}
