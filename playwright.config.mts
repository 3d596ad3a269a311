import { defineConfig } from '@playwright/test';

/** Long enough for a machine whose two cores are busy with other things; no test waits for it. */
const TIMEOUT = 120_000;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  timeout: TIMEOUT,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  workers: 1,
  reporter: 'list',
  projects: [
    { name: 'browser', testDir: 'tests/e2e/browser' },
    { name: 'electron', testDir: 'tests/e2e/electron' },
    { name: 'packaged', testDir: 'tests/e2e/packaged' },
    // Measures, for `npm run bench:window`; no step of `npm test`.
    { name: 'bench', testDir: 'tests/bench' },
  ],
});
