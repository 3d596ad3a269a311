import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { readRevision } from '../../../src/core/content/git.ts';
import { makeTempFolder, removeFolder } from '../../support/temp-folder.ts';

const COMMIT = '8eaafff1a3c6d5c1a3c6d5c1a3c6d5c1a3c6d5c1';
const UNKNOWN = { commit: null, date: null };

let folder: string;

beforeEach(() => {
  folder = makeTempFolder('git');
});
afterEach(() => removeFolder(folder));

function write(name: string, bytes: string | Uint8Array): void {
  const file = path.join(folder, '.git', name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, bytes);
}

function writeCommit(committer: string, type = 'commit'): void {
  const text = `tree ${COMMIT}\nauthor A <a@b> 1 +0000\ncommitter ${committer}\n\ncommitter Not this <x@y> 999999999 +0000\n`;
  write(`objects/${COMMIT.slice(0, 2)}/${COMMIT.slice(2)}`, deflateSync(`${type} ${text.length}\0${text}`));
}

describe('the revision of a folder', () => {
  it('is unknown without .git, and with one that is empty, garbage or a link', () => {
    expect(readRevision(folder)).toEqual(UNKNOWN);
    write('HEAD', '');
    expect(readRevision(folder)).toEqual(UNKNOWN);
    write('HEAD', Buffer.from([0, 255, 254]));
    expect(readRevision(folder)).toEqual(UNKNOWN);
    write('HEAD', COMMIT);
    fs.symlinkSync(path.join(folder, '.git'), path.join(folder, 'link'));
    fs.mkdirSync(path.join(folder, 'other'));
    fs.symlinkSync(path.join(folder, '.git'), path.join(folder, 'other', '.git'));
    expect(readRevision(path.join(folder, 'other'))).toEqual(UNKNOWN);
  });

  it('is what HEAD names by itself, by a branch, by packed branches', () => {
    write('HEAD', `${COMMIT}\n`);
    expect(readRevision(folder)).toEqual({ commit: COMMIT, date: null });
    write('HEAD', 'ref: refs/heads/main\n');
    expect(readRevision(folder)).toEqual(UNKNOWN);
    write(
      'packed-refs',
      `# pack-refs with: peeled\n${'1'.repeat(40)} refs/heads/maintenance\n${COMMIT} refs/heads/main\n^${'2'.repeat(40)}\n`,
    );
    expect(readRevision(folder).commit).toBe(COMMIT);
    write('refs/heads/main', `${'3'.repeat(40)}\n`);
    expect(readRevision(folder).commit).toBe('3'.repeat(40));
  });

  it('has the committer’s day, in UTC', () => {
    write('HEAD', COMMIT);
    writeCommit('C <c@d> 1785974399 -0700');
    expect(readRevision(folder)).toEqual({ commit: COMMIT, date: '2026-08-05' });
  });

  it.each(['C <c@d> yesterday +0000', 'C <c@d> 12 +0000', 'C <c@d> 99999999999999 +0000'])(
    'has no day when the committer is %j',
    (committer) => {
      write('HEAD', COMMIT);
      writeCommit(committer);
      expect(readRevision(folder)).toEqual({ commit: COMMIT, date: null });
    },
  );

  it('has no day from what is no commit', () => {
    write('HEAD', COMMIT);
    writeCommit('C <c@d> 1785974399 +0000', 'blob');
    expect(readRevision(folder).date).toBeNull();
  });

  it.each(['../../etc/passwd', 'refs/../../secret', '/etc/passwd', 'refs/heads/loop'])(
    'goes nowhere for a HEAD that names %j',
    (target) => {
      write('HEAD', `ref: ${target}`);
      write('refs/heads/loop', 'ref: refs/heads/loop');
      fs.writeFileSync(path.join(folder, 'secret'), COMMIT);
      expect(readRevision(folder)).toEqual(UNKNOWN);
    },
  );
});

const hasGit = spawnSync('git', ['--version']).status === 0;

if (!hasGit)
  test('git is at hand', ({ skip }) => {
    skip('No git here: repositories that git itself made are not tried.');
  });

