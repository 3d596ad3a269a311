import type { SourceOptions, SourceReader } from '../sources/source.ts';
import type { ListedEntry } from './listing.ts';

/** Files below one folder of a listing. The folder's name is its path with a slash at the end; the root has the empty one. */
export interface Folder {
  name: string;
  entries: readonly ListedEntry[];
}

/** A source whose snapshot a folder may be. */
export interface Match {
  reader: SourceReader;
  selected: Set<ListedEntry>;
  /** The folders right below, by name, in which something selected lies. None: it all lies loose. */
  folders: Set<string>;
}

/** The sources that recognize a folder, the one with most files first. */
export function matchSources(
  folder: Folder,
  readers: readonly SourceReader[],
  options: SourceOptions,
): Match[] {
  const paths = folder.entries
    .filter(({ problem }) => problem === null)
    .map((entry) => pathIn(folder, entry));
  return readers
    .filter((reader) => reader.recognizes(paths))
    .map((reader) => toMatch(folder, reader, options))
    .filter((match) => !isNamedBelow(folder, match))
    .sort((a, b) => b.selected.size - a.selected.size);
}

function toMatch(folder: Folder, reader: SourceReader, options: SourceOptions): Match {
  const selected = new Set(folder.entries.filter((entry) => reader.selects(pathIn(folder, entry), options)));
  const folders = new Set([...selected].flatMap((entry) => folderBelow(folder, entry) ?? []));
  return { reader, selected, folders };
}

/** A folder with the source's own name is the snapshot, not the one above it, where other sources may be too. */
function isNamedBelow(folder: Folder, { reader, folders }: Match): boolean {
  return folders.size === 1 && folders.has(`${folder.name}${reader.id}/`);
}

export function pathIn(folder: Folder, entry: ListedEntry): string {
  return entry.path.slice(folder.name.length);
}

/** What lies in a folder itself, and the folders right below it. */
export function splitFolder(folder: Folder): { loose: ListedEntry[]; folders: Folder[] } {
  const loose: ListedEntry[] = [];
  const below = new Map<string, ListedEntry[]>();
  for (const entry of folder.entries) {
    const name = folderBelow(folder, entry);
    const entries = name === null ? loose : below.get(name);
    if (entries) entries.push(entry);
    else if (name !== null) below.set(name, [entry]);
  }
  return { loose, folders: [...below].map(([name, entries]) => ({ name, entries })) };
}

function folderBelow(folder: Folder, { path }: ListedEntry): string | null {
  const slash = path.indexOf('/', folder.name.length);
  return slash === -1 ? null : path.slice(0, slash + 1);
}
