import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RULES } from '../support/packs.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { writeSigma } from '../support/sigma-snapshot.ts';
import { documentText } from '../support/technique-document.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';

let folder: string;
const file = (name: string) => path.join(folder, name);
/** A command of the side that packs, or of the side that imports. */
const at =
  (side: 'here' | 'there') =>
  (...args: string[]) =>
    runCli(args, { env: { BEARING_DATA: file(side) } });
const here = at('here');
const there = at('there');

function valueOf<T = Record<string, unknown>>({ code, stdout, stderr }: CliResult): T {
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as T;
}

beforeEach(async () => {
  folder = makeTempFolder('cli-packs');
  fs.mkdirSync(file('pages'));
  fs.writeFileSync(file('pages/T1046.md'), documentText('T1046', 'Scanning', ['Alpha']));
  expect((await here('import', writeSigma(file('sigma'), RULES), file('pages'))).code).toBe(0);
});
afterEach(() => removeFolder(folder));

describe('over the gap and in', () => {
  test('a signed pack, its key trusted, brings the same content', async () => {
    const key = valueOf(await here('keygen', '-o', file('team.key'), '--json'));
    expect(key).toEqual({
      keyId: expect.stringMatching(/^[0-9a-f]{32}$/),
      file: file('team.key'),
      publicFile: file('team.key.pub'),
    });
    const packed = await here('pack', '-o', file('all.bearing-pack'), '--sign', file('team.key'), '--json');
    const made = valueOf(packed);
    expect(made).toEqual({
      file: file('all.bearing-pack'),
      size: fs.statSync(file('all.bearing-pack')).size,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      content: expect.stringMatching(/^[0-9a-f]{64}$/),
      since: null,
      keyId: key.keyId,
      documents: 1,
      sources: [{ id: 'sigma', commit: null, asOf: null, resources: 4 }],
      carried: 6,
    });
    expect(Object.keys(made)).toEqual([
      'file',
      'size',
      'sha256',
      'content',
      'since',
      'keyId',
      'documents',
      'sources',
      'carried',
    ]);

    const refused = await there('import', file('all.bearing-pack'));
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain(`signed with the key ${String(key.keyId)}, which is not trusted here`);

    expect(
      valueOf(await there('keys', 'add', file('team.key.pub'), '--name', 'Content team', '--json')),
    ).toEqual({
      id: key.keyId,
      name: 'Content team',
      publicKey: fs.readFileSync(file('team.key.pub'), 'utf8'),
      addedAt: expect.any(String),
    });
    expect(valueOf(await there('keys', 'require', 'on', '--json'))).toEqual({ requireSigned: true });
    const dry = await there('import', '--dry-run', file('all.bearing-pack'));
    expect(dry.stdout).toContain(`all.bearing-pack, signed with the key ${String(key.keyId)}\n`);
    expect(dry.stdout).toContain('nothing was written');
    const result = valueOf<{ packs: unknown[] }>(await there('import', '--json', file('all.bearing-pack')));
    expect(result.packs).toEqual([
      {
        file: file('all.bearing-pack'),
        keyId: key.keyId,
        content: made.content,
        since: null,
        documents: 1,
        sources: [{ id: 'sigma', commit: null, asOf: null, resources: 4 }],
      },
    ]);
    expect(valueOf(await there('sources', '--json'))).toEqual(valueOf(await here('sources', '--json')));
  });

  test('a pack of changes says what it needs', async () => {
    const base = file('base.bearing-pack');
    await here('pack', '-o', base);
    await here('import', writeSigma(file('sigma'), RULES.slice(1)));
    const packed = await here('pack', '-o', file('next.bearing-pack'), '--since', base);
    expect([packed.code, packed.stderr]).toEqual([0, '']);
    expect(packed.stdout).toMatch(/Since {6}[0-9a-f]{64}, 0 records carried\n/);
    const refused = await there('import', file('next.bearing-pack'));
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('Import that pack first');
    await there('import', base);
    const taken = await there('import', file('next.bearing-pack'));
    expect(taken.stdout).toMatch(/Pack .*next\.bearing-pack, not signed, changes since [0-9a-f]{16}\n/);
    expect(taken.stdout).toContain('1 gone');
  });

  test('a pack that cannot be written says why, and what to do', async () => {
    const packed = await here('pack', '-o', file('none/all.bearing-pack'));
    expect(packed).toEqual({
      code: 1,
      stdout: '',
      stderr: `bearing: ${file('none/all.bearing-pack')} cannot be written: its folder is not there. Choose another file with -o.\n`,
    });
  });

  test('a pack of changes does not take the place of the one that it needs', async () => {
    const base = file('base.bearing-pack');
    await here('pack', '-o', base);
    const whole = fs.readFileSync(base);
    const refused = await here('pack', '-o', base, '--since', base);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('Choose another file for -o; nothing was written.');
    expect(fs.readFileSync(base).equals(whole)).toBe(true);
  });

  test('of one source is made beside a command that writes, and of none fails', async () => {
    const one = valueOf(await here('pack', '-o', file('one.bearing-pack'), '--source', 'sigma', '--json'));
    expect(one).toMatchObject({ documents: 0, sources: [{ id: 'sigma' }] });
    const none = await here('pack', '-o', file('none.bearing-pack'), '--source', 'splunk');
    expect([none.code, none.stdout]).toEqual([1, '']);
    expect(none.stderr).toContain('no snapshot of splunk; it has those of sigma');
    expect(fs.existsSync(file('none.bearing-pack'))).toBe(false);
    expect((await there('pack', '-o', file('none.bearing-pack'))).code).toBe(1);
    expect((await here('pack')).code).toBe(2);
  });
});

