import yauzl from 'yauzl';
import { isDocumentName } from './input.ts';
import { CONTENT_LIMITS } from './limits.ts';

/** What is wrong with the name of an archive's entry; null when it is fine. Names have `/` between their parts. */
export function wrongName(name: string): string | null {
  if (yauzl.validateFileName(name) !== null) return 'Its name leads out of the archive. Not read.';
  return null;
}

/** Whether a name is longer or deeper than is taken. */
export function wrongLength(name: string): string | null {
  const most = isDocumentName(name) ? CONTENT_LIMITS.pathBytes : CONTENT_LIMITS.repositoryPathBytes;
  if (Buffer.byteLength(name) > most) return `Has a path over ${most} bytes. Not read.`;
  if (name.split('/').length > CONTENT_LIMITS.depth)
    return `Lies more than ${CONTENT_LIMITS.depth} folders deep. Not read.`;
  return null;
}

/** Tells of each name whether it came before. Documents that differ in case alone are twins: they would be one file on many disks. Repositories have such files. */
export function createTwinCheck(): (name: string) => boolean {
  const seen = new Set<string>();
  return (name) => {
    const twin = isDocumentName(name) ? name.normalize('NFC').toLowerCase() : name;
    const isTwin = seen.has(twin);
    seen.add(twin);
    return isTwin;
  };
}

/** Of the files below one folder of an archive. */
export function newestModified(
  files: readonly { path: string; modified: number | null }[],
  folder: string,
): number | null {
  let newest: number | null = null;
  for (const { path, modified } of files)
    if (modified !== null && path.startsWith(folder) && modified > (newest ?? -Infinity)) newest = modified;
  return newest;
}

/** Whether all files lie below one folder; archives of repositories have such a one at the top. */
export function isTopFolder(files: readonly { path: string }[], folder: string): boolean {
  return files.every(({ path }) => path.startsWith(folder));
}
