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

export function tooLarge(bytes: number): string {
  const MiB = 1024 * 1024;
  return `Has ${(bytes / MiB).toFixed(1)} MiB; a technique document has at most ${MAX_DOCUMENT_BYTES / MiB}. Not read.`;
}
