import fs from 'node:fs';
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

test('too little coverage fails a command that has done all else', async () => {
  const args = ['coverage', '--as-of', 'listed'];
  const all = (await value(...args)) as { techniques: { level: string }[] };
  const share = all.techniques.filter(({ level }) => level !== 'listed').length / all.techniques.length;
  expect(share).toBeGreaterThan(0);
  expect((await bearing(...args, '--fail-under', String(share))).code).toBe(0);
  const failed = await bearing(...args, '--fail-under', '100%', '--json');
  expect([failed.code, JSON.parse(failed.stdout)]).toEqual([1, all]);
  expect(failed.stderr).toMatch(
    /^bearing: \d+ of \d+ techniques have a rule deployed, a share of 0\.\d+: less than 1\.\n$/,
  );
  const file = path.join(folder, 'report.json');
  const report = await bearing(
    'report',
    '--format',
    'json',
    '-o',
    file,
    '--fail-under',
    '1',
    '--of',
    'validated',
  );
  expect([report.code, fs.existsSync(file)]).toEqual([1, true]);
});

test.each([
  [['coverage', '--fail-under', '80'], '0.8 or 80%'],
  [['coverage', '--fail-under', 'much'], '0.8 or 80%'],
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
