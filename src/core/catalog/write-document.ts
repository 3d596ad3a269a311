import { deflateRawSync } from 'node:zlib';
import type { Kind } from '../../shared/model/resource.ts';
import { SOURCES } from '../../shared/model/source.ts';
import { parentId } from '../../shared/model/technique.ts';
import { all, column, get, run, sql, value, type ReadableDB, type WritableDB } from '../db/sql.ts';
import type { DocumentItem, DocumentSource, TechniqueDocument } from '../documents/document.ts';
import { splitWords } from './words.ts';
import { insertResource } from './write-resource.ts';

/** A document as the catalog takes it. */
export interface NewDocument {
  document: TechniqueDocument;
  file: string;
  root: string | null;
  sha256: string;
  text: string;
  problems: readonly {
    sourceId?: string | null;
    file: string;
    line: number | null;
    code: string;
    message: string;
  }[];
}

/** Writes a document with its technique, resources and listings. The technique must have none yet. */
export function insertDocument(db: WritableDB, input: NewDocument, importedAt: string): void {
  const { document } = input;
  const { lastInsertRowid: id } = run(
    db,
    sql`INSERT INTO documents (technique_id, file, root, sha256, imported_at, deflated)
        VALUES (${document.id}, ${input.file}, ${input.root}, ${input.sha256}, ${importedAt}, ${deflateRawSync(input.text)})`,
  );
  insertTechnique(db, document, id);
  let position = 0;
  for (const section of document.sections) {
    for (const source of section.sources) {
      if (section.kind !== null) insertSource(db, document.id, id, section.kind, source, position++);
    }
  }
  for (const problem of input.problems) {
    run(
      db,
      sql`INSERT INTO problems (document_id, source_id, file, line, code, message)
          VALUES (${id}, ${problem.sourceId ?? null}, ${problem.file}, ${problem.line}, ${problem.code}, ${problem.message})`,
    );
  }
}

/** Removes a technique's document and all that came from it, but for resources, which others may list (settleResources). */
export function deleteDocument(db: WritableDB, techniqueId: string): void {
  const isListed = get(
    db,
    sql`SELECT 1 FROM listings WHERE technique_id = ${techniqueId} AND source_position IS NULL LIMIT 1`,
  );
  run(db, sql`DELETE FROM listings WHERE technique_id = ${techniqueId} AND source_position IS NOT NULL`);
  unindexTechnique(db, techniqueId);
  if (isListed) {
    run(db, sql`UPDATE techniques SET document_id = NULL, description = '' WHERE id = ${techniqueId}`);
    indexTechnique(db, techniqueId);
  } else run(db, sql`DELETE FROM techniques WHERE id = ${techniqueId}`);
  run(db, sql`DELETE FROM documents WHERE technique_id = ${techniqueId}`);
}

/** The keys that a technique's document lists. */
export function listedKeys(db: ReadableDB, techniqueId: string): Set<string> {
  return new Set(
    column<string>(db, sql`SELECT listed_key FROM listings WHERE technique_id = ${techniqueId}`),
  );
}

function insertTechnique(db: WritableDB, document: TechniqueDocument, documentId: number | bigint): void {
  unindexTechnique(db, document.id);
  run(
    db,
    sql`INSERT INTO techniques (id, parent_id, name, url, description, document_id)
        VALUES (${document.id}, ${parentId(document.id)}, ${document.name}, ${document.url}, ${document.description}, ${documentId})
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, url = excluded.url, description = excluded.description, document_id = excluded.document_id`,
  );
  indexTechnique(db, document.id);
  writeTactics(db, document.id, document.tactics);
}

function writeTactics(db: WritableDB, id: string, tactics: readonly string[]): void {
  run(db, sql`DELETE FROM technique_tactics WHERE technique_id = ${id}`);
  for (const tactic of new Set(tactics))
    run(db, sql`INSERT INTO technique_tactics (technique_id, tactic) VALUES (${id}, ${tactic})`);
}

/** What is known of a technique without its document. */
export interface TechniqueFacts {
  name: string;
  tactics: string[];
}

