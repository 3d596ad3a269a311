import type { Environment } from 'vitest/runtime';

/**
 * Node, with modules compiled as for a browser: in Svelte's server build effects never run. Vitest takes environments
 * as default exports only.
 */
const environment: Environment = {
  name: 'runes',
  viteEnvironment: 'client',
  setup() {
    return { teardown() {} };
  },
};

export default environment;
