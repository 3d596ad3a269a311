import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { ImportItem } from '../../shared/model/content.ts';
import type { Problem } from '../../shared/model/problem.ts';
import type { SourceOptions, SourceReader } from '../sources/source.ts';
import { isArchive, isArchiveName, openArchive } from './archive.ts';
import { findAttack, type FoundAttack } from './find-attack.ts';
import { findSnapshots, type FoundSnapshot } from './find-snapshots.ts';
import {
  DOCUMENT_LIMIT,
  inputProblem,
  isDocumentName,
  isTechniqueDocumentName,
  notReadable,
  type CheckCancelled,
  type InputFile,
  type OnFound,
} from './input.ts';
import { CONTENT_LIMITS } from './limits.ts';
import { listFolder, listSingleFile, tooMany } from './list-folder.ts';
import { addAll, want, type ListedEntry, type Listing } from './listing.ts';
import { isPack, isPackName } from './packs/open-pack.ts';

/** A pack that was chosen itself. It is not opened yet. */
export interface FoundPack {
  path: string;
  /** As shown. */
  file: string;
}

export interface Scan {
  /** Technique documents, by name. */
  files: InputFile[];
  snapshots: FoundSnapshot[];
  attack: FoundAttack[];
  packs: FoundPack[];
  problems: Problem[];
  /** What was chosen: folders, archives and upload roots, whose absent documents have gone. */
  roots: string[];
  close(): void;
}

/** Whether a JSON file that begins so is of ATT&CK. */
type IsAttack = (head: string) => boolean;

interface Scanning extends Scan {
  readers: readonly SourceReader[];
  options: SourceOptions;
  isAttack: IsAttack | null;
  onFound: OnFound;
  checkCancelled: CheckCancelled;
  /** Files listed so far, whatever they are. */
  listed: number;
  listings: Listing[];
}

/**
 * Finds what can be read in the paths given, told apart by what they hold: technique documents and, where there are readers for them, snapshots
 * of sources' repositories and ATT&CK. Folders are walked without following links; archives are opened, then those in a folder too.
 * Throws path-not-readable when a path itself cannot be read.
 */
export async function scan(
  items: readonly ImportItem[],
  onFound: OnFound,
  checkCancelled: CheckCancelled,
  readers: readonly SourceReader[] = [],
  options: SourceOptions = { hunting: false },
  isAttack: IsAttack | null = null,
): Promise<Scan> {
  const listings: Listing[] = [];
  const close = () => listings.splice(0).forEach((listing) => listing.close());
  const result: Scan = { files: [], snapshots: [], attack: [], packs: [], problems: [], roots: [], close };
  const scanning = { ...result, readers, options, isAttack, onFound, checkCancelled, listed: 0, listings };
  try {
    for (const item of items) await scanItem(item, scanning);
  } catch (error) {
    close();
    throw error;
  }
  const isAlone = result.files.length + result.snapshots.length === 0;
  for (const attack of result.attack) attack.isAlone = isAlone;
  result.roots = [...new Set(result.roots)];
  result.files.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  return result;
}

async function scanItem(item: ImportItem, scanning: Scanning): Promise<void> {
  scanning.checkCancelled();
  const shown = item.name ?? path.resolve(item.path);
  const stat = statItem(item.path, shown);
  if (stat.isDirectory()) await scanFolder(item, shown, scanning);
  else if (isPack(item.path, shown)) takePack(item, shown, scanning);
  else if (isArchiveName(shown) || isArchive(item.path)) await scanArchive(item, shown, scanning);
  else await scanFile(item, shown, scanning);
  if (item.root !== undefined) scanning.roots.push(item.root);
  scanning.onFound(scanning.listed, shown);
}

function takePack(item: ImportItem, file: string, scanning: Scanning): void {
  scanning.packs.push({ path: item.path, file });
  scanning.roots.push(file);
  scanning.listed++;
}

function statItem(file: string, shown: string): fs.Stats {
  try {
    const stat = fs.statSync(file);
    if (stat.isDirectory() || stat.isFile()) return stat;
  } catch (error) {
    throw new AppError(
      'path-not-readable',
      `${shown} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Check the path; nothing was written.`,
      { path: shown },
    );
  }
  throw new AppError(
    'path-not-readable',
    `${shown} is neither a file nor a folder. Choose a folder, a file or an archive; nothing was written.`,
    { path: shown },
  );
}

