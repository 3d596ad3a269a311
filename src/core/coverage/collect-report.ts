import path from 'node:path';
import type { AsOf } from '../../shared/model/attack.ts';
import type { Validity } from '../../shared/model/coverage.ts';
import type { Crumb, Kind, Mark } from '../../shared/model/resource.ts';
import { getContentFacts } from '../content/content.ts';
import type { Core } from '../core.ts';
import { tablesAsOf } from '../catalog/as-of.ts';
import { listAttackVersions } from '../catalog/write-attack.ts';
import { joinMark } from '../catalog/resources.ts';
import { all, sql, value, type ReadableDB } from '../db/sql.ts';
import { clockTime } from '../ledger/clock.ts';
import { endOfValidity, validityAt } from '../ledger/validity.ts';
import type {
  Report,
  ReportContent,
  ReportNote,
  ReportResource,
  ReportRun,
  ReportSnapshot,
} from '../reports/report.ts';
import { getCoverage } from './coverage.ts';

/** Time of a report about nothing at all. */
const NO_DATA_YET = '1970-01-01T00:00:00.000Z';

/** Gathers all that a report of an organization says. Throws not-found. */
export function collectReport(
  core: Core,
  organizationId: string,
  leaveOutNotes: boolean,
  asOf: AsOf,
): Report {
  const db = core.reader;
  const at = reportDate(core, organizationId);
  const validity = validityAt(db, at);
  const coverage = getCoverage(db, organizationId, asOf, validity);
  const facts = getContentFacts(db);
  const notes = leaveOutNotes ? null : listReportNotes(db, organizationId);
  return {
    bearing: core.version,
    organization: coverage.organization,
    asOf: at,
    author: core.author(),
    content: { documents: facts.documents, hash: facts.hash, ...listFiles(db), snapshots: listSnapshots(db) },
    attack: {
      techniques: asOf,
      versions: listAttackVersions(db).map(({ domain, version, sha256 }) => ({ domain, version, sha256 })),
      otherDomains: listOtherDomains(db),
    },
    ledger: listFeeds(db),
    coverage,
    validity,
    resources: listReportResources(db, organizationId, asOf),
    runs: listReportRuns(db, organizationId, asOf, validity),
    notes,
    leftOut: listLeftOut(db),
  };
}

/** The newest of what the numbers rest on: an entry, an import, or the end of the time in which a run counted. */
function reportDate(core: Core, organizationId: string): string {
  const { reader: db } = core;
  const { days, since } = validityAt(db, core.now().toISOString());
  const lapsed = value<string | null>(
    db,
    sql`SELECT max(at) FROM ledger.runs WHERE organization_id = ${organizationId} AND at <= ${since}`,
  );
  const lapsedAt = lapsed === null ? null : endOfValidity(lapsed, days);
  return [latestEntry(db, organizationId), getContentFacts(db).changedAt, lapsedAt].reduce<string>(
    (newest, at) => (at !== null && at > newest ? at : newest),
    NO_DATA_YET,
  );
}

function listReportRuns(
  db: ReadableDB,
  organizationId: string,
  asOf: AsOf,
  { since, until }: Validity,
): ReportRun[] {
  const rows = all<
    Omit<ReportRun, 'techniques' | 'rules' | 'isValid'> & { techniques: string; rules: string }
  >(
    db,
    sql`SELECT n.at, n.test_key AS testKey, n.test_title AS testTitle, n.outcome, n.rules, n.comment, n.author AS recordedBy, n.recorded_at AS recordedAt,
          (SELECT json_group_array(l.technique_id) FROM ${tablesAsOf(asOf).listings} l WHERE l.resource_id =
            coalesce((SELECT id FROM resources WHERE key = n.test_key), (SELECT resource_id FROM aliases WHERE alias = n.test_key))) AS techniques
        FROM ledger.runs n WHERE n.organization_id = ${organizationId} ORDER BY n.at, n.id`,
  );
  return rows.map(({ techniques, rules, ...row }) => ({
    ...row,
    techniques: (JSON.parse(techniques) as string[]).sort(),
    rules: JSON.parse(rules) as ReportRun['rules'],
    isValid: row.at > since && row.at <= until,
  }));
}

