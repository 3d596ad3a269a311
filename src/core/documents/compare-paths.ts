/** The order of a page's lists: names compared in upper case, so that `_` follows letters, and a folder's files before its folders. */
export function comparePaths(a: string, b: string): number {
  const [first, second] = [a.toUpperCase().split('/'), b.toUpperCase().split('/')];
  const shared = Math.min(first.length, second.length);
  for (let i = 0; i < shared; i += 1) {
    const isFile = [i === first.length - 1, i === second.length - 1];
    if (isFile[0] !== isFile[1]) return isFile[0] ? -1 : 1;
    const [one = '', other = ''] = [first[i], second[i]];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
