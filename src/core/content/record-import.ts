import { deflateRawSync } from 'node:zlib';
import type {
  ChangeCounts,
  ImportResult,
  ImportSummary,
  SnapshotChange,
} from '../../shared/model/content.ts';
import { run, sql, value, type WritableDB } from '../db/sql.ts';

/** Records an import that a transaction has made, then keeps what was there before it. When that throws the transaction must not be committed. */
export async function commitImport(
  db: WritableDB,
  result: ImportResult,
  options: { now: string; roots: readonly string[]; keepPrevious(importId: number): Promise<void> },
): Promise<void> {
  result.importId = 1 + value<number>(db, sql`SELECT coalesce(max(id), 0) FROM imports`);
  recordImport(db, result, options);
  await options.keepPrevious(result.importId);
}

/** Writes that an import was made, with its result and its questions. */
function recordImport(
  db: WritableDB,
  result: ImportResult,
  options: { now: string; roots: readonly string[] },
): void {
  const { importId: id, added, changed, removed, unchanged, snapshots, restores } = result;
  const sources: ImportSummary['sources'] = snapshots
    .filter(({ isUnchanged }) => !isUnchanged)
    .map((snapshot) => ({ id: snapshot.sourceId, ...countChanges(snapshot) }));
  const attack: ImportSummary['attack'] = result.attack
    .filter(({ isUnchanged }) => !isUnchanged)
    .map(({ domain, before, after, isRemoved }) => ({ domain, before, after, isRemoved }));
  run(
    db,
    sql`INSERT INTO imports (id, finished_at, roots, added, changed, removed, unchanged, problems, deflated_result, sources, attack, restores)
        VALUES (${id}, ${options.now}, ${JSON.stringify(options.roots)}, ${added}, ${changed}, ${removed}, ${unchanged},
          ${result.problems.length}, ${deflateRawSync(JSON.stringify(result))}, ${JSON.stringify(sources)}, ${JSON.stringify(attack)}, ${restores})`,
  );
  for (const { sourceId, kind, path, before, after } of snapshots.flatMap(({ questions }) => questions))
    run(
      db,
      sql`INSERT INTO questions (import_id, source_id, kind, path, before_key, before_title, after_key, after_title)
          VALUES (${id}, ${sourceId}, ${kind}, ${path}, ${before.key}, ${before.title}, ${after.key}, ${after.title})`,
    );
}

function countChanges({ changes }: SnapshotChange): ChangeCounts {
  const counts: ChangeCounts = { new: 0, changed: 0, moved: 0, deprecated: 0, gone: 0 };
  for (const { change } of changes) counts[change]++;
  return counts;
}
