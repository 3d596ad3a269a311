import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { writeSmallSnapshots } from '../support/small-snapshots.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';

let folder: string;
let testKey: string;
let ruleKey: string;
const bearing = (...args: string[]) => runCli(args, { env: { BEARING_DATA: path.join(folder, 'data') } });
const value = async (...args: string[]) => {
  const { code, stdout, stderr } = await bearing(...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as unknown;
};
const firstKey = async (...args: string[]) =>
  ((await value('search', ...args)) as { rows: { key: string }[] }).rows[0]?.key ?? '';

beforeAll(async () => {
  folder = makeTempFolder('cli');
  await bearing('import', writeSmallSnapshots(path.join(folder, 'snapshots')));
  await bearing('org', 'add', 'Example Bank');
  testKey = await firstKey('Scan', '--kind', 'test', '--source', 'atomic');
  ruleKey = await firstKey('Scan of ports', '--kind', 'rule');
  await bearing('mark', 'deployed', ruleKey);
});
afterAll(() => removeFolder(folder));

test('a run is recorded, listed, counted and taken back', async () => {
  const { code, stdout } = await bearing(
    ...['run', testKey, '--outcome', 'alerted', '--fired', ruleKey],
    ...['--at', '2026-11-03T14:00Z', '--note', 'seen'],
  );
  expect([code, stdout]).toEqual([0, `Example Bank: run of ${testKey} recorded, alerted\n`]);
  expect(await value('runs', 'T1046')).toMatchObject([
    {
      testKey,
      at: '2026-11-03T14:00:00.000Z',
      outcome: 'alerted',
      rules: [{ key: ruleKey, title: 'Scan of ports' }],
      comment: 'seen',
    },
  ]);
  expect((await bearing('runs')).stdout).toMatch(/2026-11-03 14:00 .* alerted .* Scan of ports .* seen/);
  expect(await value('runs', ruleKey)).toEqual([]);
  expect((await bearing('history', '--limit', '1')).stdout).toMatch(/ run .* alerted /);
  await bearing('undo');
  expect(await value('runs')).toEqual([]);
});

test('how long a run counts is said once and kept', async () => {
  await value('run', testKey, '--outcome', 'blocked', '--at', '2020-01-01');
  expect(await value('runs')).toMatchObject([{ isValid: false }]);
  expect(await value('runs', '--valid-for', '3650')).toMatchObject([{ isValid: true }]);
  expect(await value('coverage')).toMatchObject({ validityDays: 3650, runs: { recorded: 1, valid: 1 } });
});

test.each([
  [['run', 'KEY'], '--outcome'],
  [['run', 'KEY', '--outcome', 'seen'], 'blocked, alerted, logged, missed'],
  [['run', 'KEY', '--outcome', 'missed', '--at', 'yesterday'], '2026-11-03'],
  [['run', 'KEY', '--outcome', 'missed', '--at', '2026-02-30'], '2026-11-03'],
  [['runs', '--valid-for', '0'], 'days'],
])('%j is a mistake of use and says what would be none', async (args, says) => {
  const { code, stderr } = await bearing(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(says);
});

test('what is no test is not run', async () => {
  const { code, stderr } = await bearing('run', ruleKey, '--outcome', 'missed');
  expect(code).toBe(2);
  expect(stderr).toContain('Only tests are run');
});
