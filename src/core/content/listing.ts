import type fs from 'node:fs';
import { fileStamp } from '../db/file-stamp.ts';
import type { Problem } from '../../shared/model/problem.ts';
import type { Revision } from './git.ts';
import { inputProblem, tooLarge, type SizeLimit } from './input.ts';

/** A file that was found and not read yet. Its name is data: nothing on this machine is opened or made after a name from an archive. */
export interface ListedFile {
  /** Below the root of the listing or snapshot, `/` between names. */
  path: string;
  /** As shown (input.ts). */
  file: string;
  /** In bytes. */
  readonly size: number;
  /** Changes whenever the file is touched; null where nothing tells. */
  stamp(): string | null;
  /** Its bytes, or the problem that kept them away. */
  read(): Promise<Uint8Array | Problem>;
}

/** What a listing keeps of a file. */
export interface ListedEntry extends ListedFile {
  /** Milliseconds since 1970; null in a folder, where it tells when it was copied. */
  modified: number | null;
  /** Why it is never read: a link, a name that leads out, …; for whoever wants it. */
  problem: Problem | null;
  /** Set on what will be read, so that a tar.gz gathers it in few passes. */
  isWanted: boolean;
}

/** What a folder or an archive holds. */
export interface Listing {
  /** By path. */
  files: ListedEntry[];
  /** What could not be listed. */
  problems: Problem[];
  /** A path below the root as shown; the root for the empty one. */
  show(path: string): string;
  /** Which commit lies in a folder, given as the empty path or with a slash at its end. */
  revision(folder: string): Revision;
  /** Calls back with the first bytes of each file; fewer or none where they cannot be read. */
  readHeads(
    files: readonly ListedEntry[],
    bytes: number,
    onHead: (file: ListedEntry, head: Uint8Array) => void,
  ): Promise<void>;
  close(): void;
}

/** A listed file as it is to be read: under another path, and only up to a size. */
export function want(entry: ListedEntry, limit: SizeLimit, path = entry.path): ListedFile {
  entry.isWanted = true;
  const { file, problem } = entry;
  const refuse = (size: number) => inputProblem(file, 'file-too-large', tooLarge(size, limit));
  return {
    path,
    file,
    get size() {
      return entry.size;
    },
    stamp: () => entry.stamp(),
    async read() {
      if (problem) return problem;
      if (entry.size > limit.bytes) return refuse(entry.size);
      const bytes = await entry.read();
      // A file in a folder may have grown since.
      return bytes instanceof Uint8Array && bytes.length > limit.bytes ? refuse(bytes.length) : bytes;
    },
  };
}

/** A file this young may change once more within what its clock can tell (two seconds on FAT). */
const YOUNG_MS = 10_000;

/** As fileStamp; null: too young to say, or not there. */
export function stampOf(stats: fs.Stats | undefined): string | null {
  if (!stats || Math.max(stats.mtimeMs, stats.ctimeMs) > Date.now() - YOUNG_MS) return null;
  return fileStamp(stats);
}

/** What an archive gives that is wrong as a whole: one problem and no files. */
export function refusedListing(shown: string, message: string): Listing {
  return {
    files: [],
    problems: [inputProblem(shown, 'bad-archive', message)],
    show: () => shown,
    revision: () => ({ commit: null, date: null }),
    readHeads: () => Promise.resolve(),
    close: () => undefined,
  };
}

export function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** A spread of hundreds of thousands would not fit the stack. */
export function addAll<T>(target: T[], items: readonly T[]): void {
  for (const item of items) target.push(item);
}
