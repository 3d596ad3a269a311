import type { OpenQuestion } from '../../shared/model/import-effect.ts';
import type { Kind, Mark } from '../../shared/model/resource.ts';
import { all, sql, type ReadableDB } from '../db/sql.ts';

interface Row {
  import_id: number;
  source_id: string;
  kind: Kind;
  path: string;
  before_key: string;
  before_title: string;
  after_key: string;
  after_title: string;
  id: string;
  name: string;
  mark: Mark | null;
}

/**
 * Questions of all imports that are still open: one resource is not there, the other is, and an organization that is not archived has a mark, a
 * note or a run of the one that is not there. By source and path; each once, with the latest import that asked.
 */
export function listQuestions(db: ReadableDB): OpenQuestion[] {
  const rows = all<Row>(
    db,
    sql`SELECT max(q.import_id) AS import_id, q.source_id, q.kind, q.path, q.before_key, q.before_title, q.after_key, q.after_title, o.id, o.name, m.mark
        FROM questions q JOIN ledger.organizations o ON o.archived_at IS NULL
        LEFT JOIN ledger.marks m ON m.organization_id = o.id AND m.resource_key = q.before_key
        WHERE (m.resource_key IS NOT NULL OR EXISTS (SELECT 1 FROM ledger.notes n
            WHERE n.organization_id = o.id AND n.target_type = 'resource' AND n.target_key = q.before_key)
          OR EXISTS (SELECT 1 FROM ledger.runs n WHERE n.organization_id = o.id AND n.test_key = q.before_key))
          AND q.after_key IN (SELECT key FROM resources) AND q.before_key NOT IN (SELECT key FROM resources UNION ALL SELECT alias FROM aliases)
        GROUP BY q.before_key, q.after_key, o.id ORDER BY q.source_id, q.path, q.before_key, q.after_key, o.name`,
  );
  const questions = new Map<string, OpenQuestion>();
  for (const row of rows) {
    const name = `${row.before_key} ${row.after_key}`;
    const question = questions.get(name) ?? toQuestion(row);
    question.organizations.push({ id: row.id, name: row.name, mark: row.mark });
    questions.set(name, question);
  }
  return [...questions.values()];
}

function toQuestion(row: Row): OpenQuestion {
  return {
    importId: row.import_id,
    sourceId: row.source_id,
    kind: row.kind,
    path: row.path,
    before: { key: row.before_key, title: row.before_title },
    after: { key: row.after_key, title: row.after_title },
    organizations: [],
  };
}
