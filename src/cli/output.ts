import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../shared/errors.ts';
import type { Problem } from '../shared/model/problem.ts';
import { visible } from './table.ts';

/** The one value of a command under --json. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Lines for a person. */
export function printText(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Bytes as they are: a report or a document. */
export function printBytes(bytes: Uint8Array | string): void {
  process.stdout.write(bytes);
}

/** What went wrong, or is good to know beside the answer. */
export function printProblem(text: string): void {
  process.stderr.write(`bearing: ${visible(text)}\n`);
}

/** A bug, with its stack as it is. */
export function printBug(text: string): void {
  process.stderr.write(`bearing: ${text}\n`);
}

/** A line of a list on standard error, such as a problem of a file. */
export function printAside(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A problem of a file as one such line. */
export function formatProblem({ file, line, code, message }: Problem): string {
  return visible(`${file}${line === null ? '' : `:${line}`}: ${message} [${code}]`);
}

/** `bearing … | head`: the reader has seen enough, and that is no failure. A full disk behind `>` is one. */
export function endQuietlyWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    printProblem(`The answer could not be written to standard output: ${error.message}.`);
    process.exit(1);
  });
  // Nobody hears what went wrong; the exit code still says it.
  process.stderr.on('error', () => undefined);
}

/**
 * Writes a file whole or not at all, with the mode that it has and where a link leads; what is no file, such as a pipe, is written into.
 * Answers the full path. Throws AppError `path-not-writable`, `disk-full`.
 */
export function writeFile(file: string, bytes: Uint8Array | string): string {
  const full = path.resolve(file);
  try {
    const old = fs.statSync(full, { throwIfNoEntry: false });
    if (old && !old.isFile()) fs.writeFileSync(full, bytes);
    else replaceFile(old ? fs.realpathSync(full) : full, bytes, old?.mode);
  } catch (error) {
    throw notWritten(full, error as NodeJS.ErrnoException);
  }
  return full;
}

/** Writes a file that must not be there yet, for its owner alone when it is `secret`. Throws AppError `path-not-writable`, `disk-full`. */
export function writeNewFile(file: string, text: string, isSecret = false): string {
  const full = path.resolve(file);
  try {
    fs.writeFileSync(full, text, { flag: 'wx', mode: isSecret ? 0o600 : 0o644 });
  } catch (error) {
    throw notWritten(full, error as NodeJS.ErrnoException);
  }
  return full;
}

/** Why the system does not write a file, by its code. */
const NOT_WRITTEN: Record<string, string> = {
  EEXIST: 'is there already and is left as it is',
  ENOENT: 'cannot be written: its folder is not there',
  ENOTDIR: 'cannot be written: what should be its folder is a file',
  EISDIR: 'cannot be written: it is a folder',
  EACCES: 'cannot be written: this user may not write there',
  EPERM: 'cannot be written: this user may not write there',
  EROFS: 'cannot be written: its disk is read-only',
};

function notWritten(full: string, { code = 'unknown' }: NodeJS.ErrnoException): AppError {
  if (code === 'ENOSPC') return new AppError('disk-full', `The disk is full; ${full} was not written.`);
  const why = NOT_WRITTEN[code] ?? `cannot be written (${code})`;
  return new AppError('path-not-writable', `${full} ${why}. Choose another file with -o.`, { path: full });
}

/** The text of a small file that a person names. Throws AppError `path-not-readable`. */
export function readSmallFile(file: string): string {
  const full = path.resolve(file);
  try {
    const { size } = fs.statSync(full);
    if (size > 64 * 1024) throw new Error('it is too large to be a key');
    return fs.readFileSync(full, 'utf8');
  } catch (error) {
    throw new AppError(
      'path-not-readable',
      `${full} cannot be read: ${(error as Error).message}. Check the path.`,
      {
        path: full,
      },
    );
  }
}

function replaceFile(file: string, bytes: Uint8Array | string, mode: number | undefined): void {
  const part = `${file}.part-${process.pid}`;
  try {
    fs.writeFileSync(part, bytes, { flag: 'wx', mode: 0o666 });
    if (mode !== undefined) fs.chmodSync(part, mode & 0o7777);
    fs.renameSync(part, file);
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  }
}
