import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../shared/errors.ts';

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
  process.stderr.write(`bearing: ${text}\n`);
}

/** A line of a list on standard error, such as a problem of a file. */
export function printAside(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** `bearing … | head`: the reader has seen enough, and that is no failure. */
export function endQuietlyWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}

/** Writes a file whole or not at all. Answers its full path. Throws AppError `path-not-readable`, `disk-full`. */
export function writeFile(file: string, bytes: Uint8Array | string): string {
  const full = path.resolve(file);
  const part = `${full}.part-${process.pid}`;
  try {
    fs.writeFileSync(part, bytes, { flag: 'wx' });
    fs.renameSync(part, full);
  } catch (error) {
    fs.rmSync(part, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC') throw new AppError('disk-full', `The disk is full; ${full} was not written.`);
    throw new AppError(
      'path-not-readable',
      `${full} cannot be written: ${message}. Choose another file with -o.`,
    );
  }
  return full;
}
