import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT } from './support/source-files.ts';

test('every bundled package has a licence that Bearing may ship, and NOTICE names them all', () => {
  const script = path.join(PROJECT, 'scripts/licenses.mjs');
  const result = spawnSync(
    process.execPath,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, '--check'],
    { cwd: PROJECT, encoding: 'utf8' },
  );
  expect(result.stderr).toBe('');
  expect(result.status).toBe(0);
});
