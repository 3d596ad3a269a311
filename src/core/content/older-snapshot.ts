import type { Problem } from '../../shared/model/problem.ts';
import { sourceDates } from '../catalog/source-dates.ts';
import { all, sql, type ReadableDB } from '../db/sql.ts';
import { inputProblem } from './input.ts';

/** The newest date of what the catalog holds of each source, `YYYY-MM-DD`; none where it is not known. */
export function listHeldDates(db: ReadableDB): Map<string, string> {
  const rows = all<{ id: string; newest: string }>(
    db,
    sql`WITH ${sourceDates()} SELECT source_id AS id, max(newest) AS newest FROM dates WHERE newest IS NOT NULL GROUP BY source_id`,
  );
  return new Map(rows.map(({ id, newest }) => [id, newest]));
}

/** Content that goes back in time is taken, for a person may mean it; that it does is told. */
export function olderSnapshot(
  { sourceId, root, date }: { sourceId: string; root: string; date: string | null },
  held: ReadonlyMap<string, string>,
): Problem[] {
  const newest = held.get(sourceId);
  if (date === null || newest === undefined || date >= newest) return [];
  return [
    inputProblem(
      root,
      'older-snapshot',
      `Is older than what the catalog holds of ${sourceId}: ${date} before ${newest}. Taken as it is; restore what was there before this import to go back.`,
    ),
  ];
}
