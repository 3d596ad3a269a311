import type { Crumb, Kind } from '../../shared/model/resource.ts';
import { compareTactics } from '../../shared/model/technique.ts';
import { all, column, sql, type ReadableDB } from '../db/sql.ts';
import { buildDocument, type ListedResource, type ListedSource } from '../documents/build.ts';
import type { TechniqueDocument } from '../documents/document.ts';

interface ResourceRow {
  source_id: string;
  kind: Kind;
  title: string;
  url: string;
  /** JSON */
  trail: string;
  path: string;
  unit_tests: number | null;
  /** JSON */
  techniques: string;
}

/** A document of what snapshots list for a technique, as it would be built of the snapshots themselves. */
export function documentOfListings(db: ReadableDB, id: string, name: string): TechniqueDocument {
  const tactics = column<string>(db, sql`SELECT tactic FROM technique_tactics WHERE technique_id = ${id}`);
  return buildDocument(id, listSources(db), { name, tactics: tactics.sort(compareTactics) });
}

function listSources(db: ReadableDB): ListedSource[] {
  const snapshots = all<{ source_id: string; date: string | null }>(
    db,
    sql`SELECT source_id, date FROM snapshots`,
  );
  // In the order of the rows, which is that of the files.
  const rows = all<ResourceRow>(
    db,
    sql`SELECT r.source_id, r.kind, r.title, r.url, r.trail, d.json ->> 'path' AS path, max(l.unit_tests) AS unit_tests,
          json_group_array(l.technique_id) AS techniques
        FROM resources r JOIN details d ON d.resource_id = r.id JOIN listings l ON l.resource_id = r.id
        WHERE r.snapshot_id IS NOT NULL GROUP BY r.id ORDER BY r.id`,
  );
  return snapshots.map(({ source_id: source, date }) => ({
    id: source,
    date,
    resources: rows.filter((row) => row.source_id === source).map(toListed),
  }));
}

function toListed({
  kind,
  title,
  url,
  trail,
  path,
  unit_tests: unitTests,
  techniques,
}: ResourceRow): ListedResource {
  return {
    kind,
    title,
    url,
    path,
    trail: JSON.parse(trail) as Crumb[],
    unitTests,
    techniques: JSON.parse(techniques) as string[],
  };
}
