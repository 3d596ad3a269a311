import fs from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../shared/errors.ts';
import type { Problem } from '../../shared/model/problem.ts';
import { ByteStream } from './byte-stream.ts';
import { dayOf } from './day.ts';
import { createTwinCheck, isTopFolder, newestModified, wrongLength, wrongName } from './entry-name.ts';
import { commitIn } from './git.ts';
import { inputProblem, type CheckCancelled } from './input.ts';
import { CONTENT_LIMITS } from './limits.ts';
import { byPath, refusedListing, stampOf, type ListedEntry, type Listing } from './listing.ts';
import { readTar, type TarEntry } from './tar-entries.ts';

const CHUNK = 256 * 1024;

/**
 * Lists a tar.gz in a first pass; what is wanted of it is unpacked into memory in further ones, as much at a time as batchBytes allows.
 * Names are data and never become paths. An archive that is wrong as a whole is one problem and no files.
 */
export async function openTar(
  file: string,
  shown: string,
  onFound: (found: number) => void,
  checkCancelled: CheckCancelled,
): Promise<Listing> {
  const handle = fs.openSync(file, 'r');
  try {
    const stats = fs.fstatSync(handle);
    if (stats.size > CONTENT_LIMITS.archiveBytes)
      throw new Error(`more than ${CONTENT_LIMITS.archiveBytes / 1024 / 1024} MiB`);
    const tar = new TarGz(handle, stats, shown, checkCancelled);
    await tar.list(onFound);
    return tar.toListing();
  } catch (error) {
    fs.closeSync(handle);
    if (error instanceof AppError) throw error;
    return refusedListing(shown, `Is not a sound tar.gz (${(error as Error).message}). Not read.`);
  }
}

