import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { sigmaRule, writeSigma, type SigmaRule } from '../support/sigma-snapshot.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';

let folder: string;
beforeEach(() => {
  folder = makeTempFolder('cli');
});
afterEach(() => removeFolder(folder));

const bearing = (...args: string[]) => runCli(args, { env: { BEARING_DATA: path.join(folder, 'data') } });
const write = (...rules: SigmaRule[]) => writeSigma(path.join(folder, 'sigma'), rules);
const keyOf = (rule: SigmaRule) => `sigma:${rule.id}`;

function valueOf<T = Record<string, unknown>>({ code, stdout, stderr }: CliResult): T {
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return JSON.parse(stdout) as T;
}

const alpha = sigmaRule(1, 'Alpha');
const beta = sigmaRule(2, 'Beta');
const gamma = sigmaRule(3, 'Gamma');
const next = [
  { ...alpha, level: 'high' },
  { ...gamma, id: sigmaRule(9, '').id },
];

describe('an import', () => {
  beforeEach(async () => {
    await bearing('import', write(alpha, beta, gamma));
    await bearing('org', 'add', 'Northfield');
    await bearing('mark', 'deployed', ...[alpha, beta, gamma].map(keyOf));
    write(...next);
  });
  const source = () => path.join(folder, 'sigma');

  test('says what it would do and does it, for sources and organizations', async () => {
    const dry = await bearing('import', '--dry-run', '--diff', source());
    expect(dry.stdout).toContain(
      'Sigma            would have 1 new, 1 changed, 0 moved, 0 deprecated, 2 gone, 0 unchanged\n',
    );
    expect(dry.stdout).toContain('Northfield: of 3 deployed would be 1 changed, 2 gone\n');
    expect(dry.stdout).toContain(`Sigma changed: Alpha (${keyOf(alpha)})\n  severity: medium → high\n--- `);
    expect(dry.stdout).toContain('\n-level: medium\n+level: high\n');
    expect(dry.stdout).toContain('nothing was written');
    const done = await bearing('import', source());
    expect(done.stdout).toContain(
      'Sigma            1 new, 1 changed, 0 moved, 0 deprecated, 2 gone, 0 unchanged\n',
    );
    expect(done.stdout).toContain('Northfield: of 3 deployed 1 changed, 2 gone\n');
    expect(done.stdout).toMatch(/gone +deployed +Beta +sigma:/);
    expect(done.stdout).toContain(`${gamma.file}: ${keyOf(gamma)} (Gamma) has gone`);
    expect(done.stdout).not.toContain('+level: high');
  });

  test('holds all of it as JSON, and again when it is opened', async () => {
    const done = valueOf(await bearing('import', '--json', source()));
    expect(done).toMatchObject({
      importId: 2,
      restores: null,
      sources: [
        {
          id: 'sigma',
          new: 1,
          changed: 1,
          gone: 2,
          diffsLeftOut: 0,
          changes: expect.arrayContaining([
            expect.objectContaining({ change: 'changed', diff: expect.stringContaining('+level: high') }),
          ]),
          questions: [{ before: { key: keyOf(gamma) }, path: gamma.file }],
        },
      ],
      organizations: [{ name: 'Northfield', deployed: 3, changed: 1, gone: 2, total: 3 }],
    });
    expect(valueOf(await bearing('imports', '2', '--json'))).toEqual(done);
    expect((await bearing('imports', '2', '--diff')).stdout).toContain('+level: high');
    const imports = valueOf<Record<string, unknown>[]>(await bearing('imports', '--json'));
    expect(Object.keys(imports[0] ?? {})).toEqual([
      'id',
      'finishedAt',
      'roots',
      'added',
      'changed',
      'removed',
      'unchanged',
      'problems',
      'sources',
      'restores',
      'canRestore',
    ]);
    expect((await bearing('imports')).stdout).toMatch(
      /Sigma 1 new, 1 changed, 2 gone +\d+ +bearing restore 2\n/,
    );
    expect(await bearing('imports', '99')).toMatchObject({ code: 1, stdout: '' });
  });

  test('can be taken back, and that too', async () => {
    const before = valueOf(await bearing('sources', '--json'));
    await bearing('import', source());
    expect((await bearing('restore', '2', '--dry-run')).stdout).toContain('would be 1 changed, 2 back');
    expect(valueOf(await bearing('restore', '2', '--json'))).toMatchObject({ importId: 3, restores: 2 });
    expect(valueOf(await bearing('sources', '--json'))).toEqual(before);
    expect((await bearing('imports')).stdout).toContain('restored what was there before import 2');
    expect((await bearing('restore', '3')).stdout).toContain('2 gone');
    expect(await bearing('restore', '77')).toMatchObject({ code: 1, stdout: '' });
  });

  test('asks whether a rule is the same under another id, until it is told', async () => {
    await bearing('import', source());
    const [before, after] = [keyOf(gamma), `sigma:${next[1]?.id}`];
    expect(valueOf(await bearing('questions', '--json'))).toMatchObject([
      { before: { key: before }, after: { key: after } },
    ]);
    expect((await bearing('questions')).stdout).toContain('Northfield (deployed)');
    expect(valueOf(await bearing('tie', before, after, '--json'))).toMatchObject({
      organizations: [{ name: 'Northfield', movedMark: true, notes: 0 }],
    });
    expect((await bearing('questions')).stdout).toBe('No question is open.\n');
    expect(valueOf(await bearing('show', after, '--json'))).toMatchObject({ mark: 'deployed' });
    await bearing('undo');
    expect((await bearing('tie', before, after)).stdout).toMatch(/^Northfield: mark moved, notes moved: 0/);
  });
});
