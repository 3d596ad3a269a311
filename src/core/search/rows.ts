import type { Crumb, Kind, Mark } from '../../shared/model/resource.ts';
import type { AsOf } from '../../shared/model/attack.ts';
import type { Validity } from '../../shared/model/coverage.ts';
import type { SearchRow } from '../../shared/model/search.ts';
import type { NoteTarget } from '../../shared/model/tracking.ts';
import { compareTactics } from '../../shared/model/technique.ts';
import { tablesAsOf } from '../catalog/as-of.ts';
import { joinMark } from '../catalog/resources.ts';
import { levelOf } from '../coverage/level.ts';
import { latestRuns } from '../coverage/runs.ts';
import { all, sql, sqlJoin, type Query, type ReadableDB } from '../db/sql.ts';
import { isKind, type Group, type View } from './hits.ts';
import { inColumns, type TextQuery } from './query.ts';

const HIT = '\u0002';
const HIT_END = '\u0003';
/** A row that says nothing yet. */
export const EMPTY = {
  kind: null,
  source: null,
  trail: [],
  techniques: [],
  tactics: [],
  mark: null,
  isGone: false,
  level: null,
  rules: null,
  target: null,
  snippet: null,
};

/** For whom, with which technique ids, and which runs count. */
export interface RowView extends View {
  validity: Validity;
}

/** The rows of one group by their ids, in the order of the ids. */
export function getRows(
  db: ReadableDB,
  group: Group,
  ids: readonly number[],
  text: TextQuery,
  view: RowView,
): SearchRow[] {
  const rows = new Map<number, SearchRow>();
  for (let start = 0; start < ids.length; start += 100) {
    const list = sqlJoin(ids.slice(start, start + 100));
    if (group === 'technique') addTechniques(db, list, text, view, rows);
    else if (isKind(group)) addResources(db, list, view, rows);
    else addNotes(db, list, text, rows);
  }
  return ids.flatMap((id) => rows.get(id) ?? []);
}

interface TechniqueRow {
  id: number;
  key: string;
  title: string;
  tactics: string;
  listed: number;
  rules: number;
  deployed: number;
}

function addTechniques(
  db: ReadableDB,
  ids: Query,
  text: TextQuery,
  { organizationId, asOf, validity }: RowView,
  rows: Map<number, SearchRow>,
): void {
  const { techniques, tactics, listings, rowId } = tablesAsOf(asOf);
  const found = all<TechniqueRow>(
    db,
    sql`SELECT t.${rowId} AS id, t.id AS key, t.name AS title,
          (SELECT json_group_array(tactic) FROM ${tactics} WHERE technique_id = t.id) AS tactics,
          count(l.resource_id) AS listed, count(*) FILTER (WHERE r.kind = 'rule') AS rules,
          count(*) FILTER (WHERE r.kind = 'rule' AND m.mark = 'deployed') AS deployed
        FROM ${techniques} t LEFT JOIN ${listings} l ON l.technique_id = t.id LEFT JOIN resources r ON r.id = l.resource_id ${joinMark(organizationId)}
        WHERE t.${rowId} IN (${ids}) GROUP BY t.${rowId}`,
  );
  const runs = latestRuns(db, organizationId, asOf, validity);
  const snippets = text.match === null ? new Map<number, string>() : getSnippets(db, text.match, ids, asOf);
  for (const row of found) {
    rows.set(row.id, {
      ...EMPTY,
      type: 'technique',
      key: row.key,
      title: row.title,
      techniques: [row.key],
      tactics: (JSON.parse(row.tactics) as string[]).sort(compareTactics),
      level: levelOf({ listed: row.listed, rulesDeployed: row.deployed, runs: runs.get(row.key) ?? [] }),
      rules: { listed: row.rules, deployed: row.deployed },
      snippet: snippets.get(row.id) ?? null,
    });
  }
}

interface ResourceRow {
  id: number;
  key: string;
  title: string;
  kind: Kind;
  source_id: string;
  trail: string;
  techniques: string;
  mark: Mark | null;
}

function addResources(
  db: ReadableDB,
  ids: Query,
  { organizationId, asOf }: View,
  rows: Map<number, SearchRow>,
): void {
  const found = all<ResourceRow>(
    db,
    sql`SELECT r.id, r.key, r.title, r.kind, r.source_id, r.trail, m.mark,
          (SELECT json_group_array(technique_id) FROM ${tablesAsOf(asOf).listings} WHERE resource_id = r.id) AS techniques
        FROM resources r ${joinMark(organizationId)} WHERE r.id IN (${ids})`,
  );
  for (const row of found) {
    rows.set(row.id, {
      ...EMPTY,
      type: 'resource',
      key: row.key,
      title: row.title,
      kind: row.kind,
      source: row.source_id,
      trail: (JSON.parse(row.trail) as Crumb[]).map((crumb) => crumb.name),
      techniques: (JSON.parse(row.techniques) as string[]).sort(),
      mark: row.mark,
    });
  }
}

interface NoteRow {
  id: number;
  key: string;
  title: string;
  target_type: NoteTarget;
  target_key: string;
  text: string;
}

function addNotes(db: ReadableDB, ids: Query, text: TextQuery, rows: Map<number, SearchRow>): void {
  const found = all<NoteRow>(
    db,
    sql`SELECT rowid AS id, id AS key, target_title AS title, target_type, target_key, substr(text, 1, 160) AS text FROM ledger.notes WHERE rowid IN (${ids})`,
  );
  const snippets = text.match === null ? new Map<number, string>() : getNoteSnippets(db, text.match, ids);
  for (const row of found) {
    rows.set(row.id, {
      ...EMPTY,
      type: 'note',
      key: row.key,
      title: row.title,
      techniques: row.target_type === 'technique' ? [row.target_key] : [],
      target: { type: row.target_type, key: row.target_key },
      snippet: snippets.get(row.id) ?? row.text,
    });
  }
}

/** Text around the hits of techniques whose name has none, hits between U+0002 and U+0003. */
function getSnippets(db: ReadableDB, match: string, ids: Query, asOf: AsOf): Map<number, string> {
  const { index } = tablesAsOf(asOf);
  const rows = all<{ rowid: number; snippet: string }>(
    db,
    sql`SELECT rowid, snippet(${index}, 3, ${HIT}, ${HIT_END}, '…', 10) AS snippet FROM ${index}
        WHERE ${index} MATCH ${match} AND rowid IN (${ids})
          AND rowid NOT IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ${inColumns('id name words', match)})`,
  );
  return new Map(rows.map((row) => [row.rowid, row.snippet]));
}

function getNoteSnippets(db: ReadableDB, match: string, ids: Query): Map<number, string> {
  const rows = all<{ rowid: number; snippet: string }>(
    db,
    sql`SELECT rowid, snippet(notes_fts, 0, ${HIT}, ${HIT_END}, '…', 10) AS snippet FROM ledger.notes_fts WHERE notes_fts MATCH ${match} AND rowid IN (${ids})`,
  );
  return new Map(rows.map((row) => [row.rowid, row.snippet]));
}
