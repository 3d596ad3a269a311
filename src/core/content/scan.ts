import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { ImportItem } from '../../shared/model/content.ts';
import type { Problem } from '../../shared/model/problem.ts';
import { MAX_DOCUMENT_BYTES } from '../documents/decode.ts';
import { openArchive } from './archive.ts';
import {
  inputProblem,
  isDocumentName,
  tooLarge,
  type CheckCancelled,
  type InputFile,
  type OnFound,
} from './input.ts';
import { CONTENT_LIMITS } from './limits.ts';

export interface Scan {
  files: InputFile[];
  problems: Problem[];
  /** What was chosen: folders, archives and upload roots, whose absent documents have gone. */
  roots: string[];
  close(): void;
}

/**
 * Finds what can be read in the paths given: folders are walked without following links, archives are opened, all else is taken as a
 * document. Throws path-not-readable when a path itself cannot be read.
 */
export async function scan(
  items: readonly ImportItem[],
  onFound: OnFound,
  checkCancelled: CheckCancelled,
): Promise<Scan> {
  const result: Scan & { closers: (() => void)[] } = {
    files: [],
    problems: [],
    roots: [],
    closers: [],
    close: () => result.closers.forEach((close) => close()),
  };
  for (const item of items) {
    checkCancelled();
    const shown = item.name ?? path.resolve(item.path);
    const stat = statItem(item.path, shown);
    if (stat.isDirectory()) scanFolder(item, shown, result, onFound, checkCancelled);
    else if (isArchive(item.path)) await scanArchive(item, shown, result, onFound);
    else result.files.push(documentFile(item.path, shown, item.root ?? null));
    if (item.root !== undefined) result.roots.push(item.root);
    onFound(result.files.length, shown);
  }
  result.roots = [...new Set(result.roots)];
  result.files.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  return result;
}

function statItem(file: string, shown: string): fs.Stats {
  try {
    const stat = fs.statSync(file);
    if (stat.isDirectory() || stat.isFile()) return stat;
  } catch (error) {
    throw new AppError(
      'path-not-readable',
      `${shown} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Check the path; nothing was imported.`,
      { path: shown },
    );
  }
  throw new AppError(
    'path-not-readable',
    `${shown} is neither a file nor a folder. Choose a folder, documents or a zip; nothing was imported.`,
    { path: shown },
  );
}

function isArchive(file: string): boolean {
  const head = Buffer.alloc(4);
  const handle = fs.openSync(file, 'r');
  try {
    fs.readSync(handle, head, 0, 4, 0);
  } finally {
    fs.closeSync(handle);
  }
  return head.readUInt32BE() === 0x504b0304 || head.readUInt32BE() === 0x504b0506;
}

function scanFolder(
  item: ImportItem,
  shown: string,
  result: Scan,
  onFound: OnFound,
  checkCancelled: CheckCancelled,
): void {
  const root = item.root ?? shown;
  const before = result.files.length;
  const folders = [{ real: item.path, shown, depth: 0 }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    checkCancelled();
    for (const entry of readFolder(folder.real, folder.shown, result.problems)) {
      const [real, name] = [path.join(folder.real, entry.name), path.join(folder.shown, entry.name)];
      if (entry.isDirectory()) {
        if (folder.depth < CONTENT_LIMITS.depth) folders.push({ real, shown: name, depth: folder.depth + 1 });
        else
          result.problems.push(
            inputProblem(name, 'too-deep', `Lies more than ${CONTENT_LIMITS.depth} folders deep. Not read.`),
          );
      } else if (isDocumentName(entry.name)) {
        addFolderFile(entry, real, name, root, result);
      }
    }
    onFound(result.files.length, folder.shown);
    if (result.files.length > CONTENT_LIMITS.files) {
      result.problems.push(
        inputProblem(
          shown,
          'too-many-files',
          `Holds more than ${CONTENT_LIMITS.files} documents. The rest was not read.`,
        ),
      );
      break;
    }
  }
  if (result.files.length === before)
    result.problems.push(
      inputProblem(shown, 'nothing-found', 'Holds no technique document (*.md). Nothing was read from it.'),
    );
  result.roots.push(root);
}

function addFolderFile(entry: fs.Dirent, real: string, name: string, root: string, result: Scan): void {
  if (entry.isFile()) result.files.push(documentFile(real, name, root));
  else result.problems.push(inputProblem(name, 'not-a-file', 'Is a link or a special file. Not followed.'));
}

function readFolder(real: string, shown: string, problems: Problem[]): fs.Dirent[] {
  try {
    return fs.readdirSync(real, { withFileTypes: true });
  } catch (error) {
    problems.push(
      inputProblem(
        shown,
        'not-readable',
        `Cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Left out.`,
      ),
    );
    return [];
  }
}

function documentFile(real: string, file: string, root: string | null): InputFile {
  return {
    file,
    root,
    read: () => Promise.resolve(readDocumentFile(real, file)),
  };
}

function readDocumentFile(real: string, file: string): Uint8Array | Problem {
  try {
    const { size } = fs.statSync(real);
    if (size > MAX_DOCUMENT_BYTES) return inputProblem(file, 'file-too-large', tooLarge(size));
    return fs.readFileSync(real);
  } catch (error) {
    return inputProblem(
      file,
      'not-readable',
      `Cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Left out.`,
    );
  }
}

async function scanArchive(
  item: ImportItem,
  shown: string,
  result: Scan & { closers: (() => void)[] },
  onFound: OnFound,
): Promise<void> {
  const root = item.root ?? shown;
  const archive = await openArchive(item.path, shown, root, (found) =>
    onFound(result.files.length + found, shown),
  );
  result.closers.push(() => archive.close());
  result.files.push(...archive.files);
  result.problems.push(...archive.problems);
  if (archive.files.length === 0 && archive.problems.length === 0) {
    result.problems.push(
      inputProblem(shown, 'nothing-found', 'Holds no technique document (*.md). Nothing was read from it.'),
    );
  }
  result.roots.push(root);
}
