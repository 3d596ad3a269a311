import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface Installation {
  version: string;
  workerFile: string;
}

/** Where Bearing's own files are, seen from the entry: the built one in out/main, or the source beside src/core. */
export function findInstallation(entryFile: string): Installation {
  const folder = path.dirname(entryFile);
  const root = path.join(folder, '..', '..');
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const workerFile = entryFile.endsWith('.ts')
    ? path.join(root, 'src', 'core', 'content', 'import-worker.ts')
    : path.join(folder, 'import-worker.js');
  return { version: manifest.version, workerFile };
}

/** Name of the person at this machine, as far as the system tells. */
export function systemUser(): string {
  try {
    return os.userInfo().username || 'unknown';
  } catch {
    // Some containers run as a number without a name.
    return 'unknown';
  }
}
