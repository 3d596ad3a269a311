import { createHash } from 'node:crypto';
import { shownPath } from '../catalog/shown-path.ts';
import type { KnownSnapshot } from '../catalog/write-snapshot.ts';
import type { SourceOptions, SourceProblem } from '../sources/source.ts';
import type { FoundSnapshot } from './find-snapshots.ts';
import type { ReadSnapshot } from './take-snapshot.ts';
import type { CheckCancelled } from './input.ts';
import type { ParseTask, SnapshotBytes, SnapshotPart } from './parse-source.ts';

/**
 * Reads a snapshot's files and gives them to be parsed. One whose files are what `known` stands for is not parsed, and not even read where their
 * stamps say so. A file that cannot be read is a problem.
 */
export async function readSnapshot(
  found: FoundSnapshot,
  known: KnownSnapshot | undefined,
  options: SourceOptions,
  parse: (task: ParseTask) => AsyncIterable<SnapshotPart>,
  checkCancelled: CheckCancelled,
): Promise<ReadSnapshot> {
  const { sourceId, root, commit, date } = found;
  const stamps = stampsOf(found);
  if (stamps !== null && stamps === known?.stamps) return { sourceId, root, isUnchanged: true, stamps };
  const { files, problems, sha256 } = await readSnapshotFiles(found, () => undefined, checkCancelled);
  if (sha256 === known?.sha256) return { sourceId, root, isUnchanged: true, stamps };
  checkCancelled();
  return {
    sourceId,
    root,
    commit,
    date,
    hunting: options.hunting,
    files: files.length,
    sha256,
    stamps,
    problems,
    parts: parse({ sourceId, files, options }),
  };
}

/** A snapshot's files, by path. One that cannot be read is a problem. */
export async function readSnapshotFiles(
  found: FoundSnapshot,
  onRead: (done: number, file: string) => void,
  checkCancelled: CheckCancelled,
): Promise<{ files: SnapshotBytes[]; problems: SourceProblem[]; sha256: string }> {
  const files: SnapshotBytes[] = [];
  const problems: SourceProblem[] = [];
  const hash = createHash('sha256');
  for (const [index, { path, read }] of byPathBelow(found).entries()) {
    checkCancelled();
    const bytes = await read();
    onRead(index + 1, shownPath(found.root, path));
    if (!(bytes instanceof Uint8Array)) {
      problems.push({ path, line: bytes.line, code: bytes.code, message: bytes.message });
      continue;
    }
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    files.push({ path, bytes });
  }
  return { files, problems, sha256: hash.digest('hex') };
}

/** Equal when no file was touched since; null when that cannot be told. */
function stampsOf(found: FoundSnapshot): string | null {
  const hash = createHash('sha256');
  for (const { path, stamp } of byPathBelow(found)) {
    const one = stamp();
    if (one === null) return null;
    hash.update(`${path}\0${one}\0`);
  }
  return hash.digest('hex');
}

function byPathBelow({ files }: FoundSnapshot): FoundSnapshot['files'] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}
