import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PROJECT = path.join(import.meta.dirname, '..', '..');

export interface Corpus {
  folder: string;
  /** False: what ships stands in, which nobody's reference is of. */
  isReal: boolean;
  files: string[];
  bytes: number;
}

/** The documents of BEARING_CORPUS, or those that ship. */
export function findCorpus(): Corpus {
  const given = process.env.BEARING_CORPUS;
  const real = given ? path.join(given, 'technique-documents') : null;
  const isReal = real !== null && existsSync(real);
  const folder = isReal ? real : path.join(PROJECT, 'data/technique-documents');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name));
  return { folder, isReal, files, bytes: files.reduce((sum, file) => sum + readFileSync(file).length, 0) };
}

/** The import worker as it is shipped when there is a build, else its source. */
export function findWorker(): { file: string; isBuilt: boolean } {
  const built = path.join(PROJECT, 'out/main/import-worker.js');
  if (existsSync(built)) return { file: built, isBuilt: true };
  return { file: path.join(PROJECT, 'src/core/content/import-worker.ts'), isBuilt: false };
}
