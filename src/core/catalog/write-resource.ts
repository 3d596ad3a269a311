import type { Crumb, Kind } from '../../shared/model/resource.ts';
import { all, get, run, sql, type WritableDB } from '../db/sql.ts';
import { splitWords } from './words.ts';
import { snapshotSources, tieKeys, type LooseKey } from './tie-keys.ts';

export interface NewResource {
  key: string;
  sourceId: string;
  kind: Kind;
  title: string;
  url: string | null;
  trail: readonly Crumb[];
}

/** Writes a resource or brings one up to date, and answers its row id. */
export function insertResource(db: WritableDB, resource: NewResource): number | bigint {
  const old = get<{ id: number; title: string; url: string | null; trail: string }>(
    db,
    sql`SELECT id, title, url, trail FROM resources WHERE key = ${resource.key}`,
  );
  // A damaged page that lists it without its folders takes away nothing that another page says.
  const trail = old && resource.trail.length === 0 ? old.trail : JSON.stringify(resource.trail);
  if (old) {
    if (old.title === resource.title && old.url === resource.url && old.trail === trail) return old.id;
    run(
      db,
      sql`UPDATE resources SET title = ${resource.title}, url = ${resource.url}, trail = ${trail} WHERE id = ${old.id}`,
    );
    unindexResource(db, old.id);
    indexResource(db, old.id, resource);
    return old.id;
  }
  const { lastInsertRowid: id } = run(
    db,
    sql`INSERT INTO resources (key, source_id, kind, title, url, trail)
        VALUES (${resource.key}, ${resource.sourceId}, ${resource.kind}, ${resource.title}, ${resource.url}, ${trail})`,
  );
  indexResource(db, id, resource);
  return id;
}

/**
 * Removes resources that no technique lists any more (marks on them stay in the ledger), then ties resources that a damaged page lists by title alone to the one resource of the same source, kind and title that has a link. Where there is
 * none or more than one they stay apart: nothing is guessed. What is called by other keys than a snapshot's own is tied to its resources (tie-keys.ts). Begun anew each time, so the order of imports does not matter.
 */
export function settleResources(db: WritableDB, marked: readonly LooseKey[] = []): void {
  untieTitles(db);
  removeUnlisted(db);
  const pairs = all<{ alias: string; loose: number; linked: number }>(
    db,
    sql`SELECT loose.key AS alias, loose.id AS loose, min(linked.id) AS linked FROM resources loose
        JOIN resources linked ON linked.source_id = loose.source_id AND linked.kind = loose.kind AND linked.title = loose.title AND linked.url IS NOT NULL
        WHERE loose.url IS NULL AND loose.key LIKE loose.source_id || ':title/%'
        GROUP BY loose.id HAVING count(*) = 1`,
  );
  for (const { alias, loose, linked } of pairs) {
    moveListings(db, loose, linked);
    unindexResource(db, loose);
    run(db, sql`DELETE FROM resources WHERE id = ${loose}`);
    run(db, sql`INSERT INTO aliases (alias, resource_id) VALUES (${alias}, ${linked})`);
  }
  for (const sourceId of snapshotSources(db)) tieKeys(db, sourceId, marked);
}

function untieTitles(db: WritableDB): void {
  const tied = all<{ alias: string; id: number; source_id: string; kind: Kind; title: string }>(
    db,
    sql`SELECT a.alias, r.id, r.source_id, r.kind, r.title FROM aliases a JOIN resources r ON r.id = a.resource_id WHERE r.snapshot_id IS NULL`,
  );
  for (const { alias, id, source_id: sourceId, kind, title } of tied) {
    run(db, sql`DELETE FROM aliases WHERE alias = ${alias}`);
    const hasListings = get(
      db,
      sql`SELECT 1 FROM listings WHERE resource_id = ${id} AND listed_key = ${alias}`,
    );
    if (!hasListings) continue;
    const loose = insertResource(db, { key: alias, sourceId, kind, title, url: null, trail: [] });
    run(
      db,
      sql`UPDATE listings SET resource_id = ${loose} WHERE resource_id = ${id} AND listed_key = ${alias}`,
    );
  }
}

function removeUnlisted(db: WritableDB): void {
  const gone = all<{ id: number }>(
    db,
    sql`SELECT id FROM resources WHERE snapshot_id IS NULL AND id NOT IN (SELECT resource_id FROM listings)`,
  );
  for (const { id } of gone) {
    unindexResource(db, id);
    run(db, sql`DELETE FROM resources WHERE id = ${id}`);
  }
}

function moveListings(db: WritableDB, from: number, to: number): void {
  // A page that lists one resource by link and by title too keeps one listing that counts both.
  run(
    db,
    sql`UPDATE listings AS kept SET times = times + (SELECT moved.times FROM listings moved WHERE moved.technique_id = kept.technique_id AND moved.resource_id = ${from})
        WHERE resource_id = ${to} AND EXISTS (SELECT 1 FROM listings moved WHERE moved.technique_id = kept.technique_id AND moved.resource_id = ${from})`,
  );
  run(
    db,
    sql`DELETE FROM listings WHERE resource_id = ${from} AND technique_id IN (SELECT technique_id FROM listings WHERE resource_id = ${to})`,
  );
  run(db, sql`UPDATE listings SET resource_id = ${to} WHERE resource_id = ${from}`);
}

function indexResource(db: WritableDB, id: number | bigint, resource: NewResource): void {
  const path = resource.key.slice(resource.key.indexOf(':') + 1);
  const words = splitWords(`${resource.title} ${path}`);
  run(
    db,
    sql`INSERT INTO resources_fts (rowid, title, words, path) VALUES (${id}, ${resource.title}, ${words}, ${path})`,
  );
}

export function unindexResource(db: WritableDB, id: number | bigint): void {
  run(db, sql`DELETE FROM resources_fts WHERE rowid = ${id}`);
}
