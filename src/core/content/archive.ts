import fs from 'node:fs';
import type { CheckCancelled } from './input.ts';
import { refusedListing, type Listing } from './listing.ts';
import { openTar } from './tar.ts';
import { openZip } from './zip.ts';

/** By content: a zip's entry or, of an empty one, its end; gzip with deflate in it. */
export function isArchive(file: string): boolean {
  return archiveType(file) !== null;
}

export function isArchiveName(name: string): boolean {
  return /\.(?:zip|tgz|tar\.gz)$/i.test(name);
}

/** Lists a zip or tar.gz. What is neither is one problem and no files. Throws what the file system does. */
export async function openArchive(
  file: string,
  shown: string,
  onFound: (found: number) => void,
  checkCancelled: CheckCancelled,
): Promise<Listing> {
  const type = archiveType(file);
  if (type === null)
    return refusedListing(
      shown,
      'Is named as an archive, and is neither a zip nor a tar.gz. Not read; copy it again from where it was made.',
    );
  return type === 'zip'
    ? openZip(file, shown, onFound, checkCancelled)
    : openTar(file, shown, onFound, checkCancelled);
}

function archiveType(file: string): 'zip' | 'tar.gz' | null {
  const head = Buffer.alloc(4);
  const handle = fs.openSync(file, 'r');
  try {
    fs.readSync(handle, head, 0, 4, 0);
  } finally {
    fs.closeSync(handle);
  }
  const start = head.readUInt32BE();
  if (start === 0x504b0304 || start === 0x504b0506) return 'zip';
  return start >>> 8 === 0x1f8b08 ? 'tar.gz' : null;
}
