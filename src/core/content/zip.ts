import fs from 'node:fs';
import { constants, inflateRawSync } from 'node:zlib';
import yauzl from 'yauzl';
import { AppError } from '../../shared/errors.ts';
import type { Problem } from '../../shared/model/problem.ts';
import { crc32 } from './crc32.ts';
import { dayOf } from './day.ts';
import { createTwinCheck, isTopFolder, newestModified, wrongLength, wrongName } from './entry-name.ts';
import { commitIn } from './git.ts';
import { DOCUMENT_LIMIT, inputProblem, isDocumentName, tooLarge, type CheckCancelled } from './input.ts';
import { CONTENT_LIMITS } from './limits.ts';
import { byPath, refusedListing, stampOf, type ListedEntry, type Listing } from './listing.ts';
import { ZipBytes } from './zip-bytes.ts';

const STORED = 0;
const DEFLATED = 8;
const MIN_CHUNK = 1024;
const MAX_CHUNK = 1024 * 1024;

/** A zip that is open. */
interface OpenZip {
  zip: yauzl.ZipFile;
  bytes: ZipBytes;
  /** Of the archive: while it is the same, so is all in it. */
  stamp: string | null;
  /** As shown. */
  shown: string;
  /** Unpacked so far. */
  unpacked: number;
}

/**
 * Lists a zip. Names are data and never become paths. What yauzl leaves unchecked is checked here: number and size of entries, ratio,
 * links, twins, overlaps, and each entry's checksum as it is read. An archive that is wrong as a whole is one problem and no files.
 */
export async function openZip(
  file: string,
  shown: string,
  onFound: (found: number) => void,
  checkCancelled: CheckCancelled,
): Promise<Listing> {
  const handle = fs.openSync(file, 'r');
  let zip: yauzl.ZipFile | undefined;
  try {
    const bytes = new ZipBytes(handle);
    const stats = fs.fstatSync(handle);
    zip = await yauzl.fromRandomAccessReaderPromise(bytes, stats.size, {
      lazyEntries: true,
      autoClose: false,
      // One odd name is that entry's problem (listEntry), not the archive's.
      decodeStrings: false,
      validateEntrySizes: true,
    });
    const reason = wrongWhole(zip);
    if (reason === null) {
      const entries = await readDirectory(zip, onFound, checkCancelled);
      return toListing({ zip, bytes, stamp: stampOf(stats), shown, unpacked: 0 }, entries, checkCancelled);
    }
    zip.close();
    return refusedListing(shown, reason);
  } catch (error) {
    if (zip) zip.close();
    else fs.closeSync(handle);
    if (error instanceof AppError) throw error;
    return refusedListing(shown, `Is not a sound zip (${(error as Error).message}). Not read.`);
  }
}

function wrongWhole(zip: yauzl.ZipFile): string | null {
  if (zip.fileSize > CONTENT_LIMITS.archiveBytes)
    return `Has more than ${CONTENT_LIMITS.archiveBytes / 1024 / 1024} MiB. Not read.`;
  if (zip.entryCount > CONTENT_LIMITS.archiveEntries)
    return `Holds more than ${CONTENT_LIMITS.archiveEntries} entries. Not read.`;
  return null;
}

async function readDirectory(
  zip: yauzl.ZipFile,
  onFound: (found: number) => void,
  checkCancelled: CheckCancelled,
): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = [];
  let held = 0;
  for await (const entry of zip.eachEntry()) {
    checkCancelled();
    held += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    if (held > CONTENT_LIMITS.directoryBytes) throw new Error('its names take too much room');
    entries.push(entry);
    onFound(entries.length);
  }
  return entries;
}

function toListing(open: OpenZip, entries: readonly yauzl.Entry[], checkCancelled: CheckCancelled): Listing {
  const overlapping = findOverlaps(entries);
  const isTwin = createTwinCheck();
  const byFile = new Map<ListedEntry, yauzl.Entry>();
  for (const entry of entries) {
    const name = nameOf(entry);
    if (name.endsWith('/')) continue;
    const reason = overlapping.has(entry)
      ? 'Shares its bytes with another entry. Not read.'
      : wrongEntry(entry, name, isTwin(name));
    byFile.set(listEntry(open, entry, name, reason), entry);
  }
  const files = [...byFile.keys()].sort(byPath);
  return {
    files,
    problems: [],
    show: (path) => `${open.shown}/${path}`.replace(/\/$/, ''),
    revision: (folder) => ({
      // The comment is of the repository that was packed, not of what a person packed with others.
      commit: isTopFolder(files, folder) ? commitIn(commentOf(open.zip)) : null,
      date: dayOf(newestModified(files, folder)),
    }),
    readHeads: async (wanted, bytes, onHead) => {
      for (const file of wanted) {
        checkCancelled();
        const entry = byFile.get(file);
        if (entry) onHead(file, await readHead(open, entry, bytes));
      }
    },
    close: () => open.zip.close(),
  };
}

