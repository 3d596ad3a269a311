import { inflateRawSync } from 'node:zlib';
import type { AsOf } from '../../shared/model/attack.ts';
import type { TechniquePlacement } from '../../shared/model/detail.ts';
import { AppError } from '../../shared/errors.ts';
import { isTechniqueId } from '../../shared/model/technique.ts';
import { all, column, get, sql, value, type ReadableDB } from '../db/sql.ts';
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

/** A technique and its document, if it has one: as documents have it, or as the ATT&CK version at hand does. Ids are taken in either case. Throws not-found. */
export function getTechniqueRow(db: ReadableDB, techniqueId: string, asOf: AsOf): TechniqueRow {
  const id = techniqueId.trim().toUpperCase();
  const row =
    asOf === 'listed' ? (getListed(db, id) ?? getCurrent(db, id)) : (getCurrent(db, id) ?? getListed(db, id));
  if (row) return row;
  const what = isTechniqueId(id)
    ? `The catalog has no technique ${id}. Import its document first.`
    : `${techniqueId} is no technique id. Ids look like T1046 or T1003.001.`;
  throw new AppError('not-found', what, { techniqueId });
}

function getListed(db: ReadableDB, id: string): TechniqueRow | undefined {
  return get<TechniqueRow>(
    db,
    sql`SELECT t.id, t.name, t.url, t.description, t.parent_id, t.document_id, d.file, d.sha256, d.imported_at
        FROM techniques t LEFT JOIN documents d ON d.id = t.document_id WHERE t.id = ${id}`,
  );
}

function getCurrent(db: ReadableDB, id: string): TechniqueRow | undefined {
  return get<TechniqueRow>(
    db,
    sql`SELECT t.id, t.name, t.url, t.description, t.parent_id, d.id AS document_id, d.file, d.sha256, d.imported_at
        FROM current_techniques t LEFT JOIN documents d ON d.technique_id = t.id WHERE t.id = ${id}`,
  );
}

/** What the version at hand makes of a technique: null when it is in force there. */
export function getPlace(db: ReadableDB, id: string): TechniquePlacement | null {
  const rows = all<{ kind: TechniquePlacement['kind'] | 'current'; id: string; name: string | null }>(
    db,
    sql`SELECT p.kind, p.technique_id AS id, t.name FROM technique_places p LEFT JOIN current_techniques t ON t.id = p.technique_id
        WHERE p.listed_id = ${id} ORDER BY p.technique_id`,
  );
  const [first] = rows;
  if (!first) return { kind: 'unknown', to: [] };
  if (first.kind === 'current') return null;
  const to = rows.filter((row) => row.id !== id).map((row) => ({ id: row.id, name: row.name ?? row.id }));
  return { kind: first.kind, to };
}

/** Earlier ids that mean the technique now. */
export function listFormerIds(db: ReadableDB, id: string): string[] {
  return column<string>(
    db,
    sql`SELECT listed_id FROM technique_places WHERE technique_id = ${id} AND listed_id <> ${id} ORDER BY listed_id`,
  );
}

/** The technique's document, written anew from its value; where only snapshots list something for it, one of that. Throws not-found, also of a technique for which nothing is listed. */
export function writeTechniqueDocument(
  db: ReadableDB,
  techniqueId: string,
): { fileName: string; text: string } {
  const row = getTechniqueRow(db, techniqueId, 'listed');
  const fileName = `${row.id}.md`;
  if (row.file === null) {
    if (!get(db, sql`SELECT 1 FROM listings WHERE technique_id = ${row.id}`)) throw nothingListed(row.id);
    return { fileName, text: writeDocument(documentOfListings(db, row.id, row.name)) };
  }
  const deflated = value<Uint8Array>(db, sql`SELECT deflated FROM documents WHERE id = ${row.document_id}`);
  const { document } = parseDocument(inflateRawSync(deflated).toString('utf8'), row.file);
  if (!document) throw new Error(`the stored document of ${row.id} cannot be read`);
  return { fileName, text: writeDocument(document) };
}

function nothingListed(techniqueId: string): AppError {
  return new AppError(
    'not-found',
    `No document and no snapshot lists anything for ${techniqueId}, so there is no document to write. Import one that does; bearing show ${techniqueId} shows what ATT&CK says.`,
    { techniqueId },
  );
}
