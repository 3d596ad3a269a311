/** What docs/report.schema.json uses of JSON Schema 2020-12, and no more. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  const?: unknown;
  enum?: unknown[];
  type?: string | string[];
  minimum?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  [annotation: string]: unknown;
}

const USED = '$schema $ref $defs title description const enum type minimum required properties items'.split(
  ' ',
);

/**
 * Where a value is not what a schema says, one line each; also where an object has a field that the schema does not
 * name, and where the schema uses a word that this check does not know.
 */
export function checkSchema(value: unknown, schema: Schema, root: Schema = schema, at = '$'): string[] {
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target ? checkSchema(value, target, root, at) : [`${at}: no ${schema.$ref}`];
  }
  const found = Object.keys(schema)
    .filter((word) => !USED.includes(word))
    .map((word) => `${at}: the check does not know ${word}`);
  if ('const' in schema && value !== schema.const) found.push(`${at}: not ${JSON.stringify(schema.const)}`);
  if (schema.enum && !schema.enum.includes(value))
    found.push(`${at}: not one of ${JSON.stringify(schema.enum)}`);
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => hasType(value, type)))
    found.push(`${at}: not ${types.join(' or ')}`);
  if (schema.minimum !== undefined && typeof value === 'number' && value < schema.minimum)
    found.push(`${at}: less than ${schema.minimum}`);
  const { items, properties } = schema;
  if (items && Array.isArray(value))
    found.push(...value.flatMap((item, index) => checkSchema(item, items, root, `${at}[${index}]`)));
  if (properties && typeof value === 'object' && value !== null)
    found.push(...checkObject(value as Record<string, unknown>, properties, schema.required ?? [], root, at));
  return found;
}

function checkObject(
  value: Record<string, unknown>,
  properties: Record<string, Schema>,
  required: string[],
  root: Schema,
  at: string,
): string[] {
  const found = required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}: no ${name}`);
  for (const [name, inner] of Object.entries(value)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    found.push(
      ...(schema
        ? checkSchema(inner, schema, root, `${at}.${name}`)
        : [`${at}: ${name} is not in the schema`]),
    );
  }
  return found;
}

function hasType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
