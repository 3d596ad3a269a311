import fs from 'node:fs';
import path from 'node:path';
import { zipSync, strToU8 } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KnownSnapshot } from '../../../src/core/catalog/write-snapshot.ts';
import type { ReadSnapshot } from '../../../src/core/content/take-snapshot.ts';
import { readSnapshot } from '../../../src/core/content/read-snapshot.ts';
import { scan } from '../../../src/core/content/scan.ts';
import { FAKE_READERS } from '../../support/fake-readers.ts';
import { tarGz } from '../../support/tar.ts';
import { makeTempFolder, removeFolder } from '../../support/temp-folder.ts';

const FILES = { 'sigma/rules/a.yml': 'title: a', 'sigma/rules/b.yml': 'title: b' };
const A_MINUTE = 60_000;

let folder: string;

beforeEach(() => {
  folder = makeTempFolder('read-snapshot');
  fs.mkdirSync(path.join(folder, 'sigma/rules'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) fs.writeFileSync(path.join(folder, name), text);
  // What was written just now may change once more within what a clock can tell.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + A_MINUTE });
});
afterEach(() => {
  vi.useRealTimers();
  removeFolder(folder);
});

/** Reads the one snapshot there. Answers which files were read for it. */
async function read(known?: KnownSnapshot): Promise<{ snapshot: ReadSnapshot; files: string[] }> {
  const found = await scan(
    [{ path: folder }],
    () => undefined,
    () => undefined,
    FAKE_READERS,
  );
  try {
    const [snapshot] = found.snapshots;
    if (!snapshot) throw new Error('no snapshot');
    const files: string[] = [];
    const watched = snapshot.files.map((file) => ({
      ...file,
      read: () => {
        files.push(file.path);
        return file.read();
      },
    }));
    const nothing = async function* () {};
    const options = { hunting: false };
    const answer = await readSnapshot(
      { ...snapshot, files: watched },
      known,
      options,
      nothing,
      () => undefined,
    );
    return { snapshot: answer, files };
  } finally {
    found.close();
  }
}

async function readFirst(): Promise<KnownSnapshot> {
  const { snapshot } = await read();
  if ('isUnchanged' in snapshot) throw new Error('nothing is known yet');
  return snapshot;
}

describe('a snapshot that is known', () => {
  it('is not read while none of its files was touched', async () => {
    const known = await readFirst();
    const { snapshot, files } = await read(known);
    expect(snapshot).toMatchObject({ isUnchanged: true, stamps: known.stamps });
    expect(files).toEqual([]);
  });

  it.each([
    [
      'a zip',
      () => zipSync(Object.fromEntries(Object.entries(FILES).map(([name, text]) => [name, strToU8(text)]))),
    ],
    ['a tar.gz', () => tarGz(Object.entries(FILES).map(([name, body]) => ({ name, body })))],
  ])('in %s is not read while the archive was not touched', async (_what, make) => {
    removeFolder(path.join(folder, 'sigma'));
    fs.writeFileSync(path.join(folder, 'sigma.zip'), make());
    const known = await readFirst();
    expect(await read(known)).toMatchObject({ snapshot: { isUnchanged: true }, files: [] });
  });

  it('is read, and the same, when its files were copied anew', async () => {
    const known = await readFirst();
    fs.writeFileSync(path.join(folder, 'sigma/rules/b.yml'), 'title: b');
    vi.setSystemTime(Date.now() + A_MINUTE);
    const { snapshot, files } = await read(known);
    expect(files).toEqual(['rules/a.yml', 'rules/b.yml']);
    expect(snapshot).toMatchObject({ isUnchanged: true });
    expect(snapshot.stamps).not.toBe(known.stamps);
  });

  it('has changed when a file has, though size and time of change were put back', async () => {
    const file = path.join(folder, 'sigma/rules/b.yml');
    const { atime, mtime } = fs.statSync(file);
    const known = await readFirst();
    fs.writeFileSync(file, 'title: c');
    fs.utimesSync(file, atime, mtime);
    expect((await read(known)).snapshot).not.toHaveProperty('isUnchanged');
  });

  it.each([
    ['came', () => fs.writeFileSync(path.join(folder, 'sigma/rules/c.yml'), 'title: c')],
    ['went', () => fs.rmSync(path.join(folder, 'sigma/rules/b.yml'))],
    [
      'moved',
      () => fs.renameSync(path.join(folder, 'sigma/rules/b.yml'), path.join(folder, 'sigma/rules/d.yml')),
    ],
  ])('has changed when a file %s', async (_what, change) => {
    const known = await readFirst();
    change();
    expect((await read(known)).snapshot).not.toHaveProperty('isUnchanged');
  });

  it('keeps no stamps of files that were written just now', async () => {
    vi.useRealTimers();
    expect((await readFirst()).stamps).toBeNull();
  });
});
