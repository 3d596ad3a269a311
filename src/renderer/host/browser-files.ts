import { AppError } from '../../shared/errors.ts';
import { UPLOAD_LIMITS } from '../../shared/uploads.ts';

/** A file that the person chose or dropped, before it is uploaded. */
export interface ChosenFile {
  file: File;
  /** With the folders above it, from the one that was chosen. */
  name: string;
  /** The folder that was chosen; null for a file of its own. */
  topFolder: string | null;
}

const DEPTH = 16;
/**
 * Of what lies in a folder; repositories come as archives, because they have more files than a browser should carry
 * one by one.
 * A file chosen by itself is always sent, so that it can be told what is wrong with it.
 */
const CONTENT = /\.(?:md|markdown)$/i;

/** The browser's own dialog; null when the person chose nothing, none when a folder holds no document. */
export function askForFiles(what: 'folder' | 'files'): Promise<ChosenFile[] | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  if (what === 'folder') input.webkitdirectory = true;
  else input.accept = '.md,.markdown,.zip,.gz,.tgz,.json,.bearing-pack';
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => {
      const files = Array.from(input.files ?? [], fromInput);
      resolve(files.length === 0 && what === 'files' ? null : limit(files.filter(isWanted)));
    });
    input.click();
  });
}

/** Everything dropped, folders with all that is in them. To be called in the drop event itself: later the data is gone. */
export async function listDropped(data: DataTransfer): Promise<ChosenFile[]> {
  const entries = Array.from(data.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: ChosenFile[] = [];
  for (const entry of entries) await collect(entry, 0, found);
  return limit(found);
}

function fromInput(file: File): ChosenFile {
  const name = file.webkitRelativePath || file.name;
  const slash = name.indexOf('/');
  return { file, name, topFolder: slash === -1 ? null : name.slice(0, slash) };
}

function isWanted({ name, topFolder }: ChosenFile): boolean {
  return topFolder === null || CONTENT.test(name);
}

async function collect(entry: FileSystemEntry, depth: number, found: ChosenFile[]): Promise<void> {
  if (isDirectory(entry)) {
    if (depth >= DEPTH) throw tooMany(`Folders are nested more than ${DEPTH} deep.`);
    for (const child of await readFolder(entry)) await collect(child, depth + 1, found);
    return;
  }
  const name = entry.fullPath.replace(/^\//, '');
  const chosen = { name, topFolder: depth === 0 ? null : (name.split('/')[0] ?? null) };
  const file = await new Promise<File>((resolve, reject) =>
    (entry as FileSystemFileEntry).file(resolve, reject),
  );
  if (!isWanted({ ...chosen, file })) return;
  found.push({ ...chosen, file });
  limit(found);
}

/** The browser hands a folder out in portions until it answers an empty one. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return all;
    all.push(...portion);
  }
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function limit(files: ChosenFile[]): ChosenFile[] {
  if (files.length > UPLOAD_LIMITS.files) throw tooMany(`These are more than ${UPLOAD_LIMITS.files} files.`);
  return files;
}

function tooMany(what: string): AppError {
  return new AppError('invalid-input', `${what} Choose a smaller folder, or put it in a zip or tar.gz.`);
}
