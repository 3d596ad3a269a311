import type {
  Count,
  Coverage,
  SourceCoverage,
  TacticCoverage,
  TechniqueCoverage,
  Validity,
} from '../../shared/model/coverage.ts';
import type { AsOf, TechniqueState } from '../../shared/model/attack.ts';
import type { Kind, Mark } from '../../shared/model/resource.ts';
import type { LatestRun } from '../../shared/model/run.ts';
import { compareTactics, LEVELS, type Level } from '../../shared/model/technique.ts';
import { stateOf, tablesAsOf } from '../catalog/as-of.ts';
import { sourceDates } from '../catalog/source-dates.ts';
import { markedResources } from '../catalog/resources.ts';
import { all, sql, type ReadableDB } from '../db/sql.ts';
import { getOrganization } from '../tracking/organizations.ts';
import { levelOf } from './level.ts';
import { countAllRuns, countRuns, latestRuns } from './runs.ts';

interface TechniqueRow {
  id: string;
  name: string;
  parent_id: string | null;
  state: TechniqueState;
}

/** Resources of one technique and kind. */
interface ListedRow {
  technique_id: string;
  kind: Kind;
  n: number;
}

/** Those of them that have a mark. */
interface MarkedRow extends ListedRow {
  mark: Mark;
}

/**
 * Every number of an organization's coverage; without organization what is listed, nothing deployed. Techniques are those that sources list, or all
 * of the ATT&CK version at hand and what is listed besides. Runs count within the window given. Throws not-found. Rules: docs/coverage.md.
 */
export function getCoverage(
  db: ReadableDB,
  organizationId: string | null,
  asOf: AsOf,
  validity: Validity,
): Coverage {
  const organization = organizationId === null ? { id: '', name: '' } : getOrganization(db, organizationId);
  const techniques = listTechniques(db, organizationId, asOf, validity);
  const sources = listSources(db, organizationId, asOf);
  const total = (kind: Kind) => sumCounts(sources.filter((source) => source.kind === kind));
  return {
    organization: { id: organization.id, name: organization.name },
    techniques,
    tactics: listTactics(techniques),
    sources,
    levels: countLevels(techniques),
    controls: total('control'),
    rules: total('rule'),
    tests: total('test'),
    validityDays: validity.days,
    runs: countAllRuns(db, organizationId, validity),
    noLongerListed: listFormer(db, organizationId),
  };
}

function listTechniques(
  db: ReadableDB,
  organizationId: string | null,
  asOf: AsOf,
  validity: Validity,
): TechniqueCoverage[] {
  const tables = tablesAsOf(asOf);
  const tactics = groupBy(
    all<{ technique_id: string; tactic: string }>(
      db,
      sql`SELECT technique_id, tactic FROM ${tables.tactics}`,
    ),
    (row) => row.technique_id,
  );
  const listed = groupBy(
    all<ListedRow>(
      db,
      sql`SELECT technique_id, kind, sum(resources) AS n FROM listing_counts WHERE as_of = ${asOf} GROUP BY technique_id, kind`,
    ),
    (row) => row.technique_id,
  );
  const marked = groupBy(
    all<MarkedRow>(
      db,
      sql`WITH ${markedResources(organizationId)}
          SELECT l.technique_id, r.kind, m.mark, count(*) AS n FROM marked m JOIN resources r ON r.id = m.resource_id
          JOIN ${tables.listings} l ON l.resource_id = r.id GROUP BY l.technique_id, r.kind, m.mark`,
    ),
    (row) => row.technique_id,
  );
  const runs = latestRuns(db, organizationId, asOf, validity);
  const rows = all<TechniqueRow>(
    db,
    sql`SELECT t.id, t.name, t.parent_id, ${stateOf(asOf)} AS state FROM ${tables.techniques} t ORDER BY t.id`,
  );
  const techniques = rows.map((row) =>
    toCoverage(
      row,
      tactics.get(row.id) ?? [],
      listed.get(row.id) ?? [],
      marked.get(row.id) ?? [],
      runs.get(row.id) ?? [],
    ),
  );
  countSubTechniques(techniques);
  return techniques;
}

