import Database from 'better-sqlite3';
import MarkdownIt from 'markdown-it';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeDocument } from '../../src/core/documents/decode.ts';
import { parseDocument } from '../../src/core/documents/parse.ts';

// What the same work costs with nothing around it: no contract, no worker, no checks.

type Row = Record<string, unknown>;

/** Reads and parses all files as the import does, and keeps nothing. */
export function parseAll(files: readonly string[]): number {
  let found = 0;
  for (const file of files) {
    const { text } = decodeDocument(readFileSync(file), file);
    if (text !== null && parseDocument(text, file).document) found += 1;
  }
  return found;
}

const markdown = new MarkdownIt({ html: true });

/** Reads all files and parses them as plain Markdown. */
export function parseAllAsMarkdown(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + markdown.parse(readFileSync(file, 'utf8'), {}).length, 0);
}

export interface CatalogRows {
  schema: string[];
  tables: { name: string; columns: string[]; rows: unknown[][] }[];
}

/** All rows of a catalog, and the statements that make its tables. */
export function readCatalogRows(dataFolder: string): CatalogRows {
  const db = new Database(path.join(dataFolder, 'catalog.db'), { readonly: true });
  const objects = db
    .prepare<[], { name: string; sql: string; type: string }>(
      `SELECT name, sql, type FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       AND name NOT GLOB '*_fts_*' ORDER BY rowid`,
    )
    .all();
  const tables = objects
    .filter(({ name, type }) => type === 'table' && !name.endsWith('_fts'))
    .map(({ name }) => {
      const statement = db.prepare(`SELECT * FROM "${name}"`);
      const columns = statement.columns().map((column) => column.name);
      return { name, columns, rows: statement.raw().all() as unknown[][] };
    });
  const texts = db
    .prepare<[], Row>('SELECT rowid, title, url FROM resources')
    .raw()
    .all() as unknown as unknown[][];
  const names = db
    .prepare<[], Row>('SELECT rowid, name, description FROM techniques')
    .raw()
    .all() as unknown as unknown[][];
  tables.push({ name: 'resources_fts', columns: ['rowid', 'title', 'path'], rows: texts });
  tables.push({ name: 'techniques_fts', columns: ['rowid', 'name', 'description'], rows: names });
  db.close();
  return { schema: objects.map(({ sql }) => sql), tables };
}

/** Writes the rows into a new database in one transaction. */
export function insertAll(file: string, { schema, tables }: CatalogRows): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  for (const statement of schema) db.exec(statement);
  db.transaction(() => {
    for (const { name, columns, rows } of tables) {
      const insert = db.prepare(
        `INSERT INTO "${name}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      for (const row of rows) insert.run(...row);
    }
  }).immediate();
  db.close();
}

export interface BareReader {
  search(words: string): number;
  technique(id: string): number;
  coverage(organizationId: string): number;
  close(): void;
}

/** Bare queries on a data folder's databases. */
export function openBareReader(dataFolder: string): BareReader {
  const db = new Database(path.join(dataFolder, 'catalog.db'), { readonly: true });
  db.exec(`ATTACH '${path.join(dataFolder, 'ledger.db').replaceAll("'", "''")}' AS ledger`);
  const searches = ['techniques_fts', 'resources_fts'].map((table) =>
    db.prepare(`SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rank LIMIT 5`).pluck(),
  );
  const listed = db.prepare(
    `SELECT r.*, l.unit_tests FROM listings l JOIN resources r ON r.id = l.resource_id WHERE l.technique_id = ?`,
  );
  const covered = db.prepare(
    `SELECT l.technique_id, r.kind, count(*), sum(m.mark = 'deployed') FROM listings l JOIN resources r ON r.id = l.resource_id
     LEFT JOIN ledger.marks m ON m.resource_key = r.key AND m.organization_id = ? GROUP BY l.technique_id, r.kind`,
  );
  return {
    search: (words) => searches.reduce((sum, statement) => sum + statement.all(words).length, 0),
    technique: (id) => listed.all(id).length,
    coverage: (organizationId) => covered.all(organizationId).length,
    close: () => db.close(),
  };
}

/** A function that writes one row, and returns when it is on the disk. */
export function openDurableInsert(file: string): { insert: () => void; close: () => void } {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(
    'CREATE TABLE marks (id INTEGER PRIMARY KEY, resource_key TEXT NOT NULL, mark TEXT NOT NULL, at TEXT NOT NULL) STRICT',
  );
  db.pragma('synchronous = FULL');
  const statement = db.prepare('INSERT INTO marks (resource_key, mark, at) VALUES (?, ?, ?)');
  return {
    insert: () => void statement.run('sigma:0000', 'deployed', new Date().toISOString()),
    close: () => db.close(),
  };
}
