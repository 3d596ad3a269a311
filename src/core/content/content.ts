import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { CheckedInput } from '../../shared/contract.ts';
import { sourceDates } from '../catalog/source-dates.ts';
import { AppError } from '../../shared/errors.ts';
import { JsonText } from '../../shared/json-text.ts';
import type { ImportResult, ImportSummary, ProblemRow, SourceContent } from '../../shared/model/content.ts';
import { all, get, sql, sqlAnd, value, type ReadableDB } from '../db/sql.ts';
import { listPrevious } from './previous.ts';

/** Every source and kind that the catalog holds, by kind and name. */
export function listSources(db: ReadableDB): SourceContent[] {
  return all<SourceContent>(
    db,
    sql`WITH ${sourceDates()}
        SELECT s.id, s.name, s.title, s.url, k.kind, k.oldest, k.newest, sn.commit_id AS "commit", sn.root,
          coalesce(c.resources, 0) AS resources, coalesce(c.deprecated, 0) AS deprecated, coalesce(c.mapped, 0) AS mapped,
          coalesce(n.links, 0) AS links, coalesce(n.techniques, 0) AS techniques,
          (SELECT count(*) FROM problems p WHERE p.source_id = s.id AND (sn.id IS NULL OR p.snapshot_id = sn.id)) AS problems
        FROM dates k JOIN sources s ON s.id = k.source_id LEFT JOIN source_counts c USING (source_id, kind)
        LEFT JOIN (SELECT source_id, kind, sum(resources) AS links, count(*) AS techniques FROM listing_counts WHERE as_of = 'listed' GROUP BY source_id, kind) n
          USING (source_id, kind)
        LEFT JOIN snapshots sn ON sn.source_id = s.id
        ORDER BY k.kind, s.name`,
  );
}

interface ImportRow {
  id: number;
  finished_at: string;
  roots: string;
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
  problems: number;
  sources: string;
  attack: string;
  restores: number | null;
}

/** Imports that changed something, newest first. */
export function listImports(db: ReadableDB, folder: string, limit: number): ImportSummary[] {
  const rows = all<ImportRow>(
    db,
    sql`SELECT id, finished_at, roots, added, changed, removed, unchanged, problems, sources, attack, restores FROM imports ORDER BY id DESC LIMIT ${limit}`,
  );
  const kept = listPrevious(folder);
  return rows.map(({ finished_at: finishedAt, roots, sources, attack, ...row }) => ({
    ...row,
    finishedAt,
    roots: JSON.parse(roots) as string[],
    sources: JSON.parse(sources) as ImportSummary['sources'],
    attack: JSON.parse(attack) as ImportSummary['attack'],
    canRestore: kept.has(row.id),
  }));
}

/** What an import answered when it was done. Throws not-found. */
export function getImportResult(db: ReadableDB, importId: number): JsonText<ImportResult> {
  const row = get<{ deflated_result: Uint8Array }>(
    db,
    sql`SELECT deflated_result FROM imports WHERE id = ${importId}`,
  );
  if (!row) throw noSuchImport(importId);
  return new JsonText(inflateRawSync(row.deflated_result));
}

/** Whether there was one once cannot be told: with a new catalog their ids begin anew. */
export function noSuchImport(importId: number): AppError {
  return new AppError(
    'not-found',
    `There is no import ${importId} in the catalog. See the past imports: bearing imports.`,
    { importId },
  );
}

/** Problems of the documents that the catalog holds, by file and line. */
export function listProblems(
  db: ReadableDB,
  input: CheckedInput<'content.problems'>,
): { rows: ProblemRow[]; total: number } {
  const where = sqlAnd([
    input.sourceId === undefined ? null : sql`p.source_id IS ${input.sourceId}`,
    input.techniqueId === undefined
      ? null
      : sql`p.document_id = (SELECT id FROM documents WHERE technique_id = ${input.techniqueId})`,
  ]);
  const rows = all<ProblemRow>(
    db,
    sql`SELECT p.source_id AS sourceId, p.file, p.line, p.code, p.message FROM problems p WHERE ${where}
        ORDER BY p.file, p.line, p.id LIMIT ${input.limit} OFFSET ${input.offset}`,
  );
  return { rows, total: value<number>(db, sql`SELECT count(*) FROM problems p WHERE ${where}`) };
}

export interface ContentFacts {
  documents: number;
  hash: string;
  newest: string | null;
  /** Time of the newest change, ISO-8601 UTC. */
  changedAt: string | null;
}

/** How much there is, and the hash over all of it: SHA-256 of lines `technique sha256`, then `source sha256`, in order of the ids (docs/data-model.md). */
export function getContentFacts(db: ReadableDB): ContentFacts {
  const hash = createHash('sha256');
  const rows = all<{ technique_id: string; sha256: string }>(
    db,
    sql`SELECT technique_id, sha256 FROM documents ORDER BY technique_id`,
  );
  for (const row of rows) hash.update(`${row.technique_id} ${row.sha256}\n`);
  const snapshots = all<{ source_id: string; sha256: string }>(
    db,
    sql`SELECT source_id, sha256 FROM snapshots ORDER BY source_id`,
  );
  for (const row of snapshots) hash.update(`${row.source_id} ${row.sha256}\n`);
  return {
    documents: rows.length,
    hash: hash.digest('hex'),
    newest: value<string | null>(db, sql`WITH ${sourceDates()} SELECT max(newest) FROM dates`),
    changedAt: value<string | null>(db, sql`SELECT max(finished_at) FROM imports`),
  };
}
