import { inflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { all, get, sql, sqlAnd, type Query, type ReadableDB } from '../../db/sql.ts';
import { KINDS, type Crumb, type Kind } from '../../../shared/model/resource.ts';
import { isTechniqueId } from '../../../shared/model/technique.ts';
import type { SourceProblem, SourceResource } from '../../sources/source.ts';
import type { PartSource } from './pack-format.ts';
import { byKey, type PackRecord } from './records.ts';

/** The problems of a snapshot are one record, before those of its resources. */
export const PROBLEMS_KEY = '';

interface ProblemsRecord extends PackRecord {
  problems: SourceProblem[];
}

const text = v.string();
const maybeText = v.nullable(text);
const whole = v.pipe(v.number(), v.safeInteger());
const maybeDay = v.nullable(v.pipe(text, v.maxLength(40)));

const resource = v.strictObject({
  key: v.pipe(text, v.minLength(1), v.maxLength(1000)),
  kind: v.picklist(KINDS),
  title: text,
  description: maybeText,
  status: maybeText,
  severity: maybeText,
  isDeprecated: v.boolean(),
  authors: v.array(text),
  created: maybeDay,
  modified: maybeDay,
  platforms: v.array(text),
  dataSources: v.array(text),
  techniques: v.pipe(
    v.array(v.pipe(text, v.check(isTechniqueId))),
    v.check((ids) => new Set(ids).size === ids.length),
  ),
  references: v.array(text),
  licence: maybeText,
  url: text,
  path: text,
  trail: v.array(v.strictObject({ name: text, url: maybeText })),
  unitTests: v.nullable(whole),
  body: text,
  language: v.picklist(['yaml', 'toml', 'markdown', 'json', 'none']),
});
const problems = v.strictObject({
  key: v.literal(PROBLEMS_KEY),
  problems: v.array(v.strictObject({ path: text, line: v.nullable(whole), code: text, message: text })),
});

/** What a record says, when it is one of a snapshot's; else null. */
export function checkResource(record: PackRecord, sourceId: string): SourceResource | null {
  const checked = v.safeParse(resource, record);
  return checked.success && record.key.startsWith(`${sourceId}:`) ? checked.output : null;
}

export function checkProblems(record: PackRecord): SourceProblem[] | null {
  const checked = v.safeParse(problems, record);
  return checked.success ? checked.output.problems : null;
}

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

/** The snapshots of the catalog, by source. */
export function listSnapshots(db: ReadableDB): PartSource[] {
  return all<SnapshotRow>(
    db,
    sql`SELECT id, source_id, root, commit_id, date, hunting, files, sha256 FROM snapshots ORDER BY source_id`,
  ).map((row) => ({
    id: row.source_id,
    // The folders above it are nobody's business.
    root: row.root.split(/[\\/]/).at(-1) || row.source_id,
    commit: row.commit_id,
    date: row.date,
    hunting: row.hunting === 1,
    files: row.files,
    sha256: row.sha256,
  }));
}

/** All that the catalog has of a source's snapshot, as records in their order. */
export function listSnapshotRecords(db: ReadableDB, sourceId: string): PackRecord[] {
  const rows = all<ResourceRow>(db, selectResources(sql`s.source_id = ${sourceId}`));
  return [getProblems(db, sourceId), ...rows.map(toResource).sort(byKey)];
}

export function getSnapshotRecord(db: ReadableDB, sourceId: string, key: string): PackRecord | undefined {
  if (key === PROBLEMS_KEY) return getProblems(db, sourceId);
  const row = get<ResourceRow>(
    db,
    selectResources(sqlAnd([sql`s.source_id = ${sourceId}`, sql`r.key = ${key}`])),
  );
  return row && toResource(row);
}

function getProblems(db: ReadableDB, sourceId: string): ProblemsRecord {
  return { key: PROBLEMS_KEY, problems: listProblems(db, sourceId) };
}

/** As they were met. */
export function listProblems(db: ReadableDB, sourceId: string): SourceProblem[] {
  const rows = all<SourceProblem & { root: string }>(
    db,
    sql`SELECT s.root, p.file AS path, p.line, p.code, p.message FROM problems p JOIN snapshots s ON s.id = p.snapshot_id
        WHERE s.source_id = ${sourceId} ORDER BY p.id`,
  );
  return rows.map(({ root, path, line, code, message }) => ({
    path: path.slice(root.length + 1),
    line,
    code,
    message,
  }));
}

interface ResourceRow {
  key: string;
  kind: Kind;
  title: string;
  url: string;
  trail: string;
  status: string | null;
  severity: string | null;
  is_deprecated: number;
  json: string;
  language: SourceResource['language'];
  deflated_body: Uint8Array;
  unit_tests: number | null;
}

function selectResources(where: Query): Query {
  return sql`SELECT r.key, r.kind, r.title, r.url, r.trail, r.status, r.severity, r.is_deprecated, d.json, d.language, d.deflated_body,
      (SELECT unit_tests FROM listings l WHERE l.resource_id = r.id LIMIT 1) AS unit_tests
    FROM resources r JOIN snapshots s ON s.id = r.snapshot_id JOIN details d ON d.resource_id = r.id WHERE ${where}`;
}

type Detail = Pick<
  SourceResource,
  | 'description'
  | 'authors'
  | 'created'
  | 'modified'
  | 'platforms'
  | 'dataSources'
  | 'techniques'
  | 'references'
  | 'licence'
  | 'path'
>;

function toResource(row: ResourceRow): SourceResource {
  const { key, kind, title, url, status, severity, language } = row;
  return {
    ...(JSON.parse(row.json) as Detail),
    key,
    kind,
    title,
    url,
    trail: JSON.parse(row.trail) as Crumb[],
    status,
    severity,
    isDeprecated: row.is_deprecated === 1,
    unitTests: row.unit_tests,
    body: inflateRawSync(row.deflated_body).toString('utf8'),
    language,
  };
}
