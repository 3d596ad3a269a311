import type { ResourceChange, SnapshotChange } from '../../shared/model/content.ts';
import { SOURCES } from '../../shared/model/source.ts';
import { all, get, run, sql, type ReadableDB, type WritableDB } from '../db/sql.ts';
import {
  describeChange,
  describeGone,
  findQuestions,
  newResource,
  storedResource,
  type Placed,
} from './compare-resource.ts';
import type { DocumentedResource } from './from-documents.ts';
import type { PreparedResource } from './prepared-resource.ts';
import { shownPath } from './shown-path.ts';
import type { TextDiffs } from './text-diff.ts';
import { ensureSource, ensureTechnique, type TechniqueFacts } from './write-document.ts';
import { unindexResource } from './write-resource.ts';

/** What is wrong with a file of a snapshot. */
export interface SnapshotProblem {
  /** Below the snapshot's root. */
  path: string;
  line: number | null;
  code: string;
  message: string;
}

/** A snapshot as the catalog takes it. */
export interface NewSnapshot {
  /** One of SOURCES. */
  sourceId: string;
  /** The folder or archive, as shown. */
  root: string;
  commit: string | null;
  /** `YYYY-MM-DD` */
  date: string | null;
  hunting: boolean;
  files: number;
  /** Over the paths and bytes of its files, hex. */
  sha256: string;
  /** Over the sizes and times of its files; null: they must be read to tell. */
  stamps: string | null;
  /** Of files that could not be read. */
  problems: readonly SnapshotProblem[];
  /** What the others say. */
  parts: AsyncIterable<{ resources: readonly PreparedResource[]; problems: readonly SnapshotProblem[] }>;
}

/** What the catalog keeps of a snapshot to know it again. */
export interface KnownSnapshot {
  sha256: string;
  stamps: string | null;
}

/** What a whole import knows that writes snapshots. */
export interface SnapshotWriting {
  /** When it takes place, ISO-8601 UTC. */
  now: string;
  /** The version of Bearing. */
  version: string;
  facts: ReadonlyMap<string, TechniqueFacts>;
  diffs: TextDiffs;
  /** Called after each part; may throw to give up. */
  onWritten(resources: number): void;
}

interface OldResource {
  id: number;
  key: string;
  sha256: string;
}

/** The snapshot that the catalog has of a source, when it was read by the same version and with the same choice. */
export function knownSnapshot(
  db: ReadableDB,
  sourceId: string,
  { hunting, version }: { hunting: boolean; version: string },
): KnownSnapshot | undefined {
  return get<KnownSnapshot>(
    db,
    sql`SELECT sha256, stamps FROM snapshots WHERE source_id = ${sourceId} AND hunting = ${hunting ? 1 : 0} AND read_by = ${version}`,
  );
}

/**
 * Makes a snapshot the content of its source: what documents list of that source gives way, and what an earlier snapshot listed is brought up to
 * date. Answers what that changed, all problems of its files, and what documents listed. `settleResources` has to follow, then tellDocumented.
 */
