import { CONTENT_LIMITS } from './limits.ts';
import { byPath, want, type ListedEntry, type ListedFile, type Listing } from './listing.ts';

/** What a folder or an archive has of ATT&CK: bundles, single objects, the index of facts; of several domains and versions, as they lie there. */
export interface FoundAttack {
  /** As shown. */
  root: string;
  /** By path. */
  files: ListedFile[];
  /** Nothing but ATT&CK is in what was chosen. */
  isAlone: boolean;
}

/** One of its files as shown. A file that was given itself is its own root. */
export function shownFile({ root, files }: FoundAttack, path: string): string {
  return files.find((file) => file.path === path)?.file ?? `${root}/${path}`;
}

const LIMIT = { bytes: CONTENT_LIMITS.wholeSourceBytes, what: 'a bundle' };

/** Tells the JSON files whose beginning `isAttack` knows from the rest. */
export async function findAttack(
  listing: Listing,
  entries: readonly ListedEntry[],
  isAttack: (head: string) => boolean,
): Promise<FoundAttack | null> {
  const found: ListedFile[] = [];
  const candidates = entries.filter(({ path, problem }) => problem === null && /\.json$/i.test(path));
  // What is cut off in the middle of a character is no reason to stop.
  const decoder = new TextDecoder();
  await listing.readHeads(candidates, CONTENT_LIMITS.headBytes, (entry, head) => {
    if (isAttack(decoder.decode(head))) found.push(want(entry, LIMIT));
  });
  return found.length === 0 ? null : { root: listing.show(''), files: found.sort(byPath), isAlone: false };
}
