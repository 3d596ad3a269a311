import { describe, expect, test } from 'vitest';
import { brokenBorder, findCircle, importsOf } from './support/import-borders.ts';
import { hasPlace, parseLayout } from './support/layout.ts';
import { existsInProject, filesBelow, readProjectFile } from './support/source-files.ts';

const files = filesBelow('src', /\.(ts|svelte|css|html)$/);
const code = files.filter((file) => /\.(ts|svelte)$/.test(file));
const imports = code.flatMap((file) => importsOf(file, readProjectFile(file)));

describe('who may import whom', () => {
  test('the imports of src are found', () => {
    expect(code.length).toBeGreaterThan(10);
    expect(imports.length).toBeGreaterThan(code.length / 2);
  });

  test('no import of src crosses a border', () => {
    const broken = imports.flatMap((found) => {
      const why = brokenBorder(found);
      return why ? [`${found.from} imports ${found.specifier}: ${why}`] : [];
    });
    expect(broken).toEqual([]);
  });

  test('relative imports name files that exist, with their extensions', () => {
    const missing = imports.filter(
      ({ file }) => file !== null && !(/\.\w+$/.test(file) && existsInProject(file)),
    );
    expect(missing.map(({ from, specifier }) => `${from} imports ${specifier}`)).toEqual([]);
  });

  test('no module imports itself by way of others', () => {
    const edges = new Map(code.map((file): [string, string[]] => [file, []]));
    for (const { from, file } of imports) if (file !== null) edges.get(from)?.push(file);
    expect(findCircle(edges)).toBeNull();
  });

  test.each([
    ['src/shared/a.ts', `import fs from 'node:fs';`],
    ['src/shared/a.ts', `import type { X } from '../core/a.ts';`],
    ['src/core/a.ts', `import { app } from 'electron';`],
    ['src/core/a.ts', `import { x } from '../main/a.ts';`],
    ['src/main/a.ts', `import {\n  x,\n  y,\n} from '../core/db/open.ts';`],
    ['src/cli/a.ts', `export * from '../serve/a.ts';`],
    ['src/serve/a.ts', `const x = await import('../main/a.ts');`],
    ['src/preload/a.ts', `import type { Workbench } from '../core/workbench.ts';`],
    ['src/renderer/A.svelte', `<script lang="ts">\n  import { x } from '../core/workbench.ts';\n</script>`],
    ['src/renderer/a.ts', `import 'node:fs';`],
    ['src/renderer/a.ts', `const db = require("better-sqlite3");`],
    ['src/core/documents/a.ts', `import { readFileSync } from 'node:fs';`],
    ['src/core/reports/a.ts', `import type Database from 'better-sqlite3';`],
    ['src/core/sources/a.ts', `import { sql } from '../db/sql.ts';`],
    ['src/core/catalog/a.ts', `import { x } from '../coverage/a.ts';`],
    ['src/main/a.ts', `import { Command } from 'commander';`],
    ['src/core/sources/a.ts', `import index from '../../../data/attack/index.json' with { type: 'json' };`],
    ['src/core/content/a.ts', `import x from '../../../package.json' with { type: 'json' };`],
  ])('%s may not say %s', (file, text) => {
    expect(importsOf(file, text).map(brokenBorder)).toEqual([expect.any(String)]);
  });

  test.each([
    [
      'src/main/a.ts',
      `import { openWorkbench } from '../core/workbench.ts'; import { app } from 'electron';`,
    ],
    ['src/core/documents/a.ts', `// import 'node:fs';\nimport { createHash } from 'node:crypto';`],
    ['src/core/content/a.ts', `import { parse } from '../documents/parse.ts';`],
    ['src/core/content/a.ts', `import index from '../../../data/attack/index.json' with { type: 'json' };`],
    ['src/renderer/A.svelte', `<script lang="ts">import B from './B.svelte';</script>`],
  ])('%s may say %s', (file, text) => {
    const found = importsOf(file, text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.map(brokenBorder).filter(Boolean)).toEqual([]);
  });

  test('a circle is found', () => {
    const edges = { a: ['b'], b: ['c', 'd'], c: [], d: ['b'] };
    expect(findCircle(new Map(Object.entries(edges)))).toEqual(['b', 'd', 'b']);
  });
});

describe('the layout of docs/architecture.md', () => {
  const drawnPlaces = () => parseLayout(readProjectFile('docs/architecture.md'));

  test('every file of src has a place in it', () => {
    const places = drawnPlaces();
    expect(files.filter((file) => !hasPlace(places, file))).toEqual([]);
  });

  test('everything of src that it names is there', () => {
    const empty = drawnPlaces().filter(
      (place) => place.startsWith('src/') && !files.some((file) => file === place || file.startsWith(place)),
    );
    expect(empty).toEqual([]);
  });

  test('it is read with its indents', () => {
    const drawn =
      '```\nsrc/\n  core/   all of it\n    a.ts  one\n    db/  search/   two\n  cli/  commands\n```\n';
    const read = parseLayout(drawn);
    expect(read).toEqual([
      'src/',
      'src/core/',
      'src/core/a.ts',
      'src/core/db/',
      'src/core/search/',
      'src/cli/',
    ]);
    expect(hasPlace(read, 'src/core/search/deep/x.ts')).toBe(true);
    expect(hasPlace(read, 'src/core/stray.ts')).toBe(false);
    expect(hasPlace(read, 'src/stray.ts')).toBe(false);
  });
});
