import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorkbench } from '../../src/core/workbench.ts';
import { isTextFormat, REPORT_FORMATS } from '../../src/shared/model/report.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { PROJECT } from '../support/source-files.ts';
import { documentText } from '../support/technique-document.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';
import { readWorkbook } from '../support/workbook.ts';

/** One story, told in order: an organization from its first mark to its report. */
describe('an organization', () => {
  let folder: string;
  let keys: string[];
  const data = () => path.join(folder, 'data');
  const bearing = (...args: string[]): Promise<CliResult> => runCli(args, { env: { BEARING_DATA: data() } });
  async function value<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await bearing(...args, '--json');
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as T;
  }

  beforeAll(async () => {
    folder = makeTempFolder('cli');
    const document = path.join(folder, 'T1001.md');
    fs.writeFileSync(document, documentText('T1001', 'Data Obfuscation', ['First', 'Second', 'Third']));
    await bearing('import', document);
    const { rows } = await value<{ rows: { key: string }[] }>('search', '--kind', 'rule');
    keys = rows.map(({ key }) => key);
    expect(keys.length).toBe(3);
  });
  afterAll(() => removeFolder(folder));

  test('has to be there first', async () => {
    const { code, stderr } = await bearing('coverage');
    expect(code).toBe(1);
    expect(stderr).toContain('bearing org add');
    expect(await value('org', 'list')).toEqual([]);
  });

  test('is added, listed, renamed, archived and brought back', async () => {
    const added = await value('org', 'add', 'Example Bank');
    expect(Object.keys(added).toSorted()).toEqual([
      'archivedAt',
      'createdAt',
      'id',
      'marks',
      'name',
      'notes',
      'runs',
    ]);
    expect(await value('org', 'rename', 'example bank', 'Example Bank AG')).toMatchObject({
      id: added.id,
      name: 'Example Bank AG',
    });
    expect(await value('org', 'archive', 'Example Bank AG')).toMatchObject({
      archivedAt: expect.stringMatching(/^\d{4}-/),
    });
    const refused = await bearing('mark', 'deployed', keys[0] ?? '', '--org', 'Example Bank AG');
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(await value('org', 'archive', '--back', String(added.id))).toMatchObject({ archivedAt: null });
    expect(await value('org', 'rename', 'Example Bank AG', 'Example Bank')).toMatchObject({
      name: 'Example Bank',
    });
    const taken = await bearing('org', 'add', 'Example Bank');
    expect([taken.code, taken.stdout]).toEqual([1, '']);
    expect((await bearing('org', 'list')).stdout).toMatch(/^NAME .*\nExample Bank +0 /);
  });

  test('marks, by the only organization there is', async () => {
    const [first = '', second = ''] = keys;
    expect(
      await value('mark', 'deployed', first, second, '--note', 'change 4711', '--author', 'Anna'),
    ).toEqual({
      organization: { id: expect.any(String), name: 'Example Bank' },
      mark: 'deployed',
      changed: 2,
      actionId: expect.any(String),
    });
    expect(await value('show', first)).toMatchObject({ mark: 'deployed', comment: 'change 4711' });
    expect(await value('show', 'T1001')).toMatchObject({ level: 'deployed' });
    expect(await value('mark', 'none', second)).toMatchObject({ mark: null, changed: 1 });
    expect(await value('mark', 'open', second)).toMatchObject({ mark: null, changed: 0 });
    const found = await value<{ rows: { key: string; mark: string }[] }>('search', '--status', 'deployed');
    expect(found.rows).toMatchObject([{ key: first, mark: 'deployed' }]);
  });

  test('marks keys from standard input', async () => {
    const env = { BEARING_DATA: data() };
    const marked = await runCli(['mark', 'planned', '-', '--json'], {
      env,
      input: `${keys[1]}\r\n\n${keys[2]}\n`,
    });
    expect(JSON.parse(marked.stdout)).toMatchObject({ mark: 'planned', changed: 2 });
  });

  test('an unknown key or status marks nothing', async () => {
    const unknown = await bearing('mark', 'deployed', keys[1] ?? '', 'no:such-key');
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(await value('show', keys[1] ?? '')).toMatchObject({ mark: 'planned' });
    expect((await bearing('mark', 'done', keys[1] ?? '')).code).toBe(2);
  });

  test('notes on a technique, a resource and the organization', async () => {
    const saved = await value('note', 't1001', 'Seen **here**.');
    expect(saved).toEqual({
      organization: expect.anything(),
      noteId: expect.any(String),
      actionId: expect.any(String),
    });
    await value('note', keys[0] ?? '', 'On the rule.', '--author', 'Anna');
    const env = { BEARING_DATA: data() };
    expect((await runCli(['note', 'organization', '-'], { env, input: '# Scope\nAll of it.\n' })).code).toBe(
      0,
    );
    const shown = await value<{ notes: Record<string, unknown>[] }>('show', 'T1001');
    expect(shown.notes).toHaveLength(2);
    expect(shown.notes).toContainEqual({
      targetType: 'resource',
      targetKey: keys[0],
      text: 'On the rule.',
      author: 'Anna',
      updatedAt: expect.any(String),
    });
    expect((await bearing('show', 'T1001')).stdout).toContain('  Seen **here**.');
    expect((await bearing('note', 'T1001', '  ')).code).toBe(2);
  });

  test('history tells who did what', async () => {
    const history = await value<{ rows: Record<string, unknown>[]; total: number }>('history', keys[0] ?? '');
    expect(history.rows.some(({ author, after }) => author === 'Anna' && after === 'deployed')).toBe(true);
    expect((await bearing('history', 'T1001', '--limit', '1')).stdout).toMatch(/\n1 of \d+ shown\n$/);
  });

  test('undo takes the latest action back, or one that is named', async () => {
    const { actionId } = await value('mark', 'retired', ...keys);
    expect(await value('undo')).toMatchObject({ actionId, undone: 3, skipped: 0 });
    expect(await value('show', keys[0] ?? '')).toMatchObject({ mark: 'deployed' });
    expect((await bearing('undo', '--action', 'no-such-action')).code).toBe(1);
  });

  test('coverage in the promised shape', async () => {
    const coverage = await value('coverage');
    expect(Object.keys(coverage)).toEqual([
      'organization',
      'techniques',
      'tactics',
      'sources',
      'validityDays',
      'runs',
      'noLongerListed',
    ]);
    expect(coverage).toMatchObject({
      organization: { name: 'Example Bank' },
      techniques: [
        {
          id: 'T1001',
          name: 'Data Obfuscation',
          tactics: ['Discovery'],
          level: 'deployed',
          controls: { listed: 0, deployed: 0 },
          rules: { listed: 3, deployed: 1 },
          tests: { listed: 0, deployed: 0 },
        },
      ],
      tactics: [{ name: 'Discovery', techniques: 1 }],
      sources: [{ id: 'sigma', kind: 'rule', listed: 3, deployed: 1, newest: '2022-08-09' }],
      noLongerListed: 0,
    });
    const [technique = {}] = coverage.techniques as Record<string, unknown>[];
    expect(Object.keys(technique)).toEqual([
      'id',
      'name',
      'tactics',
      'level',
      'controls',
      'rules',
      'tests',
      'runs',
    ]);
    const { stdout } = await bearing('coverage', '--org', 'Example Bank');
    expect(stdout).toContain('Techniques with a rule deployed: 1 of 1');
    expect(stdout).toMatch(/T1001 +Data Obfuscation +deployed +1\/3 +0\/0 +0\/0 +Discovery/);
  });

  test.each(REPORT_FORMATS.filter(isTextFormat))(
    'a report as %s: to a file, to standard output, the same bytes',
    async (format) => {
      const file = path.join(folder, `report.${format}`);
      const made = await value('report', '--format', format, '-o', file);
      expect(made).toMatchObject({
        file,
        format,
        size: fs.statSync(file).size,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      const printed = await bearing('report', '--format', format);
      expect([printed.code, printed.stderr]).toEqual([0, '']);
      expect(printed.stdout).toBe(fs.readFileSync(file, 'utf8'));
      expect(printed.stdout).toContain('Example Bank');
      const asJson = await value('report', '--format', format);
      if (format === 'json') expect(asJson).toEqual(JSON.parse(printed.stdout));
      else expect(asJson).toMatchObject({ format, text: printed.stdout });
    },
  );

  test('a report leaves notes out when told to', async () => {
    expect((await bearing('report', '--format', 'md')).stdout).toContain('On the rule.');
    expect((await bearing('report', '--format', 'md', '--leave-out-notes')).stdout).not.toContain(
      'On the rule.',
    );
    expect((await bearing('report', '--format', 'csv', '--csv-raw')).code).toBe(0);
    expect((await bearing('report', '--format', 'pdf')).code).toBe(2);
  });

  test('a workbook is the same to a file and as JSON', async () => {
    const file = path.join(folder, 'report.xlsx');
    await value('report', '--format', 'xlsx', '-o', file);
    const { base64 } = await value<{ base64: string }>('report', '--format', 'xlsx');
    expect(Buffer.from(base64, 'base64')).toEqual(fs.readFileSync(file));
    expect(readWorkbook(fs.readFileSync(file)).map(({ name }) => name)).toContain('Techniques');
  });

  test('a Navigator layer is the one that is asked for', async () => {
    const name = async (...more: string[]) =>
      (await value<{ text: string }>('report', '--format', 'navigator', ...more)).text;
    expect(await name()).toContain('"Example Bank: levels"');
    expect(await name('--layer', 'depth')).toContain('"Example Bank: rules deployed"');
    expect((await bearing('report', '--format', 'navigator', '--layer', 'best')).code).toBe(2);
  });

  test('the ledger verifies', async () => {
    const check = await value('verify');
    expect(check).toMatchObject({ damage: [], feeds: [{ head: expect.stringMatching(/^[0-9a-f]{64}$/) }] });
    expect((await bearing('verify')).stdout).toMatch(
      /\d+ entries checked, 0 damaged; 0 rows of the current state differ from them\n$/,
    );
  });

  test('with two of them, one has to be named', async () => {
    await value('org', 'add', 'Second Bank');
    const unnamed = await bearing('mark', 'deployed', keys[0] ?? '');
    expect([unnamed.code, unnamed.stdout]).toEqual([2, '']);
    expect(unnamed.stderr).toContain('Example Bank, Second Bank');
    const unknown = await bearing('coverage', '--org', 'Third Bank', '--json');
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toContain('Example Bank, Second Bank');
    expect((await bearing('search', '--status', 'deployed')).code).toBe(2);
    expect(await value('show', 'T1001')).toMatchObject({ level: 'listed', notes: [] });
    expect(await value('show', 'T1001', '--org', 'Example Bank')).toMatchObject({ level: 'deployed' });
    expect(await value('mark', 'planned', keys[0] ?? '', '--org', 'Second Bank')).toMatchObject({
      changed: 1,
    });
  });

  test('beside a process that writes, reading goes on and writing says who holds the folder', async () => {
    const workerFile = path.join(PROJECT, '.cache/tests/import-worker.cjs');
    const window = openWorkbench({
      dataFolder: data(),
      workerFile,
      author: 'Tester',
      version: '0',
      holder: 'Bearing window',
    });
    try {
      expect(await value('show', 'T1001', '--org', 'Second Bank')).toMatchObject({ id: 'T1001' });
      const refused = await bearing('mark', 'deployed', keys[0] ?? '', '--org', 'Second Bank', '--json');
      expect([refused.code, refused.stdout]).toEqual([1, '']);
      expect(refused.stderr).toContain('Bearing window');
    } finally {
      await window.close();
    }
  });

  test('the author of an entry is --author, else the settings’, else the user of the machine', async () => {
    const workerFile = path.join(PROJECT, '.cache/tests/import-worker.cjs');
    const window = openWorkbench({
      dataFolder: data(),
      workerFile,
      author: 'Tester',
      version: '0',
      holder: 'Bearing window',
    });
    await window.call('settings.update', { author: 'Berta' });
    await window.close();
    await value('mark', 'retired', keys[0] ?? '', '--org', 'Second Bank');
    await value('mark', 'deployed', keys[0] ?? '', '--org', 'Second Bank', '--author', 'Clara');
    const { rows } = await value<{ rows: { author: string }[] }>(
      'history',
      keys[0] ?? '',
      '--org',
      'Second Bank',
    );
    expect(rows.slice(0, 2).map(({ author }) => author)).toEqual(['Clara', 'Berta']);
    expect(rows.at(-1)?.author).not.toMatch(/Berta|Clara/);
  });
});
