import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import path from 'node:path';

// Every script passes `--config electron.config.ts`: electron-vite looks for another name by itself.
const root = import.meta.dirname;
const main = {
  index: 'src/main/index.ts',
  cli: 'src/cli/index.ts',
  serve: 'src/serve/index.ts',
  'import-worker': 'src/core/content/import-worker.ts',
};

// The only package that is not bundled, because its addon is a file of its own.
const external = ['better-sqlite3'];
// Targets are those of the oldest Electron that Bearing runs on, 25: Node 18 and Chromium 114.
const node = {
  target: 'node18',
  externalizeDeps: false,
  minify: false,
  reportCompressedSize: false,
} as const;

export default defineConfig({
  main: {
    build: {
      ...node,
      outDir: path.join(root, 'out/main'),
      rolldownOptions: {
        input: entries(main),
        external,
        output: { format: 'cjs', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      ...node,
      outDir: path.join(root, 'out/preload'),
      // A sandboxed preload script can require nothing of its own: it has to be one file.
      rolldownOptions: {
        input: entries({ index: 'src/preload/index.ts' }),
        output: { format: 'cjs', entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: path.join(root, 'src/renderer'),
    plugins: [svelte({ configFile: false })],
    build: {
      target: 'chrome114',
      outDir: path.join(root, 'out/renderer'),
      emptyOutDir: true,
      minify: true,
      reportCompressedSize: false,
      // The content security policy knows no data: addresses and no inline scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: path.join(root, 'src/renderer/index.html') },
    },
  },
});

function entries(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, path.join(root, file)]));
}
