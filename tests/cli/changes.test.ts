import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { sigmaRule, writeSigma, type SigmaRule } from '../support/sigma-snapshot.ts';
import { documentText } from '../support/technique-document.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';
import { bundle, relationship, stix, technique } from '../core/sources/attack-bundle.ts';

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

/** Whether there was one once cannot be told. */
const noImport = (id: number) => ({
  code: 1,
  stdout: '',
  stderr: `bearing: There is no import ${id} in the catalog. See the past imports: bearing imports.\n`,
});

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
    const { stdout } = await bearing('coverage');
    expect(stdout).toContain('\n2 marked resources are no longer listed; bearing report names them\n');
    expect((await bearing('search', 'beta')).stdout).toMatch(
      /^rule +deployed, no longer listed +sigma +Beta +sigma:/m,
    );
    expect(valueOf(await bearing('search', 'beta', '--json'))).toMatchObject({
      rows: [{ key: keyOf(beta), mark: 'deployed', isGone: true }],
      total: 1,
    });
    await bearing('mark', 'open', keyOf(beta));
    expect((await bearing('search', 'beta')).stdout).toBe('0 of 0 shown\n');
    expect((await bearing('coverage')).stdout).toContain(
      '\n1 marked resource is no longer listed; bearing report names it\n',
    );
    expect(valueOf(await bearing('coverage', '--json'))).toMatchObject({ noLongerListed: 1 });
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
          documented: 0,
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
      'attack',
      'restores',
      'canRestore',
    ]);
    expect((await bearing('imports')).stdout).toMatch(
      /Sigma 1 new, 1 changed, 2 gone +\d+ +bearing restore 2\n/,
    );
    expect(await bearing('imports', '99')).toEqual(noImport(99));
  });

  test('can be taken back, and that too', async () => {
    const before = valueOf(await bearing('sources', '--json'));
    await bearing('import', source());
    expect((await bearing('restore', '2', '--dry-run')).stdout).toContain('would be 1 changed, 2 back');
    expect(valueOf(await bearing('restore', '2', '--json'))).toMatchObject({ importId: 3, restores: 2 });
    expect(valueOf(await bearing('sources', '--json'))).toEqual(before);
    expect((await bearing('imports')).stdout).toContain('restored what was there before import 2');
    expect((await bearing('restore', '3')).stdout).toContain('2 gone');
    expect(await bearing('restore', '77')).toEqual(noImport(77));
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

test('a document is not written of a technique for which nothing is listed any more', async () => {
  const pages = path.join(folder, 'pages');
  fs.mkdirSync(pages);
  for (const id of ['T1003', 'T1046'])
    fs.writeFileSync(path.join(pages, `${id}.md`), documentText(id, 'Known', ['Alpha']));
  await bearing('import', pages);
  fs.rmSync(path.join(pages, 'T1046.md'));
  expect(await bearing('document', 'T1046')).toMatchObject({ code: 0, stderr: '' });
  await bearing('import', pages, '--remove-gone');
  const file = path.join(folder, 'out.md');
  expect(await bearing('document', 'T1046', '-o', file)).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'bearing: No document and no snapshot lists anything for T1046, so there is no document to write. Import one that does; bearing show T1046 shows what ATT&CK says.\n',
  });
  expect(fs.existsSync(file)).toBe(false);
  expect((await bearing('show', 'T1046')).code).toBe(0);
  await bearing('import', write(alpha));
  expect((await bearing('document', 'T1046')).stdout).toContain('Alpha');
});

