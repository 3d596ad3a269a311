/** For a sort, the newer first: `1.10.0` before `1.9.0`, an unknown one last. */
export function compareVersions(a: string | null, b: string | null): number {
  const [x = [], y = []] = [a, b].map((version) => (version ?? '-1').split('.').map(Number));
  for (let i = 0; i < Math.max(x.length, y.length); i += 1) {
    const difference = (y[i] ?? 0) - (x[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
