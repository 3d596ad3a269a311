import { isFields, listOf } from './fields.ts';
import type { Fields } from './fields.ts';

/** What a field is expected to be: text (or a number), one or more texts, a table, or one or more tables. */
export interface Shape {
  [field: string]: 'text' | 'texts' | Shape | [Shape];
}

export interface WrongType {
  /** The field's own name, to find its line by. */
  name: string;
  message: string;
}

/** Fields that are there and hold something else than expected, each once. Absent and empty ones are no matter. */
export function wrongTypes(tables: readonly Fields[], shape: Shape): WrongType[] {
  const found = new Map<string, WrongType>();
  for (const table of tables) check(table, shape, '', found);
  return [...found.values()];
}

function check(table: Fields, shape: Shape, above: string, found: Map<string, WrongType>): void {
  for (const [name, expected] of Object.entries(shape)) {
    if (!Object.hasOwn(table, name)) continue;
    const path = above + name;
    const inner = typeof expected === 'string' ? null : Array.isArray(expected) ? expected[0] : expected;
    const isMany = expected === 'texts' || Array.isArray(expected);
    for (const value of isMany ? listOf(table, name) : [table[name]]) {
      if (value === null || value === undefined) continue;
      if (inner !== null && isTable(value)) check(value, inner, `${path}.`, found);
      else if (inner !== null || !isText(value))
        found.set(path, { name, message: wrong(path, value, inner) });
    }
  }
}

function wrong(path: string, value: unknown, inner: Shape | null): string {
  return `“${path}” holds ${nameOf(value)} where ${inner ? 'a table' : 'text'} is expected. Left out.`;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** TOML's dates are objects too. */
function isTable(value: unknown): value is Fields {
  return isFields(value) && !(value instanceof Date);
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
    case 'bigint':
      return 'a number';
    case 'boolean':
      return '“true” or “false”';
    default:
      return 'a table';
  }
}
