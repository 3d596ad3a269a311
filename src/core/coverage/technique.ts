import type { Count, Validity } from '../../shared/model/coverage.ts';
import type { AsOf } from '../../shared/model/attack.ts';
import type { ListedResource, TechniqueDetail, TechniqueRef } from '../../shared/model/detail.ts';
import type { Kind } from '../../shared/model/resource.ts';
import { compareTactics } from '../../shared/model/technique.ts';
import { tablesAsOf } from '../catalog/as-of.ts';
import { joinMark } from '../catalog/resources.ts';
import { getPlace, getTechniqueRow, listFormerIds } from '../catalog/technique-row.ts';
import { all, column, get, sql, value, type ReadableDB } from '../db/sql.ts';
import { levelOf } from './level.ts';
import { listSections, withMoved } from './listed.ts';
import { latestRuns } from './runs.ts';

/** A technique with all that is listed for it. Throws not-found. Ids are taken in either case. */
export function getTechnique(
  db: ReadableDB,
  techniqueId: string,
  organizationId: string | null,
  asOf: AsOf,
  validity: Validity,
): TechniqueDetail {
  const tables = tablesAsOf(asOf);
  const row = getTechniqueRow(db, techniqueId, asOf);
  const placement = getPlace(db, row.id);
  const hasLeft = asOf === 'current' && placement !== null && placement.to.length > 0;
  const listed = hasLeft ? [] : listSections(db, row, organizationId, asOf);
  const sections = asOf === 'current' ? withMoved(db, row.id, listed, organizationId) : listed;
  const runs = latestRuns(db, organizationId, asOf, validity);
  const count = (kind: Kind) =>
    countOf(sections.filter((section) => section.kind === kind).flatMap((section) => section.resources));
  const rules = count('rule');
  const tactics = column<string>(
    db,
    sql`SELECT tactic FROM ${tables.tactics} WHERE technique_id = ${row.id}`,
  );
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    tactics: tactics.sort(compareTactics),
    placement,
    former: listFormerIds(db, row.id),
    description: row.description,
    level: levelOf({
      listed: sections.reduce((sum, section) => sum + section.resources.length, 0),
      rulesDeployed: rules.deployed,
      runs: runs.get(row.id) ?? [],
    }),
    controls: count('control'),
    rules,
    tests: count('test'),
    parent: row.parent_id === null ? null : (getRef(db, asOf, sql`id = ${row.parent_id}`) ?? null),
    runs: runs.get(row.id) ?? [],
    subTechniques: listSubTechniques(db, row.id, organizationId, asOf, runs),
    previous: getRef(db, asOf, sql`id < ${row.id} ORDER BY id DESC`) ?? null,
    next: getRef(db, asOf, sql`id > ${row.id} ORDER BY id`) ?? null,
    sections,
    document:
      row.file === null || row.sha256 === null || row.imported_at === null
        ? null
        : {
            file: row.file,
            sha256: row.sha256,
            importedAt: row.imported_at,
            problems: value<number>(
              db,
              sql`SELECT count(*) FROM problems WHERE document_id = ${row.document_id}`,
            ),
          },
  };
}

function getRef(db: ReadableDB, asOf: AsOf, condition: ReturnType<typeof sql>): TechniqueRef | undefined {
  return get<TechniqueRef>(
    db,
    sql`SELECT id, name FROM ${tablesAsOf(asOf).techniques} WHERE ${condition} LIMIT 1`,
  );
}

function listSubTechniques(
  db: ReadableDB,
  parentId: string,
  organizationId: string | null,
  asOf: AsOf,
  runs: ReturnType<typeof latestRuns>,
): TechniqueDetail['subTechniques'] {
  const tables = tablesAsOf(asOf);
  const rows = all<TechniqueRef & { listed: number; deployed: number }>(
    db,
    sql`SELECT t.id, t.name, count(r.id) AS listed, count(*) FILTER (WHERE r.kind = 'rule' AND m.mark = 'deployed') AS deployed
        FROM ${tables.techniques} t LEFT JOIN ${tables.listings} l ON l.technique_id = t.id LEFT JOIN resources r ON r.id = l.resource_id
        ${joinMark(organizationId)}
        WHERE t.parent_id = ${parentId} GROUP BY t.id ORDER BY t.id`,
  );
  return rows.map(({ id, name, listed, deployed }) => ({
    id,
    name,
    level: levelOf({ listed, rulesDeployed: deployed, runs: runs.get(id) ?? [] }),
  }));
}

function countOf(resources: readonly ListedResource[]): Count {
  return {
    listed: resources.length,
    deployed: resources.filter((resource) => resource.mark === 'deployed').length,
  };
}