class TarGz {
  readonly #handle: number;
  readonly #most: number;
  /** While the archive is the same, so is all in it. */
  readonly #stamp: string | null;
  readonly #shown: string;
  readonly #checkCancelled: CheckCancelled;
  /** In the archive's order. */
  readonly #entries: ListedEntry[] = [];
  #files: ListedEntry[] = [];
  #comment: string | null = null;
  /** Unpacked ahead. */
  readonly #held = new Map<ListedEntry, Uint8Array>();
  /** Passes come one after the other: two would hold twice as much. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(handle: number, stats: fs.Stats, shown: string, checkCancelled: CheckCancelled) {
    this.#handle = handle;
    this.#stamp = stampOf(stats);
    this.#shown = shown;
    this.#checkCancelled = checkCancelled;
    const byRatio = Math.max(CONTENT_LIMITS.streamRatioFrom, stats.size * CONTENT_LIMITS.ratio);
    this.#most = Math.min(CONTENT_LIMITS.streamedBytes, byRatio);
  }

  async list(onFound: (found: number) => void): Promise<void> {
    const isTwin = createTwinCheck();
    await this.#pass(async (entry) => {
      this.#comment = entry.comment;
      // Kept in order even when it is no file, so that a later pass finds each by its place.
      this.#entries.push(this.#toEntry(entry, isTwin));
      if (this.#entries.length > CONTENT_LIMITS.archiveEntries)
        throw new Error(`more than ${CONTENT_LIMITS.archiveEntries} entries`);
      onFound(this.#entries.length);
      return true;
    });
    this.#files = this.#entries.filter(({ path }) => !path.endsWith('/')).sort(byPath);
  }

  toListing(): Listing {
    const files = this.#files;
    return {
      files,
      problems: [],
      show: (path) => `${this.#shown}/${path}`.replace(/\/$/, ''),
      revision: (folder) => ({
        // The comment is of the repository that was packed, not of what a person packed with others.
        commit: isTopFolder(files, folder) ? commitIn(this.#comment) : null,
        date: dayOf(newestModified(files, folder)),
      }),
      readHeads: async (wanted, bytes, onHead) => {
        const set = new Set(wanted);
        await this.#inTurn(() =>
          this.#pass(async (entry, index) => {
            const file = this.#entries[index];
            if (file && set.delete(file)) onHead(file, await entry.take(bytes));
            return set.size > 0;
          }),
        );
      },
      close: () => fs.closeSync(this.#handle),
    };
  }

  #toEntry(entry: TarEntry, isTwin: (name: string) => boolean): ListedEntry {
    const name = entry.name.replaceAll('\\', '/');
    const isFolder = entry.kind === 'folder' || name.endsWith('/');
    const reason = isFolder ? null : wrongTarEntry(entry, name, isTwin);
    // A long name is held once an entry, and there may be very many.
    const path = isFolder ? '/' : name.slice(0, CONTENT_LIMITS.repositoryPathBytes);
    const file = `${this.#shown}/${path}`;
    const listed: ListedEntry = {
      path,
      file,
      size: entry.size,
      stamp: () => this.#stamp,
      modified: entry.modified,
      problem: reason === null ? null : inputProblem(file, 'bad-entry', reason),
      isWanted: false,
      read: () => this.#inTurn(() => this.#read(listed)),
    };
    return listed;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work);
    this.#turn = done;
    return done;
  }

  async #read(file: ListedEntry): Promise<Uint8Array | Problem> {
    try {
      if (!this.#held.has(file)) await this.#holdFrom(file);
      const bytes = this.#held.get(file);
      this.#held.delete(file);
      return (
        bytes ??
        inputProblem(file.file, 'bad-entry', 'Is not where it was: the archive has changed. Not read.')
      );
    } catch (error) {
      if (error instanceof AppError) throw error;
      return inputProblem(
        file.file,
        'bad-entry',
        `Cannot be unpacked (${(error as Error).message}). Not read.`,
      );
    }
  }

  /** Unpacks a file, and with it those that will be asked for next. */
  async #holdFrom(file: ListedEntry): Promise<void> {
    const batch = new Set([file]);
    let bytes = file.size;
    for (const next of this.#files.slice(this.#files.indexOf(file) + 1)) {
      if (!next.isWanted || next.problem) continue;
      bytes += next.size;
      if (bytes > CONTENT_LIMITS.batchBytes) break;
      batch.add(next);
    }
    this.#held.clear();
    await this.#pass(async (entry, index) => {
      const listed = this.#entries[index];
      if (listed && batch.delete(listed) && entry.size === listed.size)
        this.#held.set(listed, await entry.take(entry.size));
      return batch.size > 0;
    });
  }

  /** Goes through the archive until `visit` has what it wants, and otherwise to its end, where gzip keeps the checksum. */
  async #pass(visit: (entry: TarEntry, index: number) => Promise<boolean>): Promise<void> {
    const stream = new ByteStream(unpack(this.#handle, this.#checkCancelled), this.#most);
    try {
      let index = 0;
      for await (const entry of readTar(stream)) {
        const goOn = await visit(entry, index++);
        if (!goOn) return;
      }
      await stream.drain();
    } finally {
      await stream.close();
    }
  }
}

function wrongTarEntry(entry: TarEntry, name: string, isTwin: (name: string) => boolean): string | null {
  if (entry.kind === 'other') return 'Is a link or a special file. Not followed.';
  const wrong = wrongName(name);
  if (wrong !== null) return wrong;
  // Before the twins, which remember every name.
  const long = wrongLength(name);
  if (long !== null) return long;
  return isTwin(name) ? 'Stands twice in the archive. The first one was read.' : null;
}

async function* unpack(handle: number, checkCancelled: CheckCancelled): AsyncGenerator<Buffer, void, void> {
  const packed = Readable.from(chunksOf(handle), { objectMode: false });
  const gunzip = createGunzip({ chunkSize: CHUNK });
  packed.on('error', (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  try {
    for await (const chunk of gunzip) {
      checkCancelled();
      yield chunk as Buffer;
    }
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

function* chunksOf(handle: number): Generator<Buffer, void, void> {
  for (let position = 0; ;) {
    const buffer = Buffer.alloc(CHUNK);
    const length = fs.readSync(handle, buffer, 0, CHUNK, position);
    if (length === 0) return;
    position += length;
    yield buffer.subarray(0, length);
  }
}
