import type { Kind } from '../../shared/model/resource.ts';
import { all, column, run, sql, type WritableDB } from '../db/sql.ts';
import { resourceKey } from '../documents/resource-key.ts';

/** A key under which people or documents know a resource, and what they called it. */
export interface LooseKey {
  key: string;
  source_id: string;
  kind: Kind;
  title: string;
}

interface Target {
  id: number;
  key: string;
  kind: Kind;
  title: string;
  url: string;
  techniques: string;
}

/**
 * Ties the keys that technique documents and marks use to the resources of the source's snapshot. In this order: the key that the resource's own URL
 * makes (and for a test without link its technique and title); the title, where one resource of that kind alone has it; the file's name, where one
 * alone has it. Where title and name lead to two, or one leads to several, nothing is tied: nothing is guessed. Begun anew each time.
 */
export function tieKeys(db: WritableDB, sourceId: string, marked: readonly LooseKey[]): void {
  run(
    db,
    sql`DELETE FROM aliases WHERE resource_id IN (SELECT id FROM resources WHERE source_id = ${sourceId} AND snapshot_id IS NOT NULL)`,
  );
  const targets = listTargets(db, sourceId);
  const find = makeFinder(sourceId, targets);
  const taken = new Set(targets.map(({ key }) => key));
  const documents = all<LooseKey>(
    db,
    sql`SELECT key, source_id, kind, title FROM document_keys WHERE source_id = ${sourceId}`,
  );
  for (const loose of [...documents, ...marked.filter((one) => one.source_id === sourceId)]) {
    const id = taken.has(loose.key) || isOwnId(loose.key) ? undefined : find(loose);
    if (id === undefined) continue;
    run(
      db,
      sql`INSERT INTO aliases (alias, resource_id) VALUES (${loose.key}, ${id}) ON CONFLICT (alias) DO NOTHING`,
    );
  }
}

/**
 * Whether a key is an id that the source itself gave. When that has gone nothing else is taken for it, whatever it is called: an id that changed is a
 * question to a person (compare-resource.ts).
 */
function isOwnId(key: string): boolean {
  return /^[a-z0-9]+:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?:#\w+)?$/i.test(key);
}

/** Sources whose content is a snapshot. */
export function snapshotSources(db: WritableDB): string[] {
  return column<string>(db, sql`SELECT source_id FROM snapshots ORDER BY source_id`);
}

function listTargets(db: WritableDB, sourceId: string): Target[] {
  return all<Target>(
    db,
    sql`SELECT r.id, r.key, r.kind, r.title, r.url, d.json -> 'techniques' AS techniques
        FROM resources r JOIN details d ON d.resource_id = r.id WHERE r.source_id = ${sourceId} AND r.snapshot_id IS NOT NULL`,
  );
}

function makeFinder(sourceId: string, targets: readonly Target[]): (loose: LooseKey) => number | undefined {
  const byKey = new Unique();
  const byTitle = new Unique();
  const byName = new Unique();
  for (const target of targets) {
    for (const key of keysOf(sourceId, target)) byKey.add(key, target.id);
    byTitle.add(titleKey(target.kind, target.title), target.id);
    byName.add(nameKey(target.kind, target.url), target.id);
  }
  return (loose) => {
    const own = byKey.get(loose.key);
    if (own !== undefined) return own;
    const title = byTitle.get(titleKey(loose.kind, loose.title));
    const name = byName.get(nameKey(loose.kind, loose.key));
    return title === undefined || name === undefined || title === name ? (title ?? name) : undefined;
  };
}

/** What a document that lists this resource would call it. */
function keysOf(sourceId: string, { kind, title, url, techniques }: Target): string[] {
  if (sourceId !== 'atomic') return [resourceKey(sourceId, kind, '', { title, url })];
  return (JSON.parse(techniques) as string[]).map((id) =>
    resourceKey(sourceId, kind, id, { title, url: null }),
  );
}

function titleKey(kind: Kind, title: string): string {
  return `${kind} ${title.trim().toLowerCase().replace(/\s+/g, ' ')}`;
}

function nameKey(kind: Kind, path: string): string {
  const name = path.replace(/#\w+$/, '').split('/').at(-1) ?? '';
  return /\.\w+$/.test(name) ? `${kind} ${name.toLowerCase()}` : '';
}

/** What one id alone is known by. */
class Unique {
  readonly #ids = new Map<string, number | null>();

  add(name: string, id: number): void {
    if (name === '') return;
    const known = this.#ids.get(name);
    this.#ids.set(name, known === undefined || known === id ? id : null);
  }

  get(name: string): number | undefined {
    return this.#ids.get(name) ?? undefined;
  }
}
