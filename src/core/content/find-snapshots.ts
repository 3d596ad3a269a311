import type { Problem } from '../../shared/model/problem.ts';
import type { SourceOptions, SourceReader } from '../sources/source.ts';
import { isArchiveName } from './archive.ts';
import { inputProblem, isTechniqueDocumentName, type SizeLimit } from './input.ts';
import { CONTENT_LIMITS } from './limits.ts';
import { addAll, want, type ListedEntry, type ListedFile, type Listing } from './listing.ts';
import { matchSources, pathIn, splitFolder, type Folder, type Match } from './match-source.ts';

/** A copy of a source's repository. */
export interface FoundSnapshot {
  /** One of SOURCES. */
  sourceId: string;
  /** Its top folder as shown: `sigma-master.zip/sigma-master`. */
  root: string;
  commit: string | null;
  /** `YYYY-MM-DD` */
  date: string | null;
  /** Those that the source's reader selects, by path below the top folder. */
  files: ListedFile[];
}

export interface FoundSnapshots {
  snapshots: FoundSnapshot[];
  /** What belongs to none of them. */
  rest: ListedEntry[];
  problems: Problem[];
}

interface Search extends FoundSnapshots {
  listing: Listing;
  readers: readonly SourceReader[];
  options: SourceOptions;
}

/** Their ontology and exports are single files. */
const SOURCES_IN_ONE_FILE = ['d3fend'];
const ATTACK_BUNDLE = /^(?:[^/]+\/)?(?:enterprise|mobile|ics)-attack[^/]*\.json$/;

/**
 * Finds the folders that are snapshots, those further up first, down to three folders deep; one at the top in which all lies does not
 * count. A snapshot has its whole folder (its README.md is no technique document), save for what takeStrays leaves.
 */
export function findSnapshots(
  listing: Listing,
  readers: readonly SourceReader[],
  options: SourceOptions,
): FoundSnapshots {
  const search: Search = { listing, readers, options, snapshots: [], rest: [], problems: [] };
  if (readers.length === 0) addAll(search.rest, listing.files);
  else searchIn({ name: '', entries: listing.files }, 0, search);
  const { snapshots, rest, problems } = search;
  return { snapshots, rest, problems };
}

function searchIn(folder: Folder, depth: number, search: Search): void {
  const matches = matchSources(folder, search.readers, search.options);
  const [only] = matches;
  if (only && only.selected.size === 0) tellNothingSelected(folder, only, search);
  // Files that lie loose, such as D3FEND's exports, make no repository of what lies beside them.
  const loose = matches.filter(({ selected, folders }) => selected.size > 0 && folders.size === 0);
  const [best, ...others] = matches.filter(({ folders }) => folders.size > 0);
  for (const match of loose) take(folder, match, search);
  const entries = folder.entries.filter((entry) => !loose.some(({ selected }) => selected.has(entry)));
  const left = { ...folder, entries };
  if (!best) return searchBelow(left, depth, search);
  if (others.length > 0) tellSeveral(folder, best, others, search);
  take(folder, best, search);
  takeStrays(left, best, search);
}

function searchBelow(folder: Folder, depth: number, search: Search): void {
  const { loose, folders } = splitFolder(folder);
  addAll(search.rest, loose);
  const isTop = folder.name === '' && loose.length === 0 && folders.length === 1;
  for (const below of folders) {
    const belowDepth = isTop ? depth : depth + 1;
    if (belowDepth > CONTENT_LIMITS.snapshotDepth) addAll(search.rest, below.entries);
    else searchIn(below, belowDepth, search);
  }
}

function take(folder: Folder, { reader, selected }: Match, search: Search): void {
  const limit = limitFor(reader);
  search.snapshots.push({
    sourceId: reader.id,
    root: shownFolder(folder, search),
    ...search.listing.revision(folder.name),
    files: [...selected].map((entry) => want(entry, limit, pathIn(folder, entry))),
  });
}

/**
 * A person may have put other things into a folder with a source's files: documents, bundles, archives, and right below it a working copy
 * of another source. Without a commit that would be guessing: Splunk's `stories/` look like a part of Sigma.
 */
function takeStrays(folder: Folder, best: Match, search: Search): void {
  const { loose, folders } = splitFolder(folder);
  const isStrayHere = (entry: ListedEntry) => !best.selected.has(entry) && isStray(pathIn(folder, entry));
  addAll(search.rest, loose.filter(isStrayHere));
  const readers = search.readers.filter((reader) => reader !== best.reader);
  for (const below of folders.filter(({ name }) => !best.folders.has(name))) {
    const other = matchSources(below, readers, search.options).find((match) => match.folders.size > 0);
    if (other && search.listing.revision(below.name).commit !== null) take(below, other, search);
    else addAll(search.rest, below.entries.filter(isStrayHere));
  }
}

function isStray(path: string): boolean {
  if (isTechniqueDocumentName(path) || ATTACK_BUNDLE.test(path)) return true;
  return !path.includes('/') && (isArchiveName(path) || /\.json$/i.test(path));
}

function tellNothingSelected(folder: Folder, { reader }: Match, search: Search): void {
  const message = `Is of ${reader.id}, but nothing in it is read with these settings.`;
  search.problems.push(inputProblem(shownFolder(folder, search), 'nothing-selected', message));
}

function tellSeveral(folder: Folder, best: Match, others: readonly Match[], search: Search): void {
  const names = others.map(({ reader }) => reader.id).join(' and ');
  const message = `Looks like a snapshot of ${best.reader.id}, and of ${names} too. Read as ${best.reader.id}; give each a folder of its own.`;
  search.problems.push(inputProblem(shownFolder(folder, search), 'several-sources', message));
}

function shownFolder(folder: Folder, { listing }: Search): string {
  return listing.show(folder.name.slice(0, -1));
}

function limitFor({ id }: SourceReader): SizeLimit {
  const isWhole = SOURCES_IN_ONE_FILE.includes(id);
  return {
    bytes: isWhole ? CONTENT_LIMITS.wholeSourceBytes : CONTENT_LIMITS.sourceFileBytes,
    what: `a file of ${id}`,
  };
}