/** Makes the row of a technique that only a snapshot lists so far. Without facts its id is all that is known of it. */
export function ensureTechnique(db: WritableDB, id: string, facts: TechniqueFacts | undefined): void {
  const { changes } = run(
    db,
    sql`INSERT INTO techniques (id, parent_id, name, url, description)
        VALUES (${id}, ${parentId(id)}, ${facts?.name ?? id}, ${`https://attack.mitre.org/techniques/${id.replace('.', '/')}`}, '')
        ON CONFLICT (id) DO NOTHING`,
  );
  if (changes === 0) return;
  writeTactics(db, id, facts?.tactics ?? []);
  indexTechnique(db, id);
}

/** Gives techniques without a document the names and tactics that are known now. */
export function refreshTechniques(db: WritableDB, facts: ReadonlyMap<string, TechniqueFacts>): void {
  const rows = all<{ id: string; name: string }>(
    db,
    sql`SELECT id, name FROM techniques WHERE document_id IS NULL`,
  );
  for (const { id, name } of rows) {
    const known = facts.get(id);
    if (!known) continue;
    if (known.name !== name) {
      unindexTechnique(db, id);
      run(db, sql`UPDATE techniques SET name = ${known.name} WHERE id = ${id}`);
      indexTechnique(db, id);
    }
    writeTactics(db, id, known.tactics);
  }
}

/** Removes techniques that neither a document nor a listing knows any more. */
export function removeUnknownTechniques(db: WritableDB): void {
  const ids = column<string>(
    db,
    sql`SELECT id FROM techniques WHERE document_id IS NULL AND id NOT IN (SELECT technique_id FROM listings)`,
  );
  for (const id of ids) {
    unindexTechnique(db, id);
    run(db, sql`DELETE FROM techniques WHERE id = ${id}`);
  }
}

function indexTechnique(db: WritableDB, id: string): void {
  const row = get<{ rowid: number; name: string; description: string }>(
    db,
    sql`SELECT rowid, name, description FROM techniques WHERE id = ${id}`,
  );
  if (!row) return;
  run(
    db,
    sql`INSERT INTO techniques_fts (rowid, id, name, words, description)
        VALUES (${row.rowid}, ${id}, ${row.name}, ${splitWords(row.name)}, ${row.description})`,
  );
}

function unindexTechnique(db: WritableDB, id: string): void {
  run(db, sql`DELETE FROM techniques_fts WHERE rowid = (SELECT rowid FROM techniques WHERE id = ${id})`);
}

function insertSource(
  db: WritableDB,
  techniqueId: string,
  documentId: number | bigint,
  kind: Kind,
  source: DocumentSource,
  position: number,
): void {
  ensureSource(db, source);
  run(
    db,
    sql`INSERT INTO document_sources (document_id, position, kind, source_id, last_accessed, total, declared, listed, states_none)
        VALUES (${documentId}, ${position}, ${kind}, ${source.id}, ${source.lastAccessed}, ${source.total}, ${source.declared}, ${source.items.length},
          ${source.statesNone ? 1 : 0})`,
  );
  for (const { key, title } of source.items)
    run(
      db,
      sql`INSERT INTO document_keys (key, source_id, kind, title) VALUES (${key}, ${source.id}, ${kind}, ${title}) ON CONFLICT (key) DO NOTHING`,
    );
  if (hasSnapshot(db, source.id)) return;
  source.items.forEach((item, index) =>
    insertListing(db, techniqueId, kind, source.id, item, position, index),
  );
}

/** Makes the row of a source that is met for the first time. */
export function ensureSource(db: WritableDB, source: { id: string; title: string; url: string }): void {
  const known = SOURCES.find((one) => one.id === source.id);
  run(
    db,
    sql`INSERT INTO sources (id, name, title, url) VALUES (${source.id}, ${known?.name ?? source.title}, ${known?.title ?? source.title}, ${known?.url ?? source.url})
        ON CONFLICT (id) DO NOTHING`,
  );
}

function hasSnapshot(db: WritableDB, sourceId: string): boolean {
  return get(db, sql`SELECT 1 FROM snapshots WHERE source_id = ${sourceId}`) !== undefined;
}

function insertListing(
  db: WritableDB,
  techniqueId: string,
  kind: Kind,
  sourceId: string,
  item: DocumentItem,
  source: number,
  position: number,
): void {
  const resourceId = insertResource(db, {
    key: item.key,
    sourceId,
    kind,
    title: item.title,
    url: item.url,
    trail: item.trail,
  });
  run(
    db,
    sql`INSERT INTO listings (technique_id, resource_id, listed_key, source_position, position, times, unit_tests)
        VALUES (${techniqueId}, ${resourceId}, ${item.key}, ${source}, ${position}, 1, ${item.unitTests})
        ON CONFLICT (technique_id, resource_id) DO UPDATE SET times = times + 1`,
  );
}

/** What the catalog holds, for the sums after an import. */
export function countCatalog(db: WritableDB): {
  techniques: number;
  resources: Record<Kind, number>;
  listings: number;
  links: number;
} {
  const count = (kind: Kind) =>
    value<number>(db, sql`SELECT count(*) FROM resources WHERE kind = ${kind} AND is_deprecated = 0`);
  return {
    techniques: value<number>(db, sql`SELECT count(*) FROM techniques`),
    resources: { control: count('control'), rule: count('rule'), test: count('test') },
    listings: value<number>(db, sql`SELECT coalesce(sum(times), 0) FROM listings`),
    links: value<number>(db, sql`SELECT count(*) FROM listings`),
  };
}

export interface KnownDocument {
  sha256: string;
  file: string;
  root: string | null;
  name: string;
}

export function getKnownDocument(db: WritableDB, techniqueId: string): KnownDocument | undefined {
  return get<KnownDocument>(
    db,
    sql`SELECT d.sha256, d.file, d.root, t.name FROM documents d JOIN techniques t ON t.document_id = d.id WHERE d.technique_id = ${techniqueId}`,
  );
}