export async function writeSnapshot(
  db: WritableDB,
  snapshot: NewSnapshot,
  writing: SnapshotWriting,
): Promise<{ change: SnapshotChange; problems: SnapshotProblem[]; documented: DocumentedResource[] }> {
  const { diffs } = writing;
  const { sourceId } = snapshot;
  const known = SOURCES.find(({ id }) => id === sourceId);
  if (!known) throw new Error(`no source ${sourceId}`);
  ensureSource(db, known);
  const id = putSnapshotRow(db, snapshot, writing);
  const documented = removeListings(db, sourceId);
  const old = new Map(listOld(db, id).map((resource) => [resource.key, resource]));
  const changes: ResourceChange[] = [];
  const come: Placed[] = [];
  const problems = [...snapshot.problems];
  const leftOut = diffs.leftOut;
  const named = new Set<string>();
  let unchanged = 0;
  for await (const part of snapshot.parts) {
    for (const technique of part.resources.flatMap(listedTechniques)) {
      if (!named.has(technique)) ensureTechnique(db, technique, writing.facts.get(technique));
      named.add(technique);
    }
    for (const resource of part.resources) {
      const before = old.get(resource.key);
      old.delete(resource.key);
      const change = writeResource(db, id, sourceId, resource, before, diffs);
      if (!before) come.push(placed(resource));
      if (change) changes.push(change);
      else unchanged++;
    }
    for (const problem of part.problems) problems.push(problem);
    writing.onWritten(part.resources.length);
  }
  const gone = [...old.values()].map((one) => storedResource(db, one.id));
  for (const one of old.values()) removeResource(db, one.id);
  changes.push(...gone.map(describeGone));
  for (const { path, line, code, message } of problems)
    run(
      db,
      sql`INSERT INTO problems (snapshot_id, source_id, file, line, code, message)
          VALUES (${id}, ${sourceId}, ${shownPath(snapshot.root, path)}, ${line}, ${code}, ${message})`,
    );
  const change = {
    sourceId,
    root: snapshot.root,
    commit: snapshot.commit,
    date: snapshot.date,
    files: snapshot.files,
    isUnchanged: false,
    changes,
    unchanged,
    documented: 0,
    diffsLeftOut: diffs.leftOut - leftOut,
    questions: findQuestions(sourceId, gone, come),
  };
  return { change, problems, documented };
}

/** Of a new resource all that the questions need: its text is not held. */
function placed({ key, kind, title, path }: PreparedResource): Placed {
  return { key, kind, title, path };
}

/** What an import says of a snapshot that the catalog holds already. */
export function unchangedSnapshot(db: ReadableDB, sourceId: string, root: string): SnapshotChange {
  const row = get<{ commit_id: string | null; date: string | null; files: number; n: number }>(
    db,
    sql`SELECT s.commit_id, s.date, s.files, count(r.id) AS n FROM snapshots s LEFT JOIN resources r ON r.snapshot_id = s.id
        WHERE s.source_id = ${sourceId} GROUP BY s.id`,
  );
  if (!row) throw new Error(`the catalog has no snapshot of ${sourceId}`);
  const { commit_id: commit, date, files, n: unchanged } = row;
  const nothing = { isUnchanged: true, changes: [], documented: 0, diffsLeftOut: 0, questions: [] };
  return { sourceId, root, commit, date, files, ...nothing, unchanged };
}

/** Notes the stamps of files that are, byte for byte, what the catalog has, so that they need not be read the next time. */
export function keepStamps(db: WritableDB, sourceId: string, stamps: string): void {
  run(
    db,
    sql`UPDATE snapshots SET stamps = ${stamps} WHERE source_id = ${sourceId} AND stamps IS NOT ${stamps}`,
  );
}

function putSnapshotRow(
  db: WritableDB,
  snapshot: NewSnapshot,
  { now, version }: Pick<SnapshotWriting, 'now' | 'version'>,
): number {
  const { sourceId, root, commit, date, files, sha256, stamps } = snapshot;
  run(
    db,
    sql`INSERT INTO snapshots (source_id, root, commit_id, date, hunting, files, sha256, stamps, read_by, imported_at)
        VALUES (${sourceId}, ${root}, ${commit}, ${date}, ${snapshot.hunting ? 1 : 0}, ${files}, ${sha256}, ${stamps}, ${version}, ${now})
        ON CONFLICT (source_id) DO UPDATE SET root = excluded.root, commit_id = excluded.commit_id, date = excluded.date, hunting = excluded.hunting,
          files = excluded.files, sha256 = excluded.sha256, stamps = excluded.stamps, read_by = excluded.read_by, imported_at = excluded.imported_at`,
  );
  const row = get<{ id: number }>(db, sql`SELECT id FROM snapshots WHERE source_id = ${sourceId}`);
  if (!row) throw new Error(`snapshot of ${sourceId} was not written`);
  run(db, sql`DELETE FROM problems WHERE snapshot_id = ${row.id}`);
  return row.id;
}

