import type { SnapshotChange } from '../../shared/model/content.ts';
import type { Problem } from '../../shared/model/problem.ts';
import { SOURCES } from '../../shared/model/source.ts';
import type { DocumentedResource } from '../catalog/from-documents.ts';
import { shownPath } from '../catalog/shown-path.ts';
import {
  keepStamps,
  unchangedSnapshot,
  writeSnapshot,
  type NewSnapshot,
  type SnapshotWriting,
} from '../catalog/write-snapshot.ts';
import type { WritableDB } from '../db/sql.ts';
import { inputProblem } from './input.ts';

/** A snapshot that was read, or one that is the same as what the catalog has. */
export type ReadSnapshot =
  NewSnapshot | { sourceId: string; root: string; stamps: string | null; isUnchanged: true };

export interface TakenSnapshot {
  change: SnapshotChange;
  /** What documents alone listed of its source until now. */
  documented: readonly DocumentedResource[];
}

interface Taking extends Omit<SnapshotWriting, 'onWritten'> {
  /** Called with how many files are finished. */
  onWritten(files: number, file: string): void;
}

/**
 * Writes a snapshot. One of which nothing can be read is a damaged copy: null then, a problem says so, and what the catalog holds of its source stays.
 */
export async function takeSnapshot(
  db: WritableDB,
  snapshot: ReadSnapshot,
  taking: Taking,
  problems: Problem[],
): Promise<TakenSnapshot | null> {
  const { root, sourceId } = snapshot;
  if ('isUnchanged' in snapshot) {
    const change = unchangedSnapshot(db, sourceId, root);
    // A pack has none, and says nothing against those of the files that were read.
    if (snapshot.stamps !== null) keepStamps(db, sourceId, snapshot.stamps);
    taking.onWritten(change.files, root);
    return { change, documented: [] };
  }
  const tell = (own: NewSnapshot['problems']) =>
    problems.push(...own.map(({ path, ...problem }) => ({ file: shownPath(root, path), ...problem })));
  const parts = snapshot.parts[Symbol.asyncIterator]();
  const first = await parts.next();
  // Only of a snapshot that has no resource at all is the first part without one.
  if (first.done === true || first.value.resources.length === 0) {
    tell([...snapshot.problems, ...(first.done === true ? [] : first.value.problems)]);
    problems.push(nothingRead(snapshot));
    taking.onWritten(snapshot.files, root);
    return null;
  }
  let written = 0;
  const onWritten = (resources: number) => {
    // How many resources a file holds is not known before; what is left is told at the end.
    const files = Math.min(resources, snapshot.files - written);
    written += files;
    taking.onWritten(files, root);
  };
  const whole = { ...snapshot, parts: startingWith(first.value, parts) };
  const { change, problems: own, documented } = await writeSnapshot(db, whole, { ...taking, onWritten });
  taking.onWritten(snapshot.files - written, root);
  tell(own);
  return { change, documented };
}

async function* startingWith<Part>(
  first: Part,
  rest: AsyncIterator<Part, unknown>,
): AsyncGenerator<Part, void, void> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function nothingRead({ sourceId, root }: NewSnapshot): Problem {
  return inputProblem(
    root,
    'nothing-read',
    `Is of ${sourceId}, and nothing of it could be read. What the catalog holds of ${sourceId} stays as it was; copy it again from where it came.`,
  );
}

/** In the order of SOURCES. */
export function sortSnapshots(changes: readonly SnapshotChange[]): SnapshotChange[] {
  const place = ({ sourceId }: SnapshotChange) => SOURCES.findIndex(({ id }) => id === sourceId);
  return [...changes].sort((a, b) => place(a) - place(b));
}
