import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A fresh folder; whoever makes it removes it. */
export function makeTempFolder(name: string): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), `bearing-${name}-`));
}

export function removeFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Files below a folder, relative to it with `/`, sorted; none when there is no folder. */
export function filesUnder(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
