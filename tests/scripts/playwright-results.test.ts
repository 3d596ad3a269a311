import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';
import { readPlaywright } from '../../scripts/playwright-results.mjs';

const folder = makeTempFolder('results');
afterAll(() => removeFolder(folder));

const spec = (title: string, status: string, annotations: unknown[] = []) => ({
  title,
  tests: [{ projectName: 'browser', status, annotations }],
});

test('counts what passed, failed, was flaky and was skipped, with the reasons', () => {
  const file = path.join(folder, 'report.json');
  const inner = {
    title: 'inner',
    specs: [
      spec('b', 'unexpected'),
      spec('c', 'flaky'),
      spec('d', 'skipped', [{ type: 'skip', description: 'no screen' }]),
    ],
  };
  const report = {
    suites: [{ title: 'a.spec.ts', specs: [spec('a', 'expected')], suites: [inner] }],
    errors: [{ message: 'broken' }],
  };
  writeFileSync(file, JSON.stringify(report));
  expect(readPlaywright(file)).toEqual({
    passed: 1,
    failed: 3,
    failures: ['broken', 'browser > a.spec.ts > inner > b', 'browser > a.spec.ts > inner > c'],
    skipped: [{ name: 'browser > a.spec.ts > inner > d', reason: 'no screen' }],
  });
});

test('says when there is no report', () => {
  expect(readPlaywright(path.join(folder, 'none.json'))).toBeNull();
});
