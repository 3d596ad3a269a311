'use strict';

// Who may import whom (docs/architecture.md). tests/architecture.test.ts says the same in its own way.

const PURE = 'documents|sources|reports';

/** What each folder of core may import of core, besides itself. Content flows to reports, never back. */
const CORE = {
  db: '',
  documents: '',
  sources: '',
  reports: '',
  catalog: 'db|documents',
  ledger: 'db',
  content: 'db|catalog|documents|sources',
  search: 'db|catalog|ledger|coverage',
  tracking: 'db|catalog|ledger',
  coverage: 'db|catalog|ledger|content|tracking|reports',
};

/** These are features: they take the core that workbench.ts makes. */
const FEATURES = ['content', 'search', 'tracking', 'coverage'];

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule(
      'no-circular',
      'Modules that import each other cannot be read one after the other.',
      {},
      { circular: true },
    ),
    rule('resolvable', 'What is imported exists.', {}, { couldNotResolve: true }),
    rule(
      'shared-alone',
      'shared runs anywhere: it imports itself and valibot.',
      { path: '^src/shared/' },
      { pathNot: '^src/shared/|^node_modules/valibot/' },
    ),
    rule(
      'core-imports-shared',
      'core knows no host.',
      { path: '^src/core/' },
      { path: '^src/', pathNot: '^src/(core|shared)/' },
    ),
    rule(
      'hosts-hold-the-workbench',
      'main, serve and cli import core/workbench.ts and shared, never each other.',
      { path: '^src/(main|serve|cli)/' },
      { path: '^src/', pathNot: '^src/(shared/|$1/|core/workbench\\.ts$)' },
    ),
    rule(
      'pages-import-shared',
      'preload and renderer import shared alone.',
      { path: '^src/(preload|renderer)/' },
      { path: '^src/', pathNot: '^src/(shared|$1)/' },
    ),
    rule(
      'renderer-has-no-builtins',
      'The page has no Node.',
      { path: '^src/renderer/' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'pure',
      'documents, sources and reports take a value or text and answer one: no file, no database, no thread.',
      { path: `^src/core/(${PURE})/` },
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer|util)$' },
    ),
    rule(
      'pure-without-database',
      'documents, sources and reports touch no database.',
      { path: `^src/core/(${PURE})/` },
      { path: 'node_modules/better-sqlite3/' },
    ),
    ...Object.entries(CORE).map(([folder, allowed]) =>
      rule(
        `core-${folder}`,
        `src/core/${folder} imports ${allowed ? allowed.replaceAll('|', ', ') : 'nothing'} of core besides itself.`,
        { path: `^src/core/${folder}/` },
        {
          path: '^src/core/',
          pathNot: [
            `^src/core/(${[folder, allowed].filter(Boolean).join('|')})/`,
            ...(FEATURES.includes(folder) ? ['^src/core/core\\.ts$'] : []),
          ],
        },
      ),
    ),
    rule(
      'electron-in-its-host',
      'Only the Electron host knows Electron.',
      { pathNot: '^src/(main|preload)/' },
      { path: 'node_modules/electron/' },
    ),
    rule(
      'database-in-core',
      'Only core opens databases.',
      { pathNot: '^src/core/' },
      { path: 'node_modules/better-sqlite3/' },
    ),
    rule(
      'commander-in-cli',
      'Only the CLI reads arguments.',
      { pathNot: '^src/cli/' },
      { path: 'node_modules/commander/' },
    ),
    rule(
      'interface-in-renderer',
      'Only the renderer draws.',
      { pathNot: '^src/renderer/' },
      {
        path: 'node_modules/(svelte|bits-ui|virtua|dompurify|svelte-sonner|@lucide|@fontsource-variable|@internationalized)/',
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'browser', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte', '.d.ts', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
