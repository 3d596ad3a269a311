import type fs from 'node:fs';

/** Of a file on the disk: what changes when it is written, replaced or moved, as git tells it. */
export function fileStamp({ size, mtimeMs, ctimeMs, ino }: fs.Stats): string {
  return [size, mtimeMs, ctimeMs, ino].join(' ');
}
