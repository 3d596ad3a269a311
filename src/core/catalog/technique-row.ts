import { inflateRawSync } from 'node:zlib';
import { AppError } from '../../shared/errors.ts';
import { isTechniqueId } from '../../shared/model/technique.ts';
import { get, sql, value, type ReadableDB } from '../db/sql.ts';
import { parseDocument } from '../documents/parse.ts';
import { writeDocument } from '../documents/write.ts';
import { documentOfListings } from './listed-document.ts';

export interface TechniqueRow {
  id: string;
  name: string;
  url: string;
  description: string;
  parent_id: string | null;
  /** null: only a snapshot knows it, and there is no file either. */
  document_id: number | null;
  file: string | null;
  sha256: string | null;
  imported_at: string | null;
}

/** A technique and its document, if it has one. Ids are taken in either case. Throws not-found. */
export function getTechniqueRow(db: ReadableDB, techniqueId: string): TechniqueRow {
  const id = techniqueId.trim().toUpperCase();
  const row = get<TechniqueRow>(
    db,
    sql`SELECT t.id, t.name, t.url, t.description, t.parent_id, t.document_id, d.file, d.sha256, d.imported_at
        FROM techniques t LEFT JOIN documents d ON d.id = t.document_id WHERE t.id = ${id}`,
  );
  if (row) return row;
  const what = isTechniqueId(id)
    ? `The catalog has no technique ${id}. Import its document first.`
    : `${techniqueId} is no technique id. Ids look like T1046 or T1003.001.`;
  throw new AppError('not-found', what, { techniqueId });
}

/** The technique's document, written anew from its value; where only snapshots know the technique, one of what they list. Throws not-found. */
export function writeTechniqueDocument(
  db: ReadableDB,
  techniqueId: string,
): { fileName: string; text: string } {
  const row = getTechniqueRow(db, techniqueId);
  const fileName = `${row.id}.md`;
  if (row.file === null) return { fileName, text: writeDocument(documentOfListings(db, row.id, row.name)) };
  const deflated = value<Uint8Array>(db, sql`SELECT deflated FROM documents WHERE id = ${row.document_id}`);
  const { document } = parseDocument(inflateRawSync(deflated).toString('utf8'), row.file);
  if (!document) throw new Error(`the stored document of ${row.id} cannot be read`);
  return { fileName, text: writeDocument(document) };
}
