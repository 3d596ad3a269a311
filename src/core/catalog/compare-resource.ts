import { inflateRawSync } from 'node:zlib';
import type { ResourceChange } from '../../shared/model/content.ts';
import type { FieldChange, FieldName, KeyQuestion } from '../../shared/model/import-effect.ts';
import type { Kind } from '../../shared/model/resource.ts';
import { get, sql, type ReadableDB } from '../db/sql.ts';
import type { PreparedResource } from './prepared-resource.ts';
import type { TextDiffs } from './text-diff.ts';

/** Where a resource stands. */
export interface Placed {
  key: string;
  kind: Kind;
  title: string;
  /** The file that says it. */
  path: string;
}

/** All of a snapshot's resource that a person is told of when it changes. */
export interface ComparedResource extends Placed {
  url: string | null;
  status: string | null;
  severity: string | null;
  isDeprecated: boolean;
  techniques: string[];
  body(): string;
}

interface StoredRow {
  key: string;
  kind: Kind;
  title: string;
  url: string | null;
  status: string | null;
  severity: string | null;
  is_deprecated: number;
  json: string;
  deflated_body: Uint8Array;
}

/** A resource as the catalog has it. */
export function storedResource(db: ReadableDB, id: number): ComparedResource {
  const row = get<StoredRow>(
    db,
    sql`SELECT r.key, r.kind, r.title, r.url, r.status, r.severity, r.is_deprecated, d.json, d.deflated_body
        FROM resources r JOIN details d ON d.resource_id = r.id WHERE r.id = ${id}`,
  );
  if (!row) throw new Error(`resource ${id} has no details`);
  const { is_deprecated: isDeprecated, json, deflated_body: body, ...rest } = row;
  return { ...rest, isDeprecated: isDeprecated === 1, ...placeOf(json), body: () => inflate(body) };
}

/** A resource as a snapshot brings it. */
export function newResource(resource: PreparedResource): ComparedResource {
  const { key, kind, title, url, status, severity, isDeprecated, path, techniques, deflatedBody } = resource;
  return {
    key,
    kind,
    title,
    url,
    status,
    severity,
    isDeprecated,
    path,
    techniques,
    body: () => inflate(deflatedBody),
  };
}

function placeOf(json: string): { path: string; techniques: string[] } {
  const { path, techniques } = JSON.parse(json) as { path: string; techniques: string[] };
  return { path, techniques };
}

function inflate(deflated: Uint8Array): string {
  return inflateRawSync(deflated).toString('utf8');
}

/** What became of a resource that a snapshot brings, against what the catalog had under its key. */
export function describeChange(
  old: ComparedResource | undefined,
  now: ComparedResource,
  diffs: TextDiffs,
): ResourceChange {
  const { key, title } = now;
  if (!old) {
    const change = now.isDeprecated ? 'deprecated' : 'new';
    return { change, key, title, before: null, fields: [], diff: null };
  }
  const before = { title: old.title, url: old.url };
  const fields = listFields(old, now);
  const isNewText = fields.some(({ field }) => field === 'body');
  const diff = isNewText ? diffs.make(old.path, now.path, old.body(), now.body()) : null;
  return { change: nameChange(old, now), key, title, before, fields, diff };
}

export function describeGone({ key, title }: { key: string; title: string }): ResourceChange {
  return { change: 'gone', key, title, before: null, fields: [], diff: null };
}

function nameChange(old: ComparedResource, now: ComparedResource): ResourceChange['change'] {
  if (now.isDeprecated && !old.isDeprecated) return 'deprecated';
  return old.url === now.url ? 'changed' : 'moved';
}

function listFields(old: ComparedResource, now: ComparedResource): FieldChange[] {
  const pathOf = old.path === now.path ? 'url' : 'path';
  const pairs: [FieldName, string | null, string | null][] = [
    ['title', old.title, now.title],
    ['techniques', old.techniques.join(', '), now.techniques.join(', ')],
    ['severity', old.severity, now.severity],
    ['status', old.status, now.status],
    ['path', old[pathOf], now[pathOf]],
  ];
  const fields = pairs.flatMap(([field, before, after]) =>
    before === after ? [] : [{ field, before, after }],
  );
  if (old.body() !== now.body()) fields.push({ field: 'body', before: null, after: null });
  return fields;
}

/**
 * Resources that came where one of the same kind went from the same file: perhaps the same under another id. Of a file with several, those with the
 * same title. What is not alone is not asked about.
 */
export function findQuestions(
  sourceId: string,
  gone: readonly Placed[],
  come: readonly Placed[],
): KeyQuestion[] {
  const byFile = groupBy(gone, ({ kind, path }) => `${kind} ${path}`);
  return [...groupBy(come, ({ kind, path }) => `${kind} ${path}`)].flatMap(([file, after]) =>
    pair(byFile.get(file) ?? [], after).map(([old, now]) => ({
      sourceId,
      kind: now.kind,
      path: now.path,
      before: { key: old.key, title: old.title },
      after: { key: now.key, title: now.title },
    })),
  );
}

type Pair = [Placed, Placed];

function pair(gone: readonly Placed[], come: readonly Placed[]): Pair[] {
  const [old, now] = [gone[0], come[0]];
  if (old && now && gone.length === 1 && come.length === 1) return [[old, now]];
  const byTitle = groupBy(gone, ({ title }) => title);
  return [...groupBy(come, ({ title }) => title)].flatMap(([title, after]): Pair[] => {
    const [before, ...others] = byTitle.get(title) ?? [];
    const [only, ...more] = after;
    return before && only && others.length + more.length === 0 ? [[before, only]] : [];
  });
}

function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group) group.push(item);
    else groups.set(nameOf(item), [item]);
  }
  return groups;
}