async function scanFolder(item: ImportItem, shown: string, scanning: Scanning): Promise<void> {
  const root = item.root ?? shown;
  const before = countFound(scanning);
  const found = (count: number, file: string) => scanning.onFound(scanning.listed + count, file);
  const listing = listFolder(item.path, shown, found, scanning.checkCancelled);
  const rest = await takeListing(listing, root, isDocumentName, scanning);
  for (const entry of rest.filter((one) => looksForMore(scanning) && isArchiveHere(one)))
    await scanArchiveInFolder(path.join(item.path, entry.path), entry.file, root, scanning);
  if (countFound(scanning) === before) scanning.problems.push(nothingFound(shown, scanning));
  scanning.roots.push(root);
}

async function scanArchive(item: ImportItem, shown: string, scanning: Scanning): Promise<void> {
  const root = item.root ?? shown;
  const before = countFound(scanning) + scanning.problems.length;
  await takeListing(await open(item.path, shown, scanning), root, isDocumentName, scanning);
  if (countFound(scanning) + scanning.problems.length === before)
    scanning.problems.push(nothingFound(shown, scanning));
  scanning.roots.push(root);
}

/** Archives in a folder may be anything; a Markdown file in one is a technique document only when it is named so. */
async function scanArchiveInFolder(
  real: string,
  shown: string,
  root: string,
  scanning: Scanning,
): Promise<void> {
  const before = countFound(scanning);
  try {
    const listing = await open(real, shown, scanning);
    await takeListing(listing, root, isTechniqueDocumentName, scanning);
    // Nothing of it is read, and open files are few.
    if (countFound(scanning) === before) scanning.listings.pop()?.close();
  } catch (error) {
    if (error instanceof AppError) throw error;
    scanning.problems.push(notReadable(shown, error));
  }
}

async function open(file: string, shown: string, scanning: Scanning): Promise<Listing> {
  const found = (count: number) => scanning.onFound(scanning.listed + count, shown);
  return openArchive(file, shown, found, scanning.checkCancelled);
}

/** A file given itself is taken for a technique document unless a reader knows it. */
async function scanFile(item: ImportItem, shown: string, scanning: Scanning): Promise<void> {
  const listing = listSingleFile(item.path, shown);
  const before = countFound(scanning);
  if (looksForMore(scanning) && !isDocumentName(shown)) await takeListing(listing, '', () => false, scanning);
  else scanning.listed++;
  if (countFound(scanning) === before) takeDocuments(listing.files, item.root ?? null, shown, scanning);
}

/** Sorts out what a listing holds; answers what belongs to no snapshot. */
async function takeListing(
  listing: Listing,
  root: string,
  isDocument: (path: string) => boolean,
  scanning: Scanning,
): Promise<ListedEntry[]> {
  scanning.listings.push(listing);
  scanning.listed += listing.files.length;
  const { snapshots, rest, problems } = findSnapshots(listing, scanning.readers, scanning.options);
  scanning.snapshots.push(...snapshots);
  addAll(scanning.problems, [...listing.problems, ...problems]);
  const attack = scanning.isAttack ? await findAttack(listing, rest, scanning.isAttack) : null;
  if (attack) scanning.attack.push(attack);
  for (const { file } of rest.filter(({ path: below }) => isPackName(below)))
    scanning.problems.push(
      inputProblem(file, 'pack-inside', 'Is a pack, which is imported by itself. Not read: choose the file.'),
    );
  const documents = rest.filter((entry) => isDocument(entry.path));
  takeDocuments(documents, root, listing.show(''), scanning);
  return rest;
}

function takeDocuments(
  entries: readonly ListedEntry[],
  root: string | null,
  shown: string,
  { files, problems }: Scanning,
): void {
  for (const entry of entries) {
    if (entry.problem) problems.push(entry.problem);
    else if (files.length < CONTENT_LIMITS.files) files.push(toInput(entry, root));
    else {
      problems.push(tooMany(shown, `${CONTENT_LIMITS.files} documents`));
      return;
    }
  }
}

function toInput(entry: ListedEntry, root: string | null): InputFile {
  const { file, read } = want(entry, DOCUMENT_LIMIT);
  return { file, root, read };
}

function looksForMore({ readers, isAttack }: Scanning): boolean {
  return readers.length > 0 || isAttack !== null;
}

function isArchiveHere({ path: below, problem }: ListedEntry): boolean {
  return (
    problem === null && isArchiveName(below) && below.split('/').length <= CONTENT_LIMITS.snapshotDepth + 1
  );
}

function countFound({ files, snapshots, attack }: Scan): number {
  return files.length + snapshots.length + attack.length;
}

function nothingFound(shown: string, scanning: Scanning): Problem {
  const what = looksForMore(scanning)
    ? 'Holds no technique document (*.md), no snapshot of a source and nothing of ATT&CK'
    : 'Holds no technique document (*.md)';
  return inputProblem(shown, 'nothing-found', `${what}. Nothing was read from it.`);
}