/** Bytes, since names are not decoded either. */
function commentOf(zip: yauzl.ZipFile): string {
  const comment: unknown = zip.comment;
  return Buffer.isBuffer(comment) ? comment.toString('latin1') : '';
}

/** Windows tools write backslashes; in a zip they can only mean folders. */
function nameOf(entry: yauzl.Entry): string {
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

function wrongEntry(entry: yauzl.Entry, name: string, isTwin: boolean): string | null {
  const mode = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (mode !== 0 && mode !== 0o100000) return 'Is a link or a special file. Not followed.';
  const wrong = wrongName(name);
  if (wrong !== null) return wrong;
  if (isTwin) return 'Stands twice in the archive. The first one was read.';
  if (entry.isEncrypted()) return 'Is encrypted. Not read.';
  const long = wrongLength(name);
  if (long !== null) return long;
  if (isDocumentName(name) && entry.uncompressedSize > DOCUMENT_LIMIT.bytes)
    return tooLarge(entry.uncompressedSize, DOCUMENT_LIMIT);
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > CONTENT_LIMITS.ratioFrom && ratio > CONTENT_LIMITS.ratio)
    return `Unpacks to more than ${CONTENT_LIMITS.ratio} times its size. Not read.`;
  return null;
}

/** Entries whose bytes overlap those of the entry before them (a bomb: Fifield, 2019). */
function findOverlaps(entries: readonly yauzl.Entry[]): Set<yauzl.Entry> {
  const overlapping = new Set<yauzl.Entry>();
  const byOffset = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let end = 0;
  for (const entry of byOffset) {
    if (entry.relativeOffsetOfLocalHeader < end) overlapping.add(entry);
    // 30 bytes are the least that a local header takes.
    end = Math.max(end, entry.relativeOffsetOfLocalHeader + 30 + entry.compressedSize);
  }
  return overlapping;
}

function listEntry(open: OpenZip, entry: yauzl.Entry, path: string, reason: string | null): ListedEntry {
  const file = `${open.shown}/${path}`;
  return {
    path,
    file,
    size: entry.uncompressedSize,
    stamp: () => open.stamp,
    modified: entry.getLastModDate({ timezone: 'UTC' }).getTime(),
    problem: reason === null ? null : inputProblem(file, 'bad-entry', reason),
    isWanted: false,
    read: () => readEntry(open, entry, file),
  };
}

async function readEntry(open: OpenZip, entry: yauzl.Entry, file: string): Promise<Uint8Array | Problem> {
  open.unpacked += entry.uncompressedSize;
  if (open.unpacked > CONTENT_LIMITS.unpackedBytes)
    return inputProblem(file, 'bad-entry', 'The archive unpacks to more than 2 GiB. Not read.');
  try {
    const bytes = await unpack(open, entry);
    if (crc32(bytes) !== entry.crc32)
      return inputProblem(file, 'bad-entry', 'Its checksum does not fit its bytes. Not read.');
    return bytes;
  } catch (error) {
    return inputProblem(file, 'bad-entry', `Cannot be unpacked (${(error as Error).message}). Not read.`);
  }
}

async function unpack(open: OpenZip, entry: yauzl.Entry): Promise<Uint8Array> {
  const size = entry.uncompressedSize;
  // Deflate adds little to what it cannot pack; the rest would be padding that somebody made.
  if (entry.compressedSize > 2 * size + 64 * 1024) throw new Error('larger packed than unpacked');
  const packed = await packedBytes(open, entry, entry.compressedSize);
  // A copy, since the window that it is in moves on.
  if (entry.compressionMethod === STORED) return Buffer.from(packed);
  const chunkSize = Math.min(Math.max(size, MIN_CHUNK), MAX_CHUNK);
  const bytes = inflateRawSync(packed, { chunkSize, maxOutputLength: Math.max(1, size) });
  if (bytes.length !== size) throw new Error(`${bytes.length} bytes instead of ${size}`);
  return bytes;
}

async function readHead(open: OpenZip, entry: yauzl.Entry, bytes: number): Promise<Uint8Array> {
  try {
    // What is packed is smaller, save for a table at its start.
    const packed = await packedBytes(open, entry, Math.min(entry.compressedSize, bytes + MIN_CHUNK));
    if (entry.compressionMethod === STORED) return packed.subarray(0, bytes);
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, bytes);
  } catch {
    // Whoever reads the file is told.
    return new Uint8Array();
  }
}

/** The first bytes of an entry as they lie in the archive. Good until the next call. */
async function packedBytes({ zip, bytes }: OpenZip, entry: yauzl.Entry, length: number): Promise<Buffer> {
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    throw new Error(`unsupported compression method: ${entry.compressionMethod}`);
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = bytes.bytes(fileDataStart, length);
  if (packed.length < length) throw new Error('unexpected end of file');
  return packed;
}
