import { createHash } from 'node:crypto';
import type { SnapshotFile, SourceOptions, SourceProblem } from '../sources/source.ts';
import type { FoundSnapshot } from './find-snapshots.ts';
import type { PendingSnapshot } from './import-documents.ts';
import type { CheckCancelled } from './input.ts';
import type { ParsedSource, ParseTask } from './parse-source.ts';

/**
 * Reads a snapshot's files and has them parsed. One whose files are what `known` (the hash in the catalog) stands for is not parsed.
 * A file that cannot be read is a problem. Answers when the files are read, with what waits for the parsing: meanwhile the next can be read.
 */
export async function readSnapshot(
  found: FoundSnapshot,
  known: string | undefined,
  options: SourceOptions,
  parse: (task: ParseTask) => Promise<ParsedSource>,
  onRead: (done: number, file: string) => void,
  checkCancelled: CheckCancelled,
): Promise<PendingSnapshot> {
  const { sourceId, root, commit, date } = found;
  const { files, problems, sha256 } = await readSnapshotFiles(found, onRead, checkCancelled);
  if (sha256 === known) return () => Promise.resolve({ sourceId, root, isUnchanged: true });
  checkCancelled();
  const parsed = parse({ sourceId, files, options });
  // Awaited later: until then it must not count as an error that nobody heard of.
  parsed.catch(() => undefined);
  return async () => ({
    sourceId,
    root,
    commit,
    date,
    hunting: options.hunting,
    files: files.length,
    sha256,
    resources: (await parsed).resources,
    problems: [...problems, ...(await parsed).problems],
  });
}

/** A snapshot's files as text, by path. One that cannot be read is a problem. */
export async function readSnapshotFiles(
  found: FoundSnapshot,
  onRead: (done: number, file: string) => void,
  checkCancelled: CheckCancelled,
): Promise<{ files: SnapshotFile[]; problems: SourceProblem[]; sha256: string }> {
  const files: SnapshotFile[] = [];
  const problems: SourceProblem[] = [];
  const hash = createHash('sha256');
  const sorted = [...found.files].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const [index, { path, read }] of sorted.entries()) {
    checkCancelled();
    const bytes = await read();
    onRead(index + 1, `${found.root}/${path}`);
    if (!(bytes instanceof Uint8Array)) {
      problems.push({ path, line: bytes.line, code: bytes.code, message: bytes.message });
      continue;
    }
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    const text = decode(bytes);
    if (text === null)
      problems.push({ path, line: null, code: 'invalid-utf8', message: 'Is no valid UTF-8 text. Not read.' });
    else files.push({ path, text });
  }
  return { files, problems, sha256: hash.digest('hex') };
}

/** Without a byte order mark. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