function latestEntry(db: ReadableDB, organizationId: string): string | null {
  const clock = value<string | null>(
    db,
    sql`SELECT max(clock) FROM ledger.entries WHERE organization_id = ${organizationId}`,
  );
  return clock === null ? null : clockTime(clock);
}

function listFiles(db: ReadableDB): Pick<ReportContent, 'files' | 'problems'> {
  const rows = all<{ techniqueId: string; file: string; sha256: string; root: string | null }>(
    db,
    sql`SELECT technique_id AS techniqueId, file, sha256, root FROM documents ORDER BY technique_id`,
  );
  return {
    files: rows.map(({ root, file, ...row }) => ({ ...row, file: withoutRoot(file, root) })),
    problems: value<number>(db, sql`SELECT count(*) FROM problems`),
  };
}

function listSnapshots(db: ReadableDB): ReportSnapshot[] {
  return all<ReportSnapshot>(
    db,
    sql`SELECT sn.source_id AS sourceId, s.name AS sourceName, sn.commit_id AS "commit", sn.date, sn.sha256
        FROM snapshots sn JOIN sources s ON s.id = sn.source_id ORDER BY sn.source_id`,
  );
}

/** Where a folder lies on the analyst's machine is nobody else's business, and would change the bytes. */
function withoutRoot(file: string, root: string | null): string {
  return root !== null && file.startsWith(root)
    ? file.slice(root.length).replace(/^[\\/]+/, '')
    : path.basename(file);
}

function listOtherDomains(db: ReadableDB): Report['attack']['otherDomains'] {
  return all(db, sql`SELECT id, domain FROM current_techniques WHERE domain <> 'enterprise' ORDER BY id`);
}

function listFeeds(db: ReadableDB): Report['ledger'] {
  return all(
    db,
    sql`SELECT feed, max(seq) AS entries, hash AS head FROM ledger.entries GROUP BY feed ORDER BY feed`,
  );
}

interface ResourceRow {
  key: string;
  kind: Kind;
  source_id: string;
  source_name: string;
  title: string;
  url: string | null;
  trail: string;
  unit_tests: number | null;
  techniques: string;
  mark: Mark | null;
  comment: string | null;
  at: string | null;
  author: string | null;
}

function listReportResources(db: ReadableDB, organizationId: string, asOf: AsOf): ReportResource[] {
  const rows = all<ResourceRow>(
    db,
    sql`SELECT r.key, r.kind, r.source_id, s.name AS source_name, r.title, r.url, r.trail, max(l.unit_tests) AS unit_tests,
          json_group_array(l.technique_id) AS techniques, m.mark, m.comment, m.at, m.author
        FROM resources r JOIN sources s ON s.id = r.source_id JOIN ${tablesAsOf(asOf).listings} l ON l.resource_id = r.id ${joinMark(organizationId)}
        GROUP BY r.id ORDER BY r.key`,
  );
  return rows.map((row) => ({
    key: row.key,
    kind: row.kind,
    sourceId: row.source_id,
    sourceName: row.source_name,
    title: row.title,
    url: row.url,
    trail: JSON.parse(row.trail) as Crumb[],
    unitTests: row.unit_tests,
    techniques: (JSON.parse(row.techniques) as string[]).sort(),
    mark: row.mark,
    comment: row.comment,
    markedAt: row.mark === null ? null : row.at,
    markedBy: row.mark === null ? null : row.author,
  }));
}

function listReportNotes(db: ReadableDB, organizationId: string): ReportNote[] {
  return all<ReportNote>(
    db,
    sql`SELECT target_type AS targetType, target_key AS targetKey, target_title AS targetTitle, text, author, updated_at AS updatedAt
        FROM ledger.notes WHERE organization_id = ${organizationId} ORDER BY updated_at, id`,
  );
}

/** What stands in documents and in no number; the report itself adds what its own value shows. */
function listLeftOut(db: ReadableDB): Report['leftOut'] {
  return [
    {
      what: 'Statements that a source has nothing for a technique',
      count: value<number>(db, sql`SELECT count(*) FROM document_sources WHERE states_none = 1`),
      why: 'Such a line is no control.',
    },
    {
      what: 'Repeats within one document',
      count: value<number>(db, sql`SELECT coalesce(sum(times - 1), 0) FROM listings`),
      why: 'A resource that a document lists more than once is one resource.',
    },
  ];
}
