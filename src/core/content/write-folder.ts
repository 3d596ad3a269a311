import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Problem } from '../../shared/model/problem.ts';
import { inputProblem, isDocumentName } from './input.ts';

/**
 * Writes files into a folder, which is made when it is not there. Nothing takes its place before all is written. Other Markdown files in it are refused,
 * and so are differing ones of the same names, unless forced: then these are replaced, and the others stay and are answered as problems.
 * Throws path-not-writable, disk-full.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>, force: boolean): Problem[] {
  const full = path.resolve(folder);
  try {
    const there = fs.existsSync(full) ? fs.readdirSync(full).filter(isDocumentName) : [];
    const others = there.filter((name) => !files.has(name));
    const differing = there.filter(
      (name) => files.has(name) && !isSame(path.join(full, name), files.get(name)),
    );
    if (!force && others.length + differing.length > 0) throw refusal(full, [...others, ...differing]);
    replaceAll(full, files);
    const message = 'Is none of the documents that were built. Left as it is.';
    return others.map((name) => inputProblem(path.join(full, name), 'other-document', message));
  } catch (error) {
    throw error instanceof AppError ? error : explain(full, error as NodeJS.ErrnoException);
  }
}

function isSame(file: string, text: string | undefined): boolean {
  return fs.statSync(file).isFile() && fs.readFileSync(file, 'utf8') === text;
}

function refusal(folder: string, names: readonly string[]): AppError {
  const [first = ''] = [...names].sort();
  const what = names.length === 1 ? first : `${first} and ${names.length - 1} more Markdown files`;
  return new AppError(
    'path-not-writable',
    `${folder} holds ${what} already. Choose an empty folder with -o, or replace the documents there with --force; nothing was written.`,
    { path: folder },
  );
}

/** First all under a folder of its own inside, so that the disk is full before anything is replaced and each rename stays on one disk. */
function replaceAll(folder: string, files: ReadonlyMap<string, string>): void {
  fs.mkdirSync(folder, { recursive: true });
  const part = fs.mkdtempSync(path.join(folder, '.part-'));
  try {
    for (const [name, text] of files) fs.writeFileSync(path.join(part, name), text, { flag: 'wx' });
    for (const name of files.keys()) fs.renameSync(path.join(part, name), path.join(folder, name));
  } finally {
    fs.rmSync(part, { recursive: true, force: true });
  }
}

function explain(folder: string, { code, message }: NodeJS.ErrnoException): AppError {
  if (code === 'ENOSPC') return new AppError('disk-full', `The disk is full; ${folder} was not written.`);
  return new AppError(
    'path-not-writable',
    `${folder} cannot be written: ${message}. Choose another folder with -o.`,
    { path: folder },
  );
}