describe.skipIf(!hasGit)('a repository that git made', () => {
  const seconds = (index: number) => Date.UTC(2026, 0, 1 + index, 12) / 1000;

  function git(...args: string[]): string {
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_DATE: '1000000000 +0000',
      GIT_COMMITTER_DATE: `${seconds(made)} -0500`,
    };
    const options = { cwd: path.join(folder, 'work'), env, encoding: 'utf8' } as const;
    return execFileSync(
      'git',
      ['-c', 'user.name=A', '-c', 'user.email=a@b', '-c', 'gc.auto=0', ...args],
      options,
    );
  }

  let made = 0;
  const work = () => path.join(folder, 'work');

  function commitSome(count: number, ...init: string[]): void {
    made = 0;
    fs.mkdirSync(work());
    git('init', '-q', ...init);
    // Alike and long, so that git packs them as differences.
    const message = Array.from({ length: 80 }, (_, i) => `line ${i} of the message`).join('\n');
    for (; made < count; made++) git('commit', '-q', '--allow-empty', '-m', `commit ${made}\n\n${message}`);
  }

  function expectAll(count: number): void {
    const commits = git('rev-list', '--reverse', 'HEAD').trim().split('\n');
    expect(commits).toHaveLength(count);
    for (const [index, commit] of commits.entries()) {
      fs.writeFileSync(path.join(work(), '.git', 'HEAD'), `${commit}\n`);
      expect(readRevision(work())).toEqual({
        commit,
        date: new Date(seconds(index) * 1000).toISOString().slice(0, 10),
      });
    }
  }

  it('has loose commits', () => {
    commitSome(2);
    expect(readRevision(work()).commit).toBe(git('rev-parse', 'HEAD').trim());
    expectAll(2);
  });

  it('has packed commits, most of them differences', () => {
    commitSome(12);
    git('repack', '-adfq', '--depth=50', '--window=50');
    git('pack-refs', '--all');
    expect(readRevision(work()).commit).toBe(git('rev-parse', 'HEAD').trim());
    const [pack] = fs
      .readdirSync(path.join(work(), '.git/objects/pack'))
      .filter((name) => name.endsWith('.idx'));
    expect(git('verify-pack', '-v', path.join('.git/objects/pack', pack ?? ''))).toMatch(/chain length = \d/);
    expectAll(12);
  });

  it('has differences by reference', () => {
    commitSome(4);
    git('-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq');
    expectAll(4);
  });

  it('has SHA-256 ids', () => {
    commitSome(2, '--object-format=sha256');
    git('repack', '-adq');
    expect(readRevision(work()).commit).toMatch(/^[\da-f]{64}$/);
    expectAll(2);
  });

  it('has worktrees', () => {
    commitSome(3);
    git('worktree', 'add', '-q', '--detach', '../tree', 'HEAD~1');
    expect(readRevision(path.join(folder, 'tree'))).toEqual({
      commit: git('rev-parse', 'HEAD~1').trim(),
      date: '2026-01-02',
    });
    git('worktree', 'add', '-q', '-b', 'side', '../side', 'HEAD');
    expect(readRevision(path.join(folder, 'side')).date).toBe('2026-01-03');
  });

  it('that is damaged gives a commit without a day at worst', () => {
    commitSome(6);
    git('repack', '-adfq');
    const packs = path.join(work(), '.git/objects/pack');
    const files = fs.readdirSync(packs).filter((name) => /\.(?:idx|pack)$/.test(name));
    const whole = files.map((name) => fs.readFileSync(path.join(packs, name)));
    for (const name of files) fs.chmodSync(path.join(packs, name), 0o644);
    const damage = fc.array(fc.tuple(fc.nat(1), fc.nat(1e6), fc.nat(255)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(damage, (bytes) => {
        const damaged = whole.map((one) => Buffer.from(one));
        for (const [file, at, byte] of bytes) {
          const target = damaged[file] as Buffer;
          target[at % target.length] = byte;
        }
        files.forEach((name, i) => fs.writeFileSync(path.join(packs, name), damaged[i] as Buffer));
        expect(readRevision(work()).commit).toMatch(/^[\da-f]{40}$/);
      }),
      { numRuns: 200 },
    );
  });
});
