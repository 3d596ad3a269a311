/** The layout as docs/architecture.md draws it: folders (with a closing slash) and files, as paths from the root. */
export function parseLayout(markdown: string): string[] {
  const block = [...markdown.matchAll(/^```\w*\n([\s\S]*?)^```/gm)]
    .map((match) => match[1] ?? '')
    .find((text) => /^\s*src\/(\s|$)/m.test(text));
  if (block === undefined) return [];
  const places: string[] = [];
  const parents: { indent: number; path: string }[] = [];
  for (const line of block.split('\n')) {
    const indent = line.search(/\S/);
    if (indent < 0) continue;
    while ((parents.at(-1)?.indent ?? -1) >= indent) parents.pop();
    const above = parents.at(-1)?.path ?? '';
    // Names come first, several on a line two spaces apart; then what they are.
    for (const name of line.trim().split(/\s{2,}|,\s*/)) {
      if (!/^(\.?[\w@-]+\/|\.?[\w.-]+\.\w+|[A-Z]+)$/.test(name)) break;
      places.push(above + name);
      if (name.endsWith('/')) parents.push({ indent, path: above + name });
    }
  }
  return places;
}

/** Whether a file has a place: named itself, or in a named folder whose own contents the layout does not name. */
export function hasPlace(places: string[], file: string): boolean {
  if (places.includes(file)) return true;
  const folder = places
    .filter((place) => place.endsWith('/') && file.startsWith(place))
    .sort((a, b) => b.length - a.length)[0];
  return folder !== undefined && !places.some((place) => place !== folder && place.startsWith(folder));
}
