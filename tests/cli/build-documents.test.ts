import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { writeSmallSnapshots } from '../support/small-snapshots.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';

let folder: string;
let from: string[];
let output: string;
beforeEach(() => {
  folder = makeTempFolder('build');
  const snapshots = writeSmallSnapshots(path.join(folder, 'snapshots'));
  from = ['--from', path.join(snapshots, 'sigma'), path.join(snapshots, 'car')];
  output = path.join(folder, 'documents');
});
afterEach(() => removeFolder(folder));

const build = (...args: string[]) =>
  runCli(['build-documents', ...args], { env: { BEARING_DATA: path.join(folder, 'data') } });
const page = () => fs.readFileSync(path.join(output, 'T1046.md'), 'utf8');

test('writes the documents, answers exactly what was written, and makes no data folder', async () => {
  const more = [
    '--from',
    path.join(folder, 'snapshots/atomic'),
    '--date',
    '2026-09-01',
    '--date',
    'car=2025-05-16',
  ];
  const { code, stdout, stderr } = await build(...from, '-o', output, ...more, '--json');
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({
    documents: fs.readdirSync(output).length,
    resources: { control: 0, rule: 5, test: 3 },
    listings: 10,
    problems: [],
  });
  expect(page().match(/(?<=accessed:\*\* ).*/g)).toEqual([
    'May 16, 2025',
    'September 01, 2026',
    'September 01, 2026',
    'May 16, 2025',
  ]);
  expect(fs.readdirSync(folder).sort()).toEqual(['documents', 'snapshots']);
});

test('sums it up in words, and says today where no date is known', async () => {
  const before = new Date().getUTCFullYear();
  const { code, stdout, stderr } = await build(...from, '--output', output);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^bearing: The date of car, sigma is not known: today's was written, \d{4}-\d\d-\d\d\. --date sets it\.\n$/,
  );
  expect(stdout).toMatch(/^Documents {3}\d+: 0 controls, 5 rules, 1 test, 7 listings\n/);
  expect(stdout).toMatch(/^sigma {7}4 resources listed, as of \d+ \w+ \d{4}$/m);
  expect(page()).toMatch(new RegExp(`accessed:\\*\\* \\w+ \\d\\d, (${before}|${before + 1})\n`));
});

test('names no source whose date is known or was given', async () => {
  const some = await build(...from, '-o', output, '--date', 'car=2025-05-16');
  expect(some.stderr).toContain('The date of sigma is not known');
  const all = await build(...from, '-o', output, '--force', '--date', '2026-09-01');
  expect([all.code, all.stderr]).toEqual([0, '']);
});

test('a folder that is not there is told in the words of building', async () => {
  const { stderr } = await build('-o', output, '--from', path.join(folder, 'none'));
  expect(stderr).toBe(
    `bearing: ${path.join(folder, 'none')} cannot be read (ENOENT). Check the path; nothing was written.\n`,
  );
});

test('problems go to standard error, and other documents are not written over', async () => {
  fs.writeFileSync(path.join(folder, 'snapshots/sigma/rules/broken.yml'), 'title: [');
  fs.mkdirSync(output);
  fs.writeFileSync(path.join(output, 'T1046.md'), 'mine');
  const refused = await build(...from, '-o', output);
  expect([refused.code, refused.stdout, page()]).toEqual([1, '', 'mine']);
  expect(refused.stderr).toContain('--force');
  const forced = await build(...from, '-o', output, '--force', '--date', '2026-09-01');
  expect(forced.code).toBe(0);
  expect(forced.stderr).toMatch(/broken\.yml.*\[unreadable\]\n$/);
  expect(forced.stdout).toContain('Problems    1\n');
  expect(page()).toContain('# T1046: Network Service Discovery');
});

test.each([
  [1, ['--from', 'no-such-folder']],
  [2, []],
  [2, ['--from', '']],
  [2, ['--from', 'x', '--date', '2026-02-30']],
  [2, ['--from', 'x', '--date', 'sigma=']],
  [2, ['--from', 'x', '--date', 'nessus=2026-02-03']],
])('ends with %i for %j', async (expected, args) => {
  const { code, stdout, stderr } = await build('-o', output, ...args);
  expect([code, stdout]).toEqual([expected, '']);
  expect(stderr).not.toBe('');
  expect(fs.existsSync(output)).toBe(false);
});
