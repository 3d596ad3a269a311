import type { KeyBinding, KeyScope } from '../../state/keys.svelte.ts';

export interface SheetRow {
  label: string;
  /** All keys that do it, but those that do something else before. */
  keys: string[];
  caps?: readonly string[] | undefined;
}

export interface SheetScope {
  name: string;
  rows: SheetRow[];
}

/** All keys by scope, newest first, each key once: where it does something on this screen, it does nothing else below. */
export function listKeys(scopes: readonly KeyScope[]): SheetScope[] {
  const taken = new Set<string>();
  return scopes
    .filter(({ isModal }) => !isModal)
    .map(({ name, bindings }) => ({ name, rows: rowsOf(bindings, taken) }))
    .filter(({ rows }) => rows.length > 0);
}

/** One row a label: `Alt 1` to `Alt 9` say the same. */
function rowsOf(bindings: readonly KeyBinding[], taken: Set<string>): SheetRow[] {
  const rows = new Map<string, SheetRow>();
  for (const { keys: spec, label, caps } of bindings) {
    const keys = [spec].flat().filter((key) => !taken.has(key));
    for (const key of keys) taken.add(key);
    if (keys.length > 0 && !rows.has(label)) rows.set(label, { label, keys, caps });
  }
  return [...rows.values()];
}
