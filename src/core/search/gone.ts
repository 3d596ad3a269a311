import type { Kind, Mark } from '../../shared/model/resource.ts';
import type { SearchRow } from '../../shared/model/search.ts';
import { all, sql, type ReadableDB } from '../db/sql.ts';
import type { Filters } from './hits.ts';
import { foldText, type TextQuery } from './query.ts';
import { EMPTY } from './rows.ts';

/** A resource that has gone from the catalog: only the ledger knows it. */
export type GoneRow = SearchRow & { kind: Kind; source: string; mark: Mark };

/**
 * The resources of a result that an organization has marked and the catalog does not have any more, by title. They are few and in no index, so each is
 * looked at. `without` leaves one filter out.
 */
export function goneRows(
  db: ReadableDB,
  text: TextQuery,
  filters: Filters,
  organizationId: string | null,
  without?: keyof Filters,
): GoneRow[] {
  // What has gone is listed for no technique.
  if (organizationId === null || filters.techniques.length > 0 || filters.tactics.length > 0) return [];
  if (text.words.length === 0 && !text.isBlank) return [];
  const passes = (filter: keyof Filters, value: string) =>
    filter === without || filters[filter].length === 0 || (filters[filter] as string[]).includes(value);
  return listGone(db, organizationId)
    .filter(
      ({ kind, source, mark }) => passes('types', kind) && passes('sources', source) && passes('marks', mark),
    )
    .filter(({ key, title, url }) => {
      const words = foldText(`${title} ${key} ${url ?? ''}`);
      return text.words.every((word) => words.includes(foldText(word)));
    })
    .map(({ url: _, ...row }) => ({ ...EMPTY, ...row, type: 'resource', isGone: true }));
}

interface Gone {
  key: string;
  title: string;
  url: string | null;
  kind: Kind;
  source: string;
  mark: Mark;
}

function listGone(db: ReadableDB, organizationId: string): Gone[] {
  return all<Gone>(
    db,
    sql`SELECT resource_key AS key, title, url, kind, source_id AS source, mark FROM ledger.marks
        WHERE organization_id = ${organizationId} AND mark IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM resources WHERE key = resource_key) AND NOT EXISTS (SELECT 1 FROM aliases WHERE alias = resource_key)
        ORDER BY title, resource_key`,
  );
}
