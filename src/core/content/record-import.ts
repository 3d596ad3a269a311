import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type {
  ChangeCounts,
  ImportResult,
  ResourceChange,
  SnapshotChange,
} from '../../shared/model/content.ts';
import { run, sql, type WritableDB } from '../db/sql.ts';

/** Records an import that a transaction has made, then keeps what was there before it. When that throws the transaction must not be committed. */
export async function commitImport(
  db: WritableDB,
  result: ImportResult,
  options: { now: string; roots: readonly string[]; keepPrevious(importId: number): Promise<void> },
): Promise<void> {
  result.importId = recordImport(db, result, options);
  await options.keepPrevious(result.importId);
}

/** Writes that an import was made, with its result and its questions. Answers its id. */
function recordImport(
  db: WritableDB,
  result: ImportResult,
  options: { now: string; roots: readonly string[] },
): number {
  const { added, changed, removed, unchanged, snapshots, restores } = result;
  const sources = snapshots
    .filter(({ isUnchanged }) => !isUnchanged)
    .map((snapshot) => ({ id: snapshot.sourceId, ...countChanges(snapshot) }));
  const { lastInsertRowid } = run(
    db,
    sql`INSERT INTO imports (finished_at, roots, added, changed, removed, unchanged, problems, deflated_result, sources, restores)
        VALUES (${options.now}, ${JSON.stringify(options.roots)}, ${added}, ${changed}, ${removed}, ${unchanged},
          ${result.problems.length}, ${deflateRawSync(JSON.stringify(result))}, ${JSON.stringify(sources)}, ${restores})`,
  );
  const id = Number(lastInsertRowid);
  for (const { sourceId, kind, path, before, after } of snapshots.flatMap(({ questions }) => questions))
    run(
      db,
      sql`INSERT INTO questions (import_id, source_id, kind, path, before_key, before_title, after_key, after_title)
          VALUES (${id}, ${sourceId}, ${kind}, ${path}, ${before.key}, ${before.title}, ${after.key}, ${after.title})`,
    );
  return id;
}

function countChanges({ changes }: SnapshotChange): ChangeCounts {
  const counts: ChangeCounts = { new: 0, changed: 0, moved: 0, deprecated: 0, gone: 0 };
  for (const { change } of changes) counts[change]++;
  return counts;
}

/** A stored result. What earlier versions did not tell of an import is empty. */
export function readResult(deflated: Uint8Array, importId: number): ImportResult {
  const stored = JSON.parse(inflateRawSync(deflated).toString('utf8')) as ImportResult;
  const none: Pick<ResourceChange, 'fields' | 'diff'> = { fields: [], diff: null };
  const nothing: Pick<SnapshotChange, 'diffsLeftOut' | 'questions'> = { diffsLeftOut: 0, questions: [] };
  return {
    ...stored,
    importId,
    restores: stored.restores ?? null,
    organizations: stored.organizations ?? [],
    attack: stored.attack ?? [],
    packs: stored.packs ?? [],
    snapshots: (stored.snapshots ?? []).map((snapshot) => ({
      ...nothing,
      ...snapshot,
      changes: snapshot.changes.map((change) => ({ ...none, ...change })),
    })),
  };
}
