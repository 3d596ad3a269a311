import path from 'node:path';

// Who may import whom, read from the text of the files alone: this and .dependency-cruiser.cjs watch each other.

export interface Import {
  from: string;
  /** As written. */
  specifier: string;
  /** The file of the project that it means; null for a package or a module of Node. */
  file: string | null;
}

const STATEMENT =
  /(?:^|[\s;}>])(?:import|export)\s+(?:type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?(['"])([^'"]+)\1|\b(?:import|require)\s*\(\s*(['"])([^'"]+)\3/g;

/** Every import, export-from, import() and require of a file's text. Comments are left out. */
export function importsOf(from: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[^:'"`])\/\/[^\n]*/g, '$1');
  return [...code.matchAll(STATEMENT)].map((match) => {
    const specifier = match[2] ?? match[4] ?? '';
    const file = specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(from), specifier).replace(/\?\w+$/, '')
      : null;
    return { from, specifier, file };
  });
}

/** What each folder of core may import of core, besides itself. `core.ts` is what features work with. */
const CORE: Record<string, string[]> = {
  db: [],
  documents: [],
  sources: [],
  reports: [],
  catalog: ['db', 'documents'],
  ledger: ['db'],
  content: ['core.ts', 'db', 'catalog', 'documents', 'sources'],
  search: ['core.ts', 'db', 'catalog', 'ledger', 'coverage'],
  tracking: ['core.ts', 'db', 'catalog', 'ledger'],
  coverage: ['core.ts', 'db', 'catalog', 'ledger', 'content', 'tracking', 'reports'],
};
const PURE = ['documents', 'sources', 'reports'];
const PURE_NODE = ['node:crypto', 'node:buffer', 'node:util'];

/** Packages that one part alone may import. */
const PACKAGES: [pattern: RegExp, parts: string[]][] = [
  [/^electron(\/|$)/, ['main', 'preload']],
  [/^better-sqlite3(\/|$)/, ['core']],
  [/^commander(\/|$)/, ['cli']],
  [/^(svelte|virtua|dompurify|@lucide\/svelte|@fontsource-variable\/\w+)(\/|$)/, ['renderer']],
];

/** What is wrong with an import; null when nothing is. */
export function brokenBorder({ from, specifier, file }: Import): string | null {
  const [, part = '', folder = ''] = from.split('/');
  if (file === null) return brokenPackage(part, folder, specifier);
  // The facts that ship are bundled with what reads them.
  if (part === 'core' && folder === 'content' && /^data\/.*\.json$/.test(file)) return null;
  if (!file.startsWith('src/')) return 'leaves src';
  const [, otherPart = '', otherFolder = ''] = file.split('/');
  if (part === otherPart) return part === 'core' ? brokenCore(folder, otherFolder) : null;
  if (otherPart === 'shared') return null;
  if (['main', 'serve', 'cli'].includes(part) && file === 'src/core/workbench.ts') return null;
  return `${part} must not import ${otherPart}`;
}

function brokenPackage(part: string, folder: string, specifier: string): string | null {
  if (part === 'shared' && specifier !== 'valibot') return 'shared imports valibot alone';
  if (part === 'renderer' && specifier.startsWith('node:')) return 'the page has no Node';
  if (part === 'core' && PURE.includes(folder)) {
    if (specifier === 'better-sqlite3') return `${folder} touches no database`;
    if (specifier.startsWith('node:') && !PURE_NODE.includes(specifier)) return `${folder} touches no file`;
  }
  for (const [pattern, parts] of PACKAGES) {
    if (pattern.test(specifier) && !parts.includes(part)) return `only ${parts.join(' and ')} may import it`;
  }
  return null;
}

function brokenCore(folder: string, other: string): string | null {
  const allowed = CORE[folder];
  if (!allowed || folder === other || allowed.includes(other)) return null;
  return `core/${folder} must not import core/${other}`;
}

/** The first circle found among files, as a path that ends where it began; null when there is none. */
export function findCircle(edges: Map<string, string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): string[] | null => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of edges.get(file) ?? []) {
      const circle = visit(next, [...trail, file]);
      if (circle) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of edges.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return null;
}
