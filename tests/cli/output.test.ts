import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeFile, writeNewFile } from '../../src/cli/output.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';

describe('the file of -o', () => {
  let folder: string;
  beforeEach(() => (folder = makeTempFolder('output')));
  afterEach(() => removeFolder(folder));

  test('keeps its mode, and stays where a link leads', () => {
    const [real, link] = [path.join(folder, 'real.csv'), path.join(folder, 'link.csv')];
    fs.writeFileSync(real, 'old', { mode: 0o600 });
    fs.symlinkSync(real, link);
    writeFile(link, 'new');
    expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
    expect(fs.statSync(real).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(real, 'utf8')).toBe('new');
    expect(fs.readdirSync(folder)).toEqual(['link.csv', 'real.csv']);
  });

  test.each([
    ['in a folder that is not there', 'no/such/file', 'its folder is not there'],
    ['below a file', 'file/below', 'what should be its folder is a file'],
    ['that is a folder itself', 'sub', 'it is a folder'],
  ])('%s is refused by name, with what to do', (_, name, why) => {
    fs.writeFileSync(path.join(folder, 'file'), '');
    fs.mkdirSync(path.join(folder, 'sub'));
    const file = path.join(folder, name);
    const refused = expect.objectContaining({
      code: 'path-not-writable',
      message: `${file} cannot be written: ${why}. Choose another file with -o.`,
      detail: { path: file },
    }) as Error;
    expect(() => writeFile(file, 'new')).toThrow(refused);
    if (name !== 'sub') expect(() => writeNewFile(file, 'new')).toThrow(refused);
    expect(fs.readdirSync(folder)).toEqual(['file', 'sub']);
  });

  test('that is a pipe is written into', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const read = fs.promises.readFile(pipe, 'utf8');
    writeFile(pipe, 'new');
    expect(await read).toBe('new');
    expect(fs.statSync(pipe).isFIFO()).toBe(true);
  });
});