describe('keys', () => {
  test('a key is made once, and its private half is for its owner alone', async () => {
    const made = await here('keygen', '-o', file('team.key'));
    expect(made.stdout).toMatch(/^Key [0-9a-f]{32}\n/);
    if (process.platform !== 'win32') expect(fs.statSync(file('team.key')).mode & 0o777).toBe(0o600);
    const before = fs.readFileSync(file('team.key'), 'utf8');
    const again = await here('keygen', '-o', file('team.key'));
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toContain('is there already and is left as it is');
    fs.rmSync(file('team.key.pub'));
    expect((await here('keygen', '-o', file('team.key'))).code).toBe(1);
    expect([fs.readFileSync(file('team.key'), 'utf8'), fs.existsSync(file('team.key.pub'))]).toEqual([
      before,
      false,
    ]);
  });

  test('are trusted, listed, and trusted no longer', async () => {
    expect((await there('keys', 'add', file('pages/T1046.md'))).stderr).toContain('no public Ed25519 key');
    const { keyId } = valueOf(await here('keygen', '-o', file('team.key'), '--json'));
    expect((await there('keys', 'add', file('team.key'))).stderr).toContain('This is a private key');
    expect((await there('keys', 'add', file('team.key.pub'))).stdout).toBe(
      `team.key is trusted (key ${String(keyId)})\n`,
    );
    expect((await there('keys', 'list')).stdout).toContain(String(keyId));
    const listed = valueOf<{ keys: object[] }>(await there('keys', 'list', '--json'));
    expect(listed).toEqual({
      requireSigned: false,
      keys: [expect.objectContaining({ id: keyId, name: 'team.key' })],
    });
    expect(Object.keys(listed.keys[0] ?? {})).toEqual(['id', 'name', 'publicKey', 'addedAt']);
    expect(valueOf(await there('keys', 'remove', String(keyId), '--json'))).toEqual({ id: keyId });
    const gone = await there('keys', 'remove', String(keyId));
    expect([gone.code, gone.stdout]).toEqual([1, '']);
    expect((await there('keys', 'list')).stdout).toContain('No key is trusted yet');
    expect((await there('keys', 'require', 'maybe')).code).toBe(2);
  });
});
