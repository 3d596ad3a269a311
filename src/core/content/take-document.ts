import type { DocumentChange } from '../../shared/model/content.ts';
import { deleteDocument, getKnownDocument, insertDocument, listedKeys } from '../catalog/write-document.ts';
import { all, run, sql, sqlJoin, type WritableDB } from '../db/sql.ts';
import type { ReadDocument, ReadResult } from './read-documents.ts';

/** Makes a document the one of its technique; null when the catalog has exactly it. */
export function takeDocument(db: WritableDB, read: ReadDocument, now: string): DocumentChange | null {
  const id = read.document.id;
  const known = getKnownDocument(db, id);
  if (known?.sha256 === read.sha256) {
    if (known.file !== read.file || known.root !== read.root) {
      run(db, sql`UPDATE documents SET file = ${read.file}, root = ${read.root} WHERE technique_id = ${id}`);
      run(
        db,
        sql`UPDATE problems SET file = ${read.file} WHERE document_id = (SELECT id FROM documents WHERE technique_id = ${id})`,
      );
    }
    return null;
  }
  const before = listedKeys(db, id);
  if (known) deleteDocument(db, id);
  insertDocument(db, read, now);
  const after = listedKeys(db, id);
  return {
    techniqueId: id,
    name: read.document.name,
    file: read.file,
    change: known ? 'changed' : 'added',
    listingsAdded: countMissing(after, before),
    listingsRemoved: countMissing(before, after),
  };
}

/** Takes a technique's document and its listings away; nothing when it has none. */
export function removeDocument(db: WritableDB, techniqueId: string): DocumentChange[] {
  const known = getKnownDocument(db, techniqueId);
  if (!known) return [];
  const listings = listedKeys(db, techniqueId).size;
  deleteDocument(db, techniqueId);
  return [
    {
      techniqueId,
      name: known.name,
      file: known.file,
      change: 'removed',
      listingsAdded: 0,
      listingsRemoved: listings,
    },
  ];
}

/** Documents that came from a root which was read now and has them no more. A file that is there but cannot be read has not gone. */
export function listGone(
  db: WritableDB,
  read: ReadResult,
  options: { roots: readonly string[]; found: ReadonlySet<string> },
): DocumentChange[] {
  // A folder without a single document is a stick that is not plugged in rather than one that lost them all.
  const roots = options.roots.filter((root) => read.documents.some((document) => document.root === root));
  if (roots.length === 0) return [];
  const present = new Set(read.documents.map((document) => document.document.id));
  const rows = all<{ technique_id: string; file: string; name: string }>(
    db,
    sql`SELECT d.technique_id, d.file, t.name FROM documents d JOIN techniques t ON t.document_id = d.id
        WHERE d.root IN (${sqlJoin(roots)}) ORDER BY d.technique_id`,
  );
  return rows
    .filter((row) => !present.has(row.technique_id) && !options.found.has(row.file))
    .map((row) => ({
      techniqueId: row.technique_id,
      name: row.name,
      file: row.file,
      change: 'gone',
      listingsAdded: 0,
      listingsRemoved: 0,
    }));
}

function countMissing(of: ReadonlySet<string>, from: ReadonlySet<string>): number {
  let missing = 0;
  for (const key of of) if (!from.has(key)) missing++;
  return missing;
}
