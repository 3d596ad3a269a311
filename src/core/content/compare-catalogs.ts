import type { DocumentChange, ResourceChange, SnapshotChange } from '../../shared/model/content.ts';
import {
  describeChange,
  describeGone,
  findQuestions,
  storedResource,
  type ComparedResource,
} from '../catalog/compare-resource.ts';
import { TextDiffs } from '../catalog/text-diff.ts';
import { listedKeys } from '../catalog/write-document.ts';
import { unchangedSnapshot } from '../catalog/write-snapshot.ts';
import { all, sql, type ReadableDB } from '../db/sql.ts';

interface SnapshotRow {
  id: number;
  source_id: string;
  root: string;
  commit_id: string | null;
  date: string | null;
  hunting: number;
  files: number;
  sha256: string;
}

/** What the snapshots of another catalog would change in this one, as if they were imported. */
export function compareSnapshots(now: ReadableDB, then: ReadableDB): SnapshotChange[] {
  const diffs = new TextDiffs();
  const [old, next] = [listSnapshots(now), listSnapshots(then)];
  return [...new Set([...old.keys(), ...next.keys()])].sort().map((sourceId) => {
    const [before, after] = [old.get(sourceId), next.get(sourceId)];
    if (before && after && before.sha256 === after.sha256 && before.hunting === after.hunting)
      return unchangedSnapshot(then, sourceId, after.root);
    const leftOut = diffs.leftOut;
    const compared = compareResources(now, before?.id ?? null, then, after?.id ?? null, diffs);
    const { changes, unchanged, gone, come } = compared;
    return {
      sourceId,
      root: (after ?? before)?.root ?? '',
      commit: after?.commit_id ?? null,
      date: after?.date ?? null,
      files: after?.files ?? 0,
      isUnchanged: false,
      changes,
      unchanged,
      documented: 0,
      diffsLeftOut: diffs.leftOut - leftOut,
      questions: findQuestions(sourceId, gone, come),
    };
  });
}

function listSnapshots(db: ReadableDB): Map<string, SnapshotRow> {
  const rows = all<SnapshotRow>(
    db,
    sql`SELECT id, source_id, root, commit_id, date, hunting, files, sha256 FROM snapshots`,
  );
  return new Map(rows.map((row) => [row.source_id, row]));
}

function compareResources(
  now: ReadableDB,
  nowId: number | null,
  then: ReadableDB,
  thenId: number | null,
  diffs: TextDiffs,
): { changes: ResourceChange[]; unchanged: number; gone: ComparedResource[]; come: ComparedResource[] } {
  const old = listResources(now, nowId);
  const changes: ResourceChange[] = [];
  const come: ComparedResource[] = [];
  let unchanged = 0;
  for (const [key, { id, sha256 }] of listResources(then, thenId)) {
    const before = old.get(key);
    old.delete(key);
    if (before?.sha256 === sha256) {
      unchanged++;
      continue;
    }
    const after = storedResource(then, id);
    if (!before) come.push(after);
    changes.push(describeChange(before && storedResource(now, before.id), after, diffs));
  }
  const gone = [...old.values()].map(({ id }) => storedResource(now, id));
  changes.push(...gone.map(describeGone));
  return { changes, unchanged, gone, come };
}

function listResources(
  db: ReadableDB,
  snapshotId: number | null,
): Map<string, { id: number; sha256: string }> {
  const rows = all<{ id: number; key: string; sha256: string }>(
    db,
    sql`SELECT id, key, sha256 FROM resources WHERE snapshot_id = ${snapshotId} ORDER BY id`,
  );
  return new Map(rows.map(({ key, id, sha256 }) => [key, { id, sha256 }]));
}

interface DocumentRow {
  technique_id: string;
  file: string;
  sha256: string;
  name: string;
}

/** What the documents of another catalog would change in this one. */
export function compareDocuments(
  now: ReadableDB,
  then: ReadableDB,
): { changes: DocumentChange[]; unchanged: number } {
  const [old, next] = [listDocuments(now), listDocuments(then)];
  const changes: DocumentChange[] = [];
  let unchanged = 0;
  for (const id of [...new Set([...old.keys(), ...next.keys()])].sort()) {
    const [before, after] = [old.get(id), next.get(id)];
    const shown = after ?? before;
    if (!shown) continue;
    if (before?.sha256 === after?.sha256) {
      unchanged++;
      continue;
    }
    const [lost, come] = [
      before ? listedKeys(now, id) : new Set<string>(),
      after ? listedKeys(then, id) : new Set<string>(),
    ];
    changes.push({
      techniqueId: id,
      name: shown.name,
      file: shown.file,
      change: before ? (after ? 'changed' : 'removed') : 'added',
      listingsAdded: countMissing(come, lost),
      listingsRemoved: countMissing(lost, come),
    });
  }
  return { changes, unchanged };
}

function listDocuments(db: ReadableDB): Map<string, DocumentRow> {
  const rows = all<DocumentRow>(
    db,
    sql`SELECT d.technique_id, d.file, d.sha256, t.name FROM documents d JOIN techniques t ON t.document_id = d.id`,
  );
  return new Map(rows.map((row) => [row.technique_id, row]));
}

function countMissing(of: ReadonlySet<string>, from: ReadonlySet<string>): number {
  return [...of].filter((key) => !from.has(key)).length;
}
