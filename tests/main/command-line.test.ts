import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDataFolder, makeProfileFolder } from '../../src/main/command-line.ts';
import { AppError } from '../../src/shared/errors.ts';

const machine = { platform: 'linux', env: {}, home: '/home/ada' };

describe('findDataFolder', () => {
  it.each([
    [['--data', '/media/stick'], {}, '/media/stick'],
    [['--data=/media/stick'], { BEARING_DATA: '/other' }, '/media/stick'],
    [['/app', '--inspect=0', '--data', '/a b'], {}, '/a b'],
    [[], { BEARING_DATA: '/other' }, '/other'],
    [[], {}, '/home/ada/.config/Bearing'],
    [['--data', 'here'], {}, path.resolve('here')],
  ])('%j with %j is %s', (argv, env, expected) => {
    expect(findDataFolder(argv, { ...machine, env })).toBe(expected);
  });

  it.each([[['--data']], [['--data=']], [['--data', '--other']]])('refuses %j', (argv) => {
    expect(() => findDataFolder(argv, machine)).toThrow(AppError);
  });
});

describe('makeProfileFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'bearing-profile-test-')));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it('is one for each data folder, whichever way leads there', () => {
    const data = path.join(folder, 'data');
    fs.mkdirSync(data);
    fs.symlinkSync(data, path.join(folder, 'link'));
    const profile = makeProfileFolder(folder, data);
    expect(fs.statSync(profile).isDirectory()).toBe(true);
    expect(makeProfileFolder(folder, path.join(folder, 'link'))).toBe(profile);
    expect(makeProfileFolder(folder, path.join(folder, 'other'))).not.toBe(profile);
  });

  it('does not change when the data folder is made', () => {
    fs.mkdirSync(path.join(folder, 'real'));
    fs.symlinkSync(path.join(folder, 'real'), path.join(folder, 'link'));
    const data = path.join(folder, 'link/new');
    const before = makeProfileFolder(folder, data);
    fs.mkdirSync(data);
    expect(makeProfileFolder(folder, data)).toBe(before);
  });

  it('is a temporary one where none can be made', () => {
    const file = path.join(folder, 'in-the-way');
    fs.writeFileSync(file, '');
    const profile = makeProfileFolder(file, '/data');
    expect(profile.startsWith(os.tmpdir())).toBe(true);
    fs.rmdirSync(profile);
  });
});
