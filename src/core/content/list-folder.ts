import fs from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../shared/model/problem.ts';
import { readRevision } from './git.ts';
import { inputProblem, notReadable, type CheckCancelled } from './input.ts';
import { CONTENT_LIMITS } from './limits.ts';
import { byPath, stampOf, type ListedEntry, type Listing } from './listing.ts';

/** Folders of tools, with thousands of files that are nobody's content. */
const SKIPPED = new Set(['.git', 'node_modules']);

/** Lists all files below a folder, following no links. */
export function listFolder(
  folder: string,
  shown: string,
  onFound: (found: number, file: string) => void,
  checkCancelled: CheckCancelled,
): Listing {
  const show = (below: string) => (below === '' ? shown : path.join(shown, below));
  const files: ListedEntry[] = [];
  const problems: Problem[] = [];
  const folders = [{ below: '', depth: 0 }];
  for (let next = folders.pop(); next; next = folders.pop()) {
    checkCancelled();
    for (const entry of readFolder(path.join(folder, next.below), show(next.below), problems)) {
      const below = next.below === '' ? entry.name : `${next.below}/${entry.name}`;
      if (!entry.isDirectory())
        files.push(listFile(path.join(folder, below), below, show(below), entry.isFile()));
      else if (SKIPPED.has(entry.name)) continue;
      else if (next.depth < CONTENT_LIMITS.depth) folders.push({ below, depth: next.depth + 1 });
      else problems.push(tooDeep(show(below)));
    }
    onFound(files.length, show(next.below));
    if (files.length > CONTENT_LIMITS.listedFiles) {
      problems.push(tooMany(shown, `${CONTENT_LIMITS.listedFiles} files`));
      break;
    }
  }
  files.sort(byPath);
  return {
    files,
    problems,
    show,
    revision: (below) => readRevision(path.join(folder, below)),
    readHeads: async (wanted, bytes, onHead) => {
      const buffer = Buffer.alloc(bytes);
      for (const file of wanted) {
        checkCancelled();
        onHead(file, readHead(path.join(folder, file.path), buffer));
      }
    },
    close: () => undefined,
  };
}

/** A file that was given itself, as a listing of one. A link that was given is followed. */
export function listSingleFile(file: string, shown: string): Listing {
  const real = fs.realpathSync(file);
  return {
    files: [listFile(real, path.basename(shown), shown, true)],
    problems: [],
    show: () => shown,
    revision: () => ({ commit: null, date: null }),
    readHeads: async (wanted, bytes, onHead) =>
      wanted.forEach((one) => onHead(one, readHead(real, Buffer.alloc(bytes)))),
    close: () => undefined,
  };
}

export function tooMany(file: string, what: string): Problem {
  return inputProblem(file, 'too-many-files', `Holds more than ${what}. The rest was not read.`);
}

function tooDeep(file: string): Problem {
  return inputProblem(file, 'too-deep', `Lies more than ${CONTENT_LIMITS.depth} folders deep. Not read.`);
}

function readFolder(real: string, shown: string, problems: Problem[]): fs.Dirent[] {
  try {
    return fs.readdirSync(real, { withFileTypes: true });
  } catch (error) {
    problems.push(notReadable(shown, error));
    return [];
  }
}

function listFile(real: string, below: string, file: string, isFile: boolean): ListedEntry {
  let stats: fs.Stats | undefined;
  // Asked of what is read alone: the rest of a repository is many times as much.
  const stat = () => (stats ??= fs.lstatSync(real, { throwIfNoEntry: false }));
  return {
    path: below,
    file,
    modified: null,
    problem: isFile ? null : inputProblem(file, 'not-a-file', 'Is a link or a special file. Not followed.'),
    isWanted: false,
    get size() {
      return stat()?.size ?? 0;
    },
    stamp: () => stampOf(stat()),
    read: () => Promise.resolve(readFile(real, file)),
  };
}

function readFile(real: string, file: string): Uint8Array | Problem {
  try {
    return fs.readFileSync(real);
  } catch (error) {
    return notReadable(file, error);
  }
}

function readHead(real: string, buffer: Buffer): Uint8Array {
  try {
    const handle = fs.openSync(real, 'r');
    try {
      return buffer.subarray(0, fs.readSync(handle, buffer, 0, buffer.length, 0));
    } finally {
      fs.closeSync(handle);
    }
  } catch {
    // Whoever reads the file is told.
    return buffer.subarray(0, 0);
  }
}
