import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test, vi } from 'vitest';
import { runCli, startCli, waitForEnd, type CliResult } from '../support/run-cli.ts';
import { PROJECT } from '../support/source-files.ts';
import { documentText } from '../support/technique-document.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';

const SHIPPED = path.join(PROJECT, 'data/example/T1046.md');

function inFolder(folder: string): (...args: string[]) => Promise<CliResult> {
  return (...args) => runCli(args, { env: { BEARING_DATA: path.join(folder, 'data') } });
}

function valueOf<T>({ code, stdout, stderr }: CliResult): T {
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return JSON.parse(stdout) as T;
}

describe('import', () => {
  let folder: string;
  let bearing: ReturnType<typeof inFolder>;
  beforeEach(() => {
    folder = makeTempFolder('cli');
    bearing = inFolder(folder);
    fs.mkdirSync(path.join(folder, 'docs'));
    fs.writeFileSync(
      path.join(folder, 'docs', 'T1001.md'),
      documentText('T1001', 'Data Obfuscation', ['First', 'Second']),
    );
    fs.writeFileSync(
      path.join(folder, 'docs', 'T1002.md'),
      documentText('T1002', 'Data Compressed', ['Second', 'Third']),
    );
  });
  afterEach(() => removeFolder(folder));

  test('answers exactly what it did and what the catalog holds', async () => {
    fs.writeFileSync(path.join(folder, 'docs', 'broken.md'), 'nothing of the kind');
    const result = valueOf<Record<string, unknown>>(
      await bearing('import', '--json', path.join(folder, 'docs')),
    );
    expect(result).toEqual({
      documents: 2,
      techniques: 2,
      resources: { control: 0, rule: 3, test: 0 },
      listings: 4,
      added: 2,
      changed: 0,
      removed: 0,
      unchanged: 0,
      problems: expect.any(Array),
      sources: [],
      attack: [],
      packs: [],
      importId: 1,
      restores: null,
      changes: [expect.objectContaining({ change: 'added' }), expect.objectContaining({ change: 'added' })],
      organizations: [],
    });
    expect(Object.keys(result)).toEqual([
      'documents',
      'techniques',
      'resources',
      'listings',
      'added',
      'changed',
      'removed',
      'unchanged',
      'problems',
      'sources',
      'importId',
      'restores',
      'changes',
      'organizations',
      'attack',
      'packs',
    ]);
    const broken = (result.problems as { file: string }[]).filter(({ file }) => file.endsWith('broken.md'));
    expect(broken).toEqual([
      {
        file: path.join(folder, 'docs', 'broken.md'),
        line: null,
        code: expect.any(String),
        message: expect.any(String),
      },
    ]);
  });

  test('tells a person the same, problems on standard error', async () => {
    fs.writeFileSync(path.join(folder, 'docs', 'broken.md'), 'nothing of the kind');
    const { code, stdout, stderr } = await bearing('import', path.join(folder, 'docs'));
    expect(code).toBe(0);
    expect(stdout).toContain('2 added, 0 changed, 0 removed, 0 unchanged');
    expect(stdout).toContain('2 techniques, 0 controls, 3 rules, 0 tests, 4 listings');
    expect(stderr).toMatch(/broken\.md(:\d+)?: .+ \[[a-z-]+\]\n/);
    expect(stderr).not.toContain('\u001b');
  });

  test('twice changes nothing, and a dry run writes nothing', async () => {
    const docs = path.join(folder, 'docs');
    expect(valueOf(await bearing('import', '--dry-run', '--json', docs))).toMatchObject({ added: 2 });
    expect(valueOf(await bearing('import', '--json', docs))).toMatchObject({ added: 2, unchanged: 0 });
    expect(valueOf(await bearing('import', '--json', docs))).toMatchObject({ added: 0, unchanged: 2 });
    expect((await bearing('import', '--dry-run', docs)).stdout).toContain('nothing was written');
  });

  test('reports what has gone and removes it only when told to', async () => {
    const docs = path.join(folder, 'docs');
    await bearing('import', docs);
    fs.rmSync(path.join(docs, 'T1002.md'));
    const kept = await bearing('import', '--json', docs);
    expect(valueOf(kept)).toMatchObject({ techniques: 2, removed: 0 });
    expect(kept.stderr).toContain('T1002.md: has gone (T1002 Data Compressed).');
    expect(kept.stderr).toContain('--remove-gone');
    expect(valueOf(await bearing('import', '--json', '--remove-gone', docs))).toMatchObject({
      techniques: 1,
      removed: 1,
    });
  });

  test('a path that is not there fails, with nothing on standard output', async () => {
    const { code, stdout, stderr } = await bearing('import', '--json', path.join(folder, 'nowhere'));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^bearing: .*nowhere/);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s cancels it: nothing is written', async (signal, expected) => {
    const many = path.join(folder, 'many');
    fs.mkdirSync(many);
    for (let i = 0; i < 3000; i++) {
      const id = `T${1000 + Math.floor(i / 3)}.00${(i % 3) + 1}`;
      fs.writeFileSync(
        path.join(many, `${id}.md`),
        documentText(id, `Technique ${i}`, [`Rule ${i}`, `Rule ${i + 1}`]),
      );
    }
    const child = startCli(['import', '--json', many], { BEARING_DATA: path.join(folder, 'data') });
    const ended = waitForEnd(child);
    // Made after the signals are listened to, and long before 3,000 documents are read.
    await vi.waitFor(() => expect(fs.existsSync(path.join(folder, 'data', 'catalog.db'))).toBe(true), {
      timeout: 30_000,
      interval: 2,
    });
    child.kill(signal);
    expect(await ended).toEqual({
      code: expected,
      stdout: '',
      stderr: 'bearing: The import was cancelled. Nothing was written.\n',
    });
    expect(valueOf(await bearing('search', '--json'))).toEqual({ rows: [], total: 0 });
  });
});

