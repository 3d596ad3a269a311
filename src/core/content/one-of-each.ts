import path from 'node:path';
import type { Problem } from '../../shared/model/problem.ts';
import type { SourceReader } from '../sources/source.ts';
import type { FoundSnapshot } from './find-snapshots.ts';
import { inputProblem } from './input.ts';

/**
 * At most one snapshot of a source, for the catalog holds one. What several repositories of a source say together is read together; of several
 * copies of the one repository the newest is taken, of equally new ones the largest, and the others are problems.
 */
export function oneOfEach(
  found: readonly FoundSnapshot[],
  readers: readonly SourceReader[],
): { snapshots: FoundSnapshot[]; problems: Problem[] } {
  const snapshots: FoundSnapshot[] = [];
  const problems: Problem[] = [];
  for (const { id, isSpread } of readers) {
    const own = found.filter(({ sourceId }) => sourceId === id);
    const [best, ...others] = [...own].sort(byAge);
    if (!best) continue;
    if (isSpread && others.length > 0) {
      snapshots.push(join(best, own));
      continue;
    }
    snapshots.push(best);
    for (const { root } of others)
      problems.push(
        inputProblem(
          root,
          'second-snapshot',
          `A second snapshot of ${id}; ${best.root} was taken. Not read.`,
        ),
      );
  }
  return { snapshots, problems };
}

function byAge(a: FoundSnapshot, b: FoundSnapshot): number {
  const [first, second] = [a.date ?? '', b.date ?? ''];
  if (first !== second) return first < second ? 1 : -1;
  return b.files.length - a.files.length || (a.root < b.root ? -1 : 1);
}

/** All files under the folder that holds all of them; the commit and date of the newest. */
function join(newest: FoundSnapshot, all: readonly FoundSnapshot[]): FoundSnapshot {
  const [first = []] = all.map(({ root }) => root.split(/[\\/]/));
  const shared = first.findIndex((part, index) =>
    all.some(({ root }) => root.split(/[\\/]/)[index] !== part),
  );
  const root = first.slice(0, shared === -1 ? undefined : shared).join(path.sep);
  const files = all.flatMap((one) =>
    one.files.map((file) => ({
      ...file,
      path: `${one.root.slice(root.length + 1).replaceAll('\\', '/')}/${file.path}`,
    })),
  );
  return { ...newest, root, files };
}