/** All listings of the source go, and with them the resources that only documents know: those are answered. */
function removeListings(db: WritableDB, sourceId: string): DocumentedResource[] {
  run(
    db,
    sql`DELETE FROM listings WHERE resource_id IN (SELECT id FROM resources WHERE source_id = ${sourceId})`,
  );
  const loose = all<DocumentedResource & { id: number }>(
    db,
    sql`SELECT id, key, title FROM resources WHERE source_id = ${sourceId} AND snapshot_id IS NULL`,
  );
  for (const { id } of loose) removeResource(db, id);
  return loose.map(({ key, title }) => ({ key, title }));
}

function removeFromIndex(db: WritableDB, id: number): void {
  unindexResource(db, id);
  run(db, sql`DELETE FROM bodies_fts WHERE rowid = ${id}`);
}

function removeResource(db: WritableDB, id: number): void {
  removeFromIndex(db, id);
  run(db, sql`DELETE FROM resources WHERE id = ${id}`);
}

function listOld(db: WritableDB, snapshotId: number): OldResource[] {
  return all<OldResource>(db, sql`SELECT id, key, sha256 FROM resources WHERE snapshot_id = ${snapshotId}`);
}

function writeResource(
  db: WritableDB,
  snapshotId: number,
  sourceId: string,
  resource: PreparedResource,
  old: OldResource | undefined,
  diffs: TextDiffs,
): ResourceChange | null {
  const isSame = old?.sha256 === resource.sha256;
  const before = isSame || !old ? undefined : storedResource(db, old.id);
  const id = isSame ? old.id : putResource(db, snapshotId, sourceId, resource, old);
  listedTechniques(resource).forEach((technique, index) => list(db, technique, id, resource, index));
  return isSame ? null : describeChange(before, newResource(resource), diffs);
}

/** What is deprecated upstream is listed for nothing. */
function listedTechniques({ isDeprecated, techniques }: PreparedResource): string[] {
  return isDeprecated ? [] : techniques;
}

function list(
  db: WritableDB,
  techniqueId: string,
  resourceId: number | bigint,
  resource: PreparedResource,
  position: number,
): void {
  run(
    db,
    sql`INSERT INTO listings (technique_id, resource_id, listed_key, source_position, position, times, unit_tests)
        VALUES (${techniqueId}, ${resourceId}, ${resource.key}, NULL, ${position}, 1, ${resource.unitTests})`,
  );
}

function putResource(
  db: WritableDB,
  snapshotId: number,
  sourceId: string,
  resource: PreparedResource,
  old: OldResource | undefined,
): number | bigint {
  const { key, kind, title, url, trail, status, severity, sha256, indexed } = resource;
  const deprecated = resource.isDeprecated ? 1 : 0;
  if (old) {
    removeFromIndex(db, old.id);
    run(
      db,
      sql`UPDATE resources SET title = ${title}, url = ${url}, trail = ${trail}, status = ${status}, severity = ${severity},
            is_deprecated = ${deprecated}, sha256 = ${sha256} WHERE id = ${old.id}`,
    );
  }
  const id =
    old?.id ??
    run(
      db,
      sql`INSERT INTO resources (key, source_id, kind, title, url, trail, snapshot_id, status, severity, is_deprecated, sha256)
          VALUES (${key}, ${sourceId}, ${kind}, ${title}, ${url}, ${trail}, ${snapshotId}, ${status}, ${severity}, ${deprecated}, ${sha256})`,
    ).lastInsertRowid;
  run(
    db,
    sql`INSERT INTO details (resource_id, json, language, deflated_body)
        VALUES (${id}, ${resource.detail}, ${resource.language}, ${resource.deflatedBody})
        ON CONFLICT (resource_id) DO UPDATE SET json = excluded.json, language = excluded.language, deflated_body = excluded.deflated_body`,
  );
  run(
    db,
    sql`INSERT INTO resources_fts (rowid, title, words, path) VALUES (${id}, ${title}, ${indexed.words}, ${indexed.path})`,
  );
  run(db, sql`INSERT INTO bodies_fts (rowid, text) VALUES (${id}, CAST(${indexed.text} AS TEXT))`);
  return id;
}