function toCoverage(
  row: TechniqueRow,
  tactics: readonly { tactic: string }[],
  listed: readonly ListedRow[],
  marked: readonly MarkedRow[],
  runs: readonly LatestRun[],
): TechniqueCoverage {
  const ofMark = (mark: Mark) => sumRows(marked.filter((one) => one.mark === mark));
  const ofKind = (kind: Kind): Count => ({
    listed: sumRows(listed.filter((one) => one.kind === kind)),
    deployed: sumRows(marked.filter((one) => one.kind === kind && one.mark === 'deployed')),
  });
  const rules = ofKind('rule');
  return {
    id: row.id,
    name: row.name,
    parentId: row.parent_id,
    state: row.state,
    tactics: tactics.map((one) => one.tactic).sort(compareTactics),
    level: levelOf({ listed: sumRows(listed), rulesDeployed: rules.deployed, runs }),
    controls: ofKind('control'),
    rules,
    tests: ofKind('test'),
    notApplicable: ofMark('not-applicable'),
    planned: ofMark('planned'),
    retired: ofMark('retired'),
    runs: countRuns(runs),
    subTechniques: { listed: 0, deployed: 0 },
  };
}

function sumRows(rows: readonly ListedRow[]): number {
  return sum(rows.map(({ n }) => n));
}

/** A sub-technique shows on its parent, never the other way. */
function countSubTechniques(techniques: readonly TechniqueCoverage[]): void {
  const byId = new Map(techniques.map((technique) => [technique.id, technique]));
  for (const technique of techniques) {
    const parent = technique.parentId === null ? undefined : byId.get(technique.parentId);
    if (!parent) continue;
    parent.subTechniques.listed++;
    if (technique.rules.deployed > 0) parent.subTechniques.deployed++;
  }
}

function listTactics(techniques: readonly TechniqueCoverage[]): TacticCoverage[] {
  const names = [...new Set(techniques.flatMap((technique) => technique.tactics))].sort(compareTactics);
  return names.map((name) => {
    const members = techniques.filter((technique) => technique.tactics.includes(name));
    return { name, techniques: members.length, levels: countLevels(members) };
  });
}

function countLevels(techniques: readonly TechniqueCoverage[]): Record<Level, number> {
  const levels = Object.fromEntries(LEVELS.map((level) => [level, 0])) as Record<Level, number>;
  for (const technique of techniques) levels[technique.level]++;
  return levels;
}

function listSources(db: ReadableDB, organizationId: string | null, asOf: AsOf): SourceCoverage[] {
  return all<SourceCoverage>(
    db,
    sql`WITH ${sourceDates()}, ${markedResources(organizationId)},
          links AS (SELECT source_id, kind, sum(resources) AS n FROM listing_counts WHERE as_of = ${asOf} GROUP BY source_id, kind),
          deployed AS (SELECT r.source_id, r.kind, count(*) AS n FROM marked m JOIN resources r ON r.id = m.resource_id
            WHERE m.mark = 'deployed' AND EXISTS (SELECT 1 FROM listings WHERE resource_id = r.id) GROUP BY r.source_id, r.kind)
        SELECT s.id, s.name, c.kind, c.mapped AS listed, coalesce(deployed.n, 0) AS deployed, links.n AS links, dates.oldest, dates.newest
        FROM source_counts c JOIN sources s ON s.id = c.source_id JOIN links USING (source_id, kind) JOIN dates USING (source_id, kind)
        LEFT JOIN deployed USING (source_id, kind) ORDER BY c.kind, s.name`,
  );
}

function listFormer(db: ReadableDB, organizationId: string | null): Coverage['noLongerListed'] {
  return all<Coverage['noLongerListed'][number]>(
    db,
    sql`SELECT resource_key AS key, title, url, kind, mark FROM ledger.marks
        WHERE organization_id = ${organizationId} AND mark IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM resources r JOIN listings l ON l.resource_id = r.id WHERE r.key = resource_key)
          AND NOT EXISTS (SELECT 1 FROM aliases a JOIN listings l ON l.resource_id = a.resource_id WHERE a.alias = resource_key)
        ORDER BY resource_key`,
  );
}

function sumCounts(counts: readonly Count[]): Count {
  return {
    listed: sum(counts.map((count) => count.listed)),
    deployed: sum(counts.map((count) => count.deployed)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
