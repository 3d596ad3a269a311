// What a page declares, compared with what it lists. A difference is told, never repaired.

import type { Kind } from '../../shared/model/resource.ts';
import { KINDS } from '../../shared/model/resource.ts';
import { SOURCES } from '../../shared/model/source.ts';
import { lineOfText } from './decode.ts';
import type { DocumentSection, DocumentSource } from './document.ts';
import { SECTION_HEADINGS, standardIntro } from './format.ts';
import type { Page } from './page.ts';
import { countOf, quote } from './problems.ts';
import type { ProblemLog } from './problems.ts';

/** Where the parts of a source stand, from 1; 0 where there is none. */
export interface SourceLines {
  heading: number;
  lastAccessed: number;
  total: number;
  declared: number;
  intro: number;
  none: number;
}

/**
 * UTF-8 read as Windows-1252: a lead byte as a letter, then continuation bytes as what that code page has there.
 * Only the leads that Western text uses, because `ß“` and the like are plain German.
 */
const TRAIL = '[\\u0080-\\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';
const MOJIBAKE = new RegExp(`[ÂÃÄÅ]${TRAIL}|[âï]${TRAIL}{2}|ð${TRAIL}{3}`);

export function checkFileName(file: string, id: string, log: ProblemLog): void {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  if (name.replace(/\.(?:md|markdown)$/i, '') === id) return;
  log.add(
    'file-name-differs',
    null,
    `The file is named ${quote(name)}, the page is about ${id}. Read as ${id}.`,
  );
}

export function checkMojibake(text: string, log: ProblemLog): void {
  const at = text.search(MOJIBAKE);
  if (at === -1) return;
  const message = `Garbled characters such as ${quote(text.slice(at, at + 3).trim())}: UTF-8 once read as Windows-1252. Kept as written.`;
  log.add('mojibake', lineOfText(text, at), message);
}

/** All three sections, once each, in order. */
export function checkSections(
  sections: readonly DocumentSection[],
  lines: readonly number[],
  log: ProblemLog,
): void {
  let last = -1;
  const seen = new Set<Kind>();
  sections.forEach(({ kind }, i) => {
    if (kind === null) return;
    const order = KINDS.indexOf(kind);
    const line = lines[i] ?? null;
    if (seen.has(kind)) log.add('repeated-section', line, 'This section stands twice. Both read.');
    else if (order < last) log.add('section-order', line, 'The sections stand in another order. All read.');
    seen.add(kind);
    last = Math.max(last, order);
  });
  for (const kind of KINDS) {
    if (seen.has(kind)) continue;
    log.add('missing-section', null, `No section ${quote(SECTION_HEADINGS[kind])}. Read as empty.`);
  }
}

export function checkSource(
  { id, log }: Page,
  source: DocumentSource,
  kind: Kind | null,
  lines: SourceLines,
): void {
  const add = (code: Parameters<ProblemLog['add']>[0], line: number, message: string): void => {
    log.add(code, line || lines.heading, message, source.id);
  };
  const known = SOURCES.find((entry) => entry.id === source.id);
  if (known === undefined) {
    add(
      'unknown-source',
      lines.heading,
      `${quote(source.title)} is a source that Bearing does not know. Kept.`,
    );
  } else if (kind !== null && !known.kinds.includes(kind)) {
    add('source-misplaced', lines.heading, `${known.name} lists no ${kind}s. Kept where it stands.`);
  }
  if (source.url === '')
    add('source-without-homepage', lines.heading, 'No link in the heading. Read without it.');
  if (source.lastAccessed === null)
    add('no-last-accessed', lines.lastAccessed, 'No date of last access that can be read.');
  if (source.total === null) add('no-total', lines.total, 'No total of the source that can be read.');
  if (source.declared === null)
    add('no-declared', lines.declared, 'No count for this technique that can be read.');
  checkCount(source, lines, add);
  if (source.id === 'atomic') checkAtomicFile(id, source, lines, add);
}

type Add = (code: Parameters<ProblemLog['add']>[0], line: number, message: string) => void;

function checkCount(source: DocumentSource, lines: SourceLines, add: Add): void {
  const { declared, items, statesNone } = source;
  if (statesNone) {
    checkStatement(source, lines, add);
    if (items.length === 0) return;
  } else if (items.length === 0) {
    const says = declared === null ? '' : ` The page declares ${declared}.`;
    add('source-without-list', lines.heading, `Nothing is listed.${says} Read as an empty list.`);
    return;
  }
  if (declared === null) return;
  if (items.some((item) => item.unitTests !== null)) checkUnitTests(source, declared, lines, add);
  else if (declared !== items.length && !(statesNone && declared === items.length + 1)) {
    add(
      'declared-differs',
      lines.declared,
      `The page declares ${declared} and lists ${items.length}. Both kept.`,
    );
  }
}

function checkStatement({ declared, items }: DocumentSource, lines: SourceLines, add: Add): void {
  if (items.length > 0) {
    add(
      'placeholder-beside-items',
      lines.none,
      'Says that there is none, beside a list of some. Only the list counts.',
    );
  } else if (declared === 1) {
    const message =
      'The page declares 1, which is the line that says that there is none. Read as none listed.';
    add('placeholder-counted', lines.declared, message);
  } else if (declared !== null && declared !== 0) {
    add(
      'declared-differs',
      lines.declared,
      `The page declares ${declared} and says that there is none. Both kept.`,
    );
  }
}

/** Of CAR tests the page declares unit tests, not items. */
function checkUnitTests({ items }: DocumentSource, declared: number, lines: SourceLines, add: Add): void {
  const sum = items.reduce((total, item) => total + (item.unitTests ?? 0), 0);
  if (declared === sum) return;
  const listed = `${countOf(items.length, 'item')} with ${countOf(sum, 'unit test')}`;
  const which = declared === items.length ? 'which are the items' : 'which is neither';
  add(
    'unit-tests-differ',
    lines.declared,
    `The page declares ${declared}, ${which}: it lists ${listed}. Both kept.`,
  );
}

/** The list's intro links the technique's own file of tests. */
function checkAtomicFile(id: string, { intro }: DocumentSource, lines: SourceLines, add: Add): void {
  if (intro === undefined || intro === standardIntro('atomic', 'test', id, '')) return;
  const folder = intro.indexOf('/atomics/');
  const linked = /^T\d{4}(?:\.\d{3})?(?=\/)/.exec(intro.slice(folder + 9, folder + 24))?.[0];
  if (folder === -1 || linked === undefined || linked === id) return;
  add(
    'atomic-file-differs',
    lines.intro,
    `Links the file of ${linked}, not of ${id}. Its tests are kept under ${id}.`,
  );
}
