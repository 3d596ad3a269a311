import { MAX_DOCUMENT_BYTES } from '../documents/decode.ts';
import type { Problem } from '../../shared/model/problem.ts';

/** One file to read: found in a folder, in an archive, or given itself. */
export interface InputFile {
  /** As shown: the path as chosen, or `archive.zip/path/inside`. */
  file: string;
  /** Where it was found, to tell later what has gone; null for a file given by itself. */
  root: string | null;
  /** Its bytes, or the problem that kept them away. */
  read(): Promise<Uint8Array | Problem>;
}

export type OnFound = (found: number, file: string) => void;

/** Asked between files; throws when the import was cancelled. */
export type CheckCancelled = () => void;

export function inputProblem(file: string, code: string, message: string): Problem {
  return { file, line: null, code, message };
}

export function isDocumentName(name: string): boolean {
  return /\.(?:md|markdown)$/i.test(name);
}

/** `T1003.001.md`: certainly meant as one, whatever lies beside it. */
export function isTechniqueDocumentName(path: string): boolean {
  return /(?:^|\/)T\d{4}(?:\.\d{3})?\.(?:md|markdown)$/i.test(path);
}

/** How large a kind of file may be, and what it is called in a message. */
export interface SizeLimit {
  bytes: number;
  what: string;
}

export const DOCUMENT_LIMIT: SizeLimit = { bytes: MAX_DOCUMENT_BYTES, what: 'a technique document' };

export function tooLarge(bytes: number, limit: SizeLimit): string {
  const MiB = 1024 * 1024;
  return `Has ${(bytes / MiB).toFixed(1)} MiB; ${limit.what} has at most ${limit.bytes / MiB}. Not read.`;
}

export function notReadable(file: string, error: unknown): Problem {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  return inputProblem(file, 'not-readable', `Cannot be read (${code}). Left out.`);
}
