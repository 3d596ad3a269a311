import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const PROJECT = path.join(import.meta.dirname, '..', '..');

/** Files below a folder of the project, as paths from the project's root with `/`, sorted. */
export function filesBelow(folder: string, wanted: RegExp = /./): string[] {
  const files: string[] = [];
  const visit = (relative: string) => {
    for (const entry of readdirSync(path.join(PROJECT, relative), { withFileTypes: true })) {
      const inside = path.posix.join(relative, entry.name);
      if (entry.isDirectory()) visit(inside);
      else if (wanted.test(inside)) files.push(inside);
    }
  };
  visit(folder);
  return files.sort();
}

export function readProjectFile(relative: string): string {
  return readFileSync(path.join(PROJECT, relative), 'utf8');
}

export function existsInProject(relative: string): boolean {
  return statSync(path.join(PROJECT, relative), { throwIfNoEntry: false }) !== undefined;
}
