import type { ProblemRow } from '../../shared/model/content.ts';

/** What can be wrong with a technique document. The first six refuse the file, all others only tell. */
export const DOCUMENT_PROBLEM_CODES = [
  /** Larger than MAX_DOCUMENT_BYTES. Not read. */
  'file-too-large',
  /** More than MAX_DOCUMENT_LINES. Not read. */
  'too-many-lines',
  /** Has NUL bytes. Not read. */
  'nul-byte',
  /** Not UTF-8. Not read. */
  'invalid-utf8',
  /** No page of a technique. Not read. */
  'not-a-technique-document',
  /** Looks like a technique document, but its heading names no technique. Not read. */
  'no-technique-id',

  /** Starts with a byte order mark. */
  'byte-order-mark',
  /** Lines end in CR LF. */
  'crlf-line-ends',
  /** UTF-8 text that was once read as Windows-1252 (`â€™`). Told once a page, at the first line. */
  'mojibake',

  /** The heading has no name after the technique's id. */
  'no-name',
  /** The page has no line of tactics, or one that names none. An empty one says that there are none. */
  'no-tactics',
  /** A tactic that ATT&CK does not have. */
  'unknown-tactic',
  /** The page has no link to ATT&CK. */
  'no-attack-url',
  /** The link to ATT&CK is not the one of this technique. */
  'attack-url-differs',
  /** The file is named for something else than the technique. */
  'file-name-differs',
  /** The page has no description, not even an empty block quote. */
  'no-description',
  /** The description is in no block quote, or its block quote has no end. */
  'description-unmarked',
  /** Headings inside the description. */
  'heading-in-description',
  /** Bullets inside the description. */
  'bullet-in-description',

  /** A section that technique documents do not have. */
  'unknown-section',
  /** One of the three sections is not there. */
  'missing-section',
  /** A section stands twice. */
  'repeated-section',
  /** The sections stand in another order. */
  'section-order',

  /** A source that Bearing does not know. */
  'unknown-source',
  /** A source's heading has no link. */
  'source-without-homepage',
  /** A known source in a section of a kind that it does not list. */
  'source-misplaced',
  /** A source stands twice in one section. */
  'repeated-source',
  /** No or no readable last-accessed date. */
  'no-last-accessed',
  /** No or no readable total. */
  'no-total',
  /** No or no readable count for this technique. */
  'no-declared',
  /** A source with nothing in its list. */
  'source-without-list',
  /** The Atomic Red Team file linked is that of another technique. */
  'atomic-file-differs',

  /** The count that the page declares is not what it lists. */
  'declared-differs',
  /** The count that the page declares is not the sum of the unit tests listed. */
  'unit-tests-differ',
  /** The count includes the line that says that there is none. */
  'placeholder-counted',
  /** The list says that there is none, and lists some. */
  'placeholder-beside-items',

  /** More than one bullet before one item. */
  'doubled-bullet',
  /** An indented bullet. */
  'nested-bullet',
  /** A link in a list, without bullet. */
  'missing-bullet',
  /** The link of the item above again, without bullet. */
  'repeated-link',
  /** A title that ends like a link, but whose link is gone. */
  'lost-link',
  /** A title without link, where the source gives links. */
  'title-without-link',
  /** A folder without link. */
  'folder-without-link',
  /** A link without closing bracket. */
  'unclosed-link',
  /** Words after a link. */
  'text-after-link',
  /** A link that is not http or https. */
  'link-not-web',
  /** A bullet with nothing after it. */
  'empty-item',
  /** A title longer than MAX_TITLE_LENGTH. */
  'long-title',
  /** Invisible or control characters in a title. */
  'hidden-characters',

  /** A line that is none of the things a technique document holds. */
  'unknown-line',
  /** More than MAX_DOCUMENT_PROBLEMS. */
  'more-problems',
] as const;
export type DocumentProblemCode = (typeof DOCUMENT_PROBLEM_CODES)[number];

export interface DocumentProblem extends ProblemRow {
  code: DocumentProblemCode;
}

/** A document's problems beyond this many are counted, not kept. */
export const MAX_DOCUMENT_PROBLEMS = 200;

export interface ProblemLog {
  add(code: DocumentProblemCode, line: number | null, message: string, sourceId?: string): void;
  /** In line order, those of the whole file first. */
  list(): DocumentProblem[];
}

export function createProblemLog(file: string): ProblemLog {
  const problems: DocumentProblem[] = [];
  let more = 0;
  return {
    add(code, line, message, sourceId) {
      if (problems.length >= MAX_DOCUMENT_PROBLEMS) more += 1;
      else problems.push({ file, line, code, message, sourceId: sourceId ?? null });
    },
    list() {
      const sorted = problems.slice().sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
      if (more > 0) sorted.push(moreProblems(file, more));
      return sorted;
    },
  };
}

/** For what is read only to be kept: what stands in an unknown section is one problem, not many. */
export const SILENT_LOG: ProblemLog = { add: () => {}, list: () => [] };

/** Text from a page inside a message: short, on one line. */
export function quote(text: string): string {
  return `“${text.length > 80 ? `${text.slice(0, 79)}…` : text}”`;
}

/** `1 item`, `2 items`. */
export function countOf(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function moreProblems(file: string, more: number): DocumentProblem {
  const message = `${countOf(more, 'more problem')} in this file. Not listed.`;
  return { file, line: null, code: 'more-problems', message, sourceId: null };
}