describe('what reads', () => {
  let folder: string;
  let bearing: ReturnType<typeof inFolder>;
  beforeAll(async () => {
    folder = makeTempFolder('cli');
    bearing = inFolder(folder);
    await bearing('import', SHIPPED);
  });
  afterAll(() => removeFolder(folder));

  test('show: a technique in the promised shape', async () => {
    const shown = valueOf<Record<string, unknown>>(await bearing('show', 't1046', '--json'));
    expect(Object.keys(shown)).toEqual([
      'id',
      'name',
      'url',
      'tactics',
      'description',
      'level',
      'attack',
      'sections',
      'notes',
    ]);
    expect(shown).toMatchObject({
      id: 'T1046',
      name: 'Network Service Scanning',
      url: 'https://attack.mitre.org/techniques/T1046',
      tactics: ['Discovery'],
      description: expect.stringMatching(/^Adversaries may attempt to get a listing/),
      level: 'listed',
      attack: { domain: 'enterprise', version: '19.2', isIndex: true, groups: [], mitigations: [] },
      notes: [],
    });
    const sections = shown.sections as {
      kind: string;
      source: { id: string };
      listed: number;
      resources: Record<string, unknown>[];
    }[];
    expect(sections.map(({ kind, source }) => `${kind} ${source.id}`)).toEqual([
      'control d3fend',
      'rule car',
      'rule elastic',
      'rule sentinel',
      'rule sigma',
      'test atomic',
      'test car',
    ]);
    const sigma = sections[4];
    expect(Object.keys(sigma ?? {})).toEqual([
      'kind',
      'source',
      'lastAccessed',
      'total',
      'declared',
      'listed',
      'resources',
    ]);
    expect(sigma).toMatchObject({
      source: {
        id: 'sigma',
        title: 'Sigma rules public repository',
        url: 'https://github.com/SigmaHQ/sigma',
      },
      lastAccessed: '2022-08-09',
      total: 2578,
      declared: 10,
      listed: 10,
    });
    expect(sigma?.resources.at(-1)).toEqual({
      key: expect.any(String),
      title: 'Suspicious Nmap Execution',
      url: 'https://github.com/SigmaHQ/sigma/blob/master/rules/windows/process_creation/proc_creation_win_susp_nmap.yml',
      trail: ['windows', 'process_creation'],
      unitTests: null,
      mark: null,
    });
    expect(sections[6]?.resources).toMatchObject([{ unitTests: 1 }]);
  });

  test('show: for a person, with the keys to mark by', async () => {
    const { code, stdout } = await bearing('show', 'T1046');
    expect(code).toBe(0);
    expect(stdout).toContain('T1046  Network Service Scanning\n');
    expect(stdout).toContain('0 of 20 rules, 0 of 9 tests');
    expect(stdout).toMatch(
      /ATT&CK Enterprise 19\.2\n {2}Platforms: .*Windows.*\n {2}This version says nothing of groups, /,
    );
    expect(stdout).toContain('Sigma rules public repository: rules, last accessed 2022-08-09, ');
    expect(stdout).toMatch(/open {2}Suspicious Nmap Execution +windows\/process_creation +sigma:/);
  });

  test('show: one resource', async () => {
    const found = valueOf<{ rows: { key: string }[] }>(await bearing('search', '--json', 'susp_nmap'));
    const key = found.rows[0]?.key ?? '';
    const shown = valueOf<Record<string, unknown>>(await bearing('show', key, '--json'));
    expect(shown).toEqual({
      key,
      kind: 'rule',
      source: {
        id: 'sigma',
        title: 'Sigma rules public repository',
        url: 'https://github.com/SigmaHQ/sigma',
      },
      title: 'Suspicious Nmap Execution',
      url: expect.stringContaining('https://'),
      trail: ['windows', 'process_creation'],
      techniques: [{ id: 'T1046', name: 'Network Service Scanning' }],
      mark: null,
      comment: null,
      isListed: true,
      upstream: null,
      notes: [],
    });
    expect((await bearing('show', key)).stdout).toContain('Techniques  T1046 Network Service Scanning');
  });

  test.each(['T9999', 'no:such-key'])('show: %s is not there', async (target) => {
    const { code, stdout, stderr } = await bearing('show', target, '--json');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(target);
  });

  test('search: rows in the promised shape, and filters', async () => {
    const all = valueOf<{ rows: Record<string, unknown>[]; total: number }>(
      await bearing('search', 'nmap', '--json'),
    );
    expect(all.total).toBe(all.rows.length);
    expect(Object.keys(all.rows[0] ?? {}).join(' ')).toBe(
      'type key title kind source techniques mark isGone',
    );
    expect(all.rows[0]).toMatchObject({
      type: 'resource',
      title: 'Suspicious Nmap Execution',
      kind: 'rule',
      source: 'sigma',
      techniques: ['T1046'],
      mark: null,
    });
    const tests = valueOf<{ rows: { kind: string }[] }>(
      await bearing('search', 'nmap', '--kind', 'test', '--json'),
    );
    expect(tests.rows.map(({ kind }) => kind)).toEqual(['test', 'test']);
    const filtered = valueOf<{ total: number }>(
      await bearing(
        'search',
        '--source',
        'sigma,elastic',
        '--source',
        'sentinel',
        '--technique',
        't1046',
        '--tactic',
        'Discovery',
        '--status',
        'none',
        '--json',
      ),
    );
    expect(filtered.total).toBe(18);
    const page = valueOf<{ rows: unknown[]; total: number }>(
      await bearing(
        'search',
        '--technique',
        'T1046',
        '--kind',
        'rule',
        '--limit',
        '3',
        '--offset',
        '19',
        '--json',
      ),
    );
    expect([page.rows.length, page.total]).toEqual([1, 20]);
    expect((await bearing('search', 'port', 'scan', '--limit', '2')).stdout).toMatch(/\n2 of \d+ shown\n$/);
  });

  test.each(['"', 'NEAR( *', `😀 -- ${'x'.repeat(9000)}`])('search: any text is safe: %j', async (text) => {
    expect(valueOf(await bearing('search', '--json', '--', text))).toMatchObject({
      total: expect.any(Number),
    });
  });

  test('document: the page as it came, and to a file', async () => {
    const original = fs.readFileSync(SHIPPED, 'utf8');
    expect((await bearing('document', 'T1046')).stdout).toBe(original);
    expect(valueOf(await bearing('document', 'T1046', '--json'))).toEqual({
      fileName: 'T1046.md',
      text: original,
    });
    const file = path.join(folder, 'out.md');
    expect(valueOf(await bearing('document', 't1046', '-o', file, '--json'))).toEqual({
      file,
      size: Buffer.byteLength(original),
    });
    expect(fs.readFileSync(file, 'utf8')).toBe(original);
    const failed = await bearing('document', 'T1046', '-o', path.join(folder, 'no', 'such', 'folder.md'));
    expect([failed.code, failed.stdout]).toEqual([1, '']);
  });

  test('search: a filter that nothing can pass is wrong usage, and says what there is', async () => {
    for (const [flag, value, known] of [
      ['--source', 'sigmah', 'sigma'],
      ['--tactic', 'Lateral', 'Discovery'],
      ['--technique', 'nmap', 'T1046'],
    ] as const) {
      const { code, stdout, stderr } = await bearing('search', 'nmap', flag, value);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(known);
    }
  });

  test('a message never carries the control characters of what it names', async () => {
    const { stderr } = await bearing('show', 'T1046', '--org', 'x\u001b[2J');
    expect(stderr).toContain('x\\u001b[2J');
    expect(stderr).not.toContain('\u001b');
  });

  test('an import of which nothing could be read fails', async () => {
    const empty = path.join(folder, 'nothing');
    fs.mkdirSync(empty);
    const { code, stdout, stderr } = await bearing('import', empty, '--json');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('nothing-found');
  });

  test('a folder that holds nothing is said, and stays untouched', async () => {
    const empty = path.join(folder, 'empty');
    const { code, stdout, stderr } = await bearing('search', 'nmap', '--data', empty, '--json');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('bearing import');
    expect(fs.existsSync(empty)).toBe(false);
  });

  test('a reader that has seen enough is no failure', async () => {
    const child = startCli(['show', 'T1046'], { BEARING_DATA: path.join(folder, 'data') });
    const ended = waitForEnd(child);
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});
