/** A file of a snapshot as shown. The root of a snapshot that is a single file is that file itself. */
export function shownPath(root: string, path: string): string {
  const name = root.slice(-path.length - 1);
  return root === path || name === `/${path}` || name === `\\${path}` ? root : `${root}/${path}`;
}
