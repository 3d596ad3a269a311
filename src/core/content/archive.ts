import yauzl from 'yauzl';
import type { Problem } from '../../shared/model/problem.ts';
import { MAX_DOCUMENT_BYTES } from '../documents/decode.ts';
import { crc32 } from './crc32.ts';
import { inputProblem, isDocumentName, tooLarge, type InputFile } from './input.ts';
import { CONTENT_LIMITS } from './limits.ts';

export interface Archive {
  files: InputFile[];
  problems: Problem[];
  close(): void;
}

/**
 * Lists the documents in a zip. Names are data and never become paths. What yauzl leaves unchecked is checked here: number and size of entries, ratio,
 * links, twins, overlaps, and each entry's checksum as it is read. An archive that is wrong as a whole is one problem and no files.
 */
export async function openArchive(
  path: string,
  shown: string,
  root: string,
  onFound: (found: number) => void,
): Promise<Archive> {
  let zip: yauzl.ZipFile;
  try {
    zip = await yauzl.openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      // One odd name is that entry's problem (listEntries), not the archive's.
      decodeStrings: false,
      validateEntrySizes: true,
    });
  } catch (error) {
    return refused(shown, `Is not a sound zip (${(error as Error).message}). Not read.`);
  }
  const reason = wrongWhole(zip);
  if (reason) {
    zip.close();
    return refused(shown, reason);
  }
  try {
    const entries: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      onFound(entries.length);
    }
    return listEntries(zip, entries, shown, root);
  } catch (error) {
    zip.close();
    return refused(shown, `Is not a sound zip (${(error as Error).message}). Not read.`);
  }
}

function wrongWhole(zip: yauzl.ZipFile): string | null {
  if (zip.fileSize > CONTENT_LIMITS.archiveBytes)
    return `Has more than ${CONTENT_LIMITS.archiveBytes / 1024 / 1024} MiB. Not read.`;
  if (zip.entryCount > CONTENT_LIMITS.archiveEntries)
    return `Holds more than ${CONTENT_LIMITS.archiveEntries} entries. Not read.`;
  return null;
}

function refused(file: string, message: string): Archive {
  return { files: [], problems: [inputProblem(file, 'bad-archive', message)], close: () => undefined };
}

function listEntries(
  zip: yauzl.ZipFile,
  entries: readonly yauzl.Entry[],
  shown: string,
  root: string,
): Archive {
  const archive: Archive = { files: [], problems: [], close: () => zip.close() };
  const seen = new Set<string>();
  const overlapping = findOverlaps(entries);
  let unpacked = 0;
  for (const entry of entries) {
    const name = nameOf(entry);
    if (name.endsWith('/') || !isDocumentName(name)) continue;
    const file = `${shown}/${name}`;
    unpacked += entry.uncompressedSize;
    const twin = name.normalize('NFC').toLowerCase();
    const reason = overlapping.has(entry)
      ? 'Shares its bytes with another entry. Not read.'
      : wrongEntry(entry, name, seen.has(twin), unpacked);
    seen.add(twin);
    if (reason) archive.problems.push(inputProblem(file, 'bad-entry', reason));
    else archive.files.push({ file, root, read: () => readEntry(zip, entry, file) });
  }
  return archive;
}

/** Windows tools write backslashes; in a zip they can only mean folders. */
function nameOf(entry: yauzl.Entry): string {
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

function wrongEntry(entry: yauzl.Entry, name: string, isTwin: boolean, unpacked: number): string | null {
  const mode = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (mode !== 0 && mode !== 0o100000) return 'Is a link or a special file. Not followed.';
  if (yauzl.validateFileName(name) !== null) return 'Its name leads out of the archive. Not read.';
  if (isTwin) return 'Stands twice in the archive. The first one was read.';
  if (entry.isEncrypted()) return 'Is encrypted. Not read.';
  if (Buffer.byteLength(name) > CONTENT_LIMITS.pathBytes)
    return `Has a path over ${CONTENT_LIMITS.pathBytes} bytes. Not read.`;
  if (name.split('/').length > CONTENT_LIMITS.depth)
    return `Lies more than ${CONTENT_LIMITS.depth} folders deep. Not read.`;
  if (entry.uncompressedSize > MAX_DOCUMENT_BYTES) return tooLarge(entry.uncompressedSize);
  if (unpacked > CONTENT_LIMITS.unpackedBytes) return 'The archive unpacks to more than 2 GiB. Not read.';
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

async function readEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  file: string,
): Promise<Uint8Array | Problem> {
  try {
    const stream = await zip.openReadStreamPromise(entry);
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    if (crc32(bytes) !== entry.crc32)
      return inputProblem(file, 'bad-entry', 'Its checksum does not fit its bytes. Not read.');
    return bytes;
  } catch (error) {
    return inputProblem(file, 'bad-entry', `Cannot be unpacked (${(error as Error).message}). Not read.`);
  }
}
