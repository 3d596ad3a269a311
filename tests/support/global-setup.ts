import { build } from 'vite';

/**
 * Bundles the import worker once for all tests. Run from its sources, each worker thread would strip types by WebAssembly, and V8 ends a
 * process in which many threads make and drop such code (`jit_page.has_value()`, nodejs/node#64500).
 */
export async function setup(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: 'src/core/content/import-worker.ts',
      target: 'node22',
      outDir: '.cache/tests',
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'import-worker.cjs' } },
    },
  });
}
