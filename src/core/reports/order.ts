/**
 * Compares two texts by code point: the order of SQLite and of UTF-8 bytes, the same on every machine and in every
 * language setting. (JavaScript's `<` compares UTF-16 units, which puts U+1F600 before U+FF0B.)
 */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** A sorted copy: by each key in turn. A key is a text or a number, and is read once for each value. */
export function sortedBy<T>(values: readonly T[], ...keys: ((value: T) => string | number)[]): T[] {
  const keyed = values.map((value) => ({ value, keys: keys.map((key) => key(value)) }));
  return keyed.sort((a, b) => compareKeys(a.keys, b.keys)).map((entry) => entry.value);
}

function compareKeys(a: (string | number)[], b: (string | number)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compareText(String(left), String(right));
    if (order !== 0) return order;
  }
  return 0;
}

/** Surrogates stand for code points above all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
