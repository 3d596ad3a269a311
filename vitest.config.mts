import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Long enough for a machine whose two cores are busy with other things; no test waits for it. */
const TIMEOUT = 60_000;

const runes = 'tests/**/*.svelte.test.ts';
// Processes, not threads: better-sqlite3 is a native addon and the import worker is a thread already.
// Tests that start the command line from its sources are not warned of that.
const execArgv = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'];
const common = {
  environment: 'node',
  pool: 'forks',
  testTimeout: TIMEOUT,
  hookTimeout: TIMEOUT,
  execArgv,
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    globalSetup: './tests/support/global-setup.ts',
    projects: [
      {
        test: {
          ...common,
          name: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/bench/**', runes],
        },
      },
      {
        // Runes compile in files with `.svelte` in their names; Svelte's server build would leave effects out.
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser', 'development'] },
        test: {
          ...common,
          name: 'runes',
          environment: './tests/support/runes-environment.ts',
          server: { deps: { inline: [/svelte/, 'esm-env'] } },
          include: [runes],
          exclude: ['tests/e2e/**', 'tests/bench/**'],
        },
      },
    ],
  },
});
