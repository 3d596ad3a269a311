import { createProblemLog } from './problems.ts';
import type { DocumentProblem } from './problems.ts';

/** A technique document may have 8 MiB; the largest real one has under 200 KiB. */
export const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

const LF = 0x0a;

/** The text of a document's bytes, or null with the reason. Line ends become LF; a byte order mark goes. */
export function decodeDocument(
  bytes: Uint8Array,
  file: string,
): { text: string | null; problems: DocumentProblem[] } {
  const log = createProblemLog(file);
  const text = decode(bytes, log.add);
  return { text, problems: log.list() };
}

type Report = ReturnType<typeof createProblemLog>['add'];

function decode(bytes: Uint8Array, report: Report): string | null {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    report('file-too-large', null, 'Larger than 8 MiB, the limit for a technique document. Not read.');
    return null;
  }
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    report('invalid-utf8', 1, 'UTF-16 text. Technique documents are UTF-8. Not read.');
    return null;
  }
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    report('nul-byte', lineOf(bytes, nul), 'A NUL byte: this is no text. Not read.');
    return null;
  }
  const hasBom = startsWith(bytes, 0xef, 0xbb, 0xbf);
  if (hasBom) report('byte-order-mark', 1, 'Starts with a byte order mark. Read without it.');
  const text = decodeUtf8(hasBom ? bytes.subarray(3) : bytes);
  if (text === null) {
    report('invalid-utf8', lineOf(bytes, firstBadByte(bytes)), 'Not valid UTF-8 from here on. Not read.');
    return null;
  }
  const crlf = bytes.includes(0x0d) ? text.indexOf('\r\n') : -1;
  if (crlf === -1) return text;
  report('crlf-line-ends', lineOfText(text, crlf), 'Lines end in CR LF. Read as LF.');
  return text.replaceAll('\r\n', '\n');
}

function startsWith(bytes: Uint8Array, ...start: number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** By halving, because TextDecoder does not say where it stopped: some 23 passes at most, on bad files only. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isPrefixOfUtf8(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return Math.min(good, bytes.length);
}

/** Half a character at the end is allowed: `stream` waits for the rest. */
function isPrefixOfUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function lineOf(bytes: Uint8Array, end: number): number {
  let line = 1;
  for (let at = bytes.indexOf(LF); at !== -1 && at < end; at = bytes.indexOf(LF, at + 1)) line += 1;
  return line;
}

/** The line of a place in a text, from 1. */
export function lineOfText(text: string, end: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
