import type { Database, RunResult, Statement } from 'better-sqlite3';

declare const READ: unique symbol;
declare const WRITE: unique symbol;

/** A connection that reads. Two brands make it a compile error to write with it. */
export type ReadableDB = Database & { readonly [READ]: true };
export type WritableDB = ReadableDB & { readonly [WRITE]: true };

/** SQL text with `?` for every value, and the values. */
export class Query {
  readonly text: string;
  readonly values: readonly SqlValue[];

  constructor(text: string, values: readonly SqlValue[]) {
    this.text = text;
    this.values = values;
  }
}

export type SqlValue = string | number | bigint | null | Uint8Array;

/**
 * The only way to make a query: every `${}` becomes a bound value; a Query inside becomes part of the text with its own values.
 */
export function sql(strings: TemplateStringsArray, ...parts: (SqlValue | Query)[]): Query {
  let text = strings[0] ?? '';
  const values: SqlValue[] = [];
  parts.forEach((part, index) => {
    if (part instanceof Query) {
      text += part.text;
      values.push(...part.values);
    } else {
      text += '?';
      values.push(part);
    }
    text += strings[index + 1] ?? '';
  });
  return new Query(text, values);
}

/** Queries or values one after another, for `IN (…)` and lists of conditions. */
export function sqlJoin(parts: readonly (SqlValue | Query)[], separator = ', '): Query {
  const queries = parts.map((part) => (part instanceof Query ? part : new Query('?', [part])));
  return new Query(
    queries.map((query) => query.text).join(separator),
    queries.flatMap((query) => query.values),
  );
}

/** Conditions that must all hold; none of them means true. */
export function sqlAnd(conditions: readonly (Query | null)[]): Query {
  const present = conditions.filter((condition): condition is Query => condition !== null);
  return present.length === 0 ? sql`1` : sql`(${sqlJoin(present, ') AND (')})`;
}

export function all<Row>(db: ReadableDB, query: Query): Row[] {
  return prepared(db, query.text).all(...query.values) as Row[];
}

export function get<Row>(db: ReadableDB, query: Query): Row | undefined {
  return prepared(db, query.text).get(...query.values) as Row | undefined;
}

/** The first column of every row. */
export function column<Value>(db: ReadableDB, query: Query): Value[] {
  return prepared(db, query.text, 'column').all(...query.values) as Value[];
}

/** The first column of the first row, which must be there. */
export function value<Value>(db: ReadableDB, query: Query): Value {
  const [first] = column<Value>(db, query);
  if (first === undefined) throw new Error(`no row: ${query.text}`);
  return first;
}

export function run(db: WritableDB, query: Query): RunResult {
  return prepared(db, query.text).run(...query.values);
}

/** Runs `body` in one immediate transaction: all of it or nothing. Inside another one it is part of that. */
export function transaction<Result>(db: WritableDB, body: () => Result): Result {
  return db.inTransaction ? body() : db.transaction(body).immediate();
}

/** As `transaction`, for a body that waits. The connection is the body's alone until it ends. */
export async function asyncTransaction<Result>(db: WritableDB, body: () => Promise<Result>): Promise<Result> {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = await body();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite itself may have ended it, on a full disk for one.
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Runs `ask` on one state of the databases, however many queries it makes while others write. `ask` does not wait. */
export function ofOneMoment<Result>(db: ReadableDB, ask: () => Result): Result {
  if (db.inTransaction) return ask();
  db.exec('BEGIN');
  try {
    return ask();
  } finally {
    db.exec('COMMIT');
  }
}

const MOST_STATEMENTS = 400;
const statements = new WeakMap<Database, Map<string, Statement>>();

function prepared(db: ReadableDB, text: string, answers: 'row' | 'column' = 'row'): Statement {
  let cache = statements.get(db);
  if (!cache) statements.set(db, (cache = new Map<string, Statement>()));
  const name = answers + text;
  let statement = cache.get(name);
  if (!statement) {
    if (cache.size >= MOST_STATEMENTS) cache.clear();
    statement = db.prepare(text);
    if (answers === 'column') statement.pluck();
    cache.set(name, statement);
  }
  return statement;
}
