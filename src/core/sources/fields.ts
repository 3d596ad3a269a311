// Reading of values whose type nobody promises: each answers what it was asked for, or nothing.

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The table under a name; empty when there is none. */
export function fieldsOf(value: unknown, name: string): Fields {
  const field = isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return isFields(field) ? field : {};
}

/** Text or number under a name, trimmed; null when absent, empty or of another type. */
export function textOf(value: unknown, name: string): string | null {
  const field = isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  const text = typeof field === 'number' ? String(field) : field;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}

/** The list under a name; a single value counts as a list of one. */
export function listOf(value: unknown, name: string): unknown[] {
  const field = isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  if (field === undefined || field === null) return [];
  return Array.isArray(field) ? field : [field];
}

/** The texts of the list under a name, each once. */
export function textsOf(value: unknown, name: string): string[] {
  const texts = listOf(value, name).flatMap((item) =>
    typeof item === 'string' && item.trim() !== ''
      ? [item.trim()]
      : typeof item === 'number'
        ? [String(item)]
        : [],
  );
  return [...new Set(texts)];
}

/** `2020/10/05`, `2020-10-05`, `2020-10-05T…` → `2020-10-05`; null for what is no date. */
export function dateOf(value: unknown, name: string): string | null {
  const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:\D|$)/.exec(textOf(value, name) ?? '');
  if (!parts) return null;
  const [, year = '', month = '', day = ''] = parts;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return null;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const TECHNIQUE_ID = /^T\d{4}(?:\.\d{3})?$/;

/** Ids of ATT&CK's own form in upper case, each once, in order; what is none is left out. */
export function techniqueIds(texts: readonly string[]): string[] {
  return [
    ...new Set(texts.map((text) => text.trim().toUpperCase()).filter((text) => TECHNIQUE_ID.test(text))),
  ];
}