describe('an import of ATT&CK', () => {
  const file = () => path.join(folder, 'enterprise.json');
  const versions = 'ATT&CK Enterprise 19.2 → 99.1';
  const writeAttack = (version: string, name = 'Scanning') => {
    const collection = stix('x-mitre-collection', 'Enterprise ATT&CK', null, { x_mitre_version: version });
    fs.writeFileSync(file(), bundle(collection, technique('T1046', ['discovery'], { name })));
    return file();
  };
  beforeEach(async () => {
    await bearing('import', writeAttack('99.1'));
  });

  test('says in the list which version came in place of which', async () => {
    const { stdout } = await bearing('imports');
    expect(stdout).toMatch(/^ +1 .* single files +0 added, 0 changed, 0 removed +ATT&CK /m);
    expect(stdout).toContain(versions);
    expect((await bearing('imports', '1')).stdout).toContain(`${versions}: 0 unchanged, 0 new, `);
    await bearing('restore', '1');
    expect((await bearing('imports')).stdout).toContain('ATT&CK Enterprise 99.1 → 19.2');
    expect(valueOf(await bearing('imports', '--json'))).toMatchObject([
      { sources: [], attack: [{ domain: 'enterprise', before: '99.1', after: '19.2' }] },
      { sources: [], attack: [{ domain: 'enterprise', before: '19.2', after: '99.1' }] },
    ]);
  });

  test('brings what it says of a technique, for a person and as JSON', async () => {
    const scan = technique('T1046', ['discovery'], { x_mitre_platforms: ['Linux', 'Windows'] });
    const groups = [stix('intrusion-set', 'Wolf', 'G0002'), stix('intrusion-set', 'Bear', 'G0001')];
    fs.writeFileSync(
      file(),
      bundle(
        scan,
        technique('T1003'),
        ...groups,
        ...groups.map((group) => relationship(group, 'uses', scan)),
      ),
    );
    await bearing('import', file());
    expect((await bearing('show', 'T1046')).stdout).toContain(
      'ATT&CK Enterprise, version unknown\n  Platforms: Linux, Windows\n  Groups: 2: G0001 Bear, G0002 Wolf\n',
    );
    expect(valueOf(await bearing('show', 'T1046', '--json'))).toMatchObject({
      attack: {
        domain: 'enterprise',
        isIndex: false,
        groups: [{ id: 'G0001', name: 'Bear' }, { id: 'G0002' }],
      },
    });
  });

  test('of a further domain is told when it is taken back', async () => {
    const more = { x_mitre_domains: ['mobile-attack'] };
    const mobile = path.join(folder, 'mobile.json');
    fs.writeFileSync(mobile, bundle(technique('T9400', [], more)));
    await bearing('import', mobile);
    const gone = 'ATT&CK Mobile taken away';
    expect((await bearing('restore', '2', '--dry-run')).stdout).toContain(`${gone}: 1 not there\n`);
    expect(valueOf(await bearing('restore', '2', '--json'))).toMatchObject({
      attack: [{ domain: 'mobile', root: mobile, isRemoved: true, moves: [{ id: 'T9400' }] }],
    });
    expect((await bearing('imports')).stdout).toContain(gone);
    expect((await bearing('attack')).stdout).not.toContain('Mobile');
  });

  test('says nothing of it where the version stays', async () => {
    const rules = write(alpha);
    await bearing('import', rules, file());
    expect(valueOf(await bearing('imports', '--limit', '1', '--json'))).toMatchObject([
      { sources: [{ id: 'sigma', new: 1 }], attack: [] },
    ]);
  });

  test('counts one thing as one', async () => {
    const rules = await bearing('import', write(alpha));
    expect(rules.stdout).toContain('1 technique, 0 controls, 1 rule, 0 tests, 1 listing\n');
    expect((await bearing('import', write(alpha))).stdout).toContain('unchanged: 1 resource\n');
    await bearing('org', 'add', 'Northfield');
    await bearing('mark', 'deployed', keyOf(alpha));
    const renamed = await bearing('import', writeAttack('99.2', 'Scan'));
    expect(renamed.stdout).toContain('Northfield: 0 techniques in use unchanged, 1 not\n');
    expect(renamed.stdout).toContain('(1 mark, 0 notes)\n');
    const same = await bearing('import', writeAttack('99.3', 'Scan'));
    expect(same.stdout).toContain('Northfield: 1 technique in use unchanged, 0 not\n');
  });
});
