import { KINDS, type Kind } from '../../../shared/model/resource.ts';
import { formatThings } from '../../format.ts';

/** Resources chosen in a list, by key, to be marked together. */
export class Selection {
  #kinds = $state.raw<ReadonlyMap<string, Kind>>(new Map());

  get size(): number {
    return this.#kinds.size;
  }

  get keys(): string[] {
    return [...this.#kinds.keys()];
  }

  /** `3 rules`, `3 rules, 1 test`. */
  get words(): string {
    return countKinds(this.#kinds.values());
  }

  has(key: string): boolean {
    return this.#kinds.has(key);
  }

  kindOf(key: string): Kind | undefined {
    return this.#kinds.get(key);
  }

  toggle(key: string, kind: Kind): void {
    const kinds = new Map(this.#kinds);
    if (!kinds.delete(key)) kinds.set(key, kind);
    this.#kinds = kinds;
  }

  add(resources: Iterable<{ key: string; kind: Kind }>): void {
    const kinds = new Map(this.#kinds);
    for (const { key, kind } of resources) kinds.set(key, kind);
    this.#kinds = kinds;
  }

  /** Answers whether there was something to clear. */
  clear(): boolean {
    if (this.#kinds.size === 0) return false;
    this.#kinds = new Map();
    return true;
  }
}

/** `7 rules, 2 tests`: how many of each kind, none left out but those that are 0. */
export function countKinds(kinds: Iterable<Kind>): string {
  const all = [...kinds];
  return KINDS.map((kind) => ({ kind, count: all.filter((one) => one === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => formatThings(count, kind))
    .join(', ');
}
