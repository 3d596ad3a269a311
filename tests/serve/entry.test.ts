import { spawn, type ChildProcessByStdio } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PROJECT } from '../support/source-files.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';

let folder: string;
beforeEach(() => {
  folder = makeTempFolder('entry');
});
afterEach(() => removeFolder(folder));

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** The entry needs the built interface; without one it gets a project of links with a page of its own. */
function makeProject(): string {
  const project = path.join(folder, 'project');
  fs.mkdirSync(path.join(project, 'out', 'renderer'), { recursive: true });
  fs.writeFileSync(
    path.join(project, 'out', 'renderer', 'index.html'),
    '<!doctype html><title>Bearing</title>',
  );
  fs.copyFileSync(path.join(PROJECT, 'package.json'), path.join(project, 'package.json'));
  fs.cpSync(path.join(PROJECT, 'src'), path.join(project, 'src'), { recursive: true });
  for (const name of ['node_modules', 'data'])
    fs.symlinkSync(path.join(PROJECT, name), path.join(project, name));
  return project;
}

function start(args: string[]): Child {
  const flags = [
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    path.join(makeProject(), 'src/serve/index.ts'),
  ];
  const env = { ...process.env, BEARING_DATA: path.join(folder, 'data') };
  return spawn(process.execPath, [...flags, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function collect(child: Child): {
  text: () => string;
  errors: () => string;
  lines: (count: number) => Promise<void>;
} {
  let [text, errors] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (part: string) => (errors += part));
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const lines = (count: number) =>
    new Promise<void>((resolve, reject) => {
      child.stdout.on('data', () => text.split('\n').length > count && resolve());
      child.on('close', () => reject(new Error(`ended early: ${text}${errors}`)));
    });
  return { text: () => text, errors: () => errors, lines };
}

function end(child: Child): Promise<number | null> {
  return new Promise((resolve) => child.on('close', (code) => resolve(code)));
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'prints one address and one hint, and ends cleanly on %s',
  async (signal) => {
    const child = start([]);
    const output = collect(child);
    await output.lines(2);
    const match =
      /^Bearing: (http:\/\/127\.0\.0\.1:(\d+)\/)#token=([0-9a-f]{64})\nCtrl\+C stops it\.\n$/.exec(
        output.text(),
      );
    expect(match, output.text()).not.toBeNull();
    const page = await fetch(match?.[1] ?? '');
    expect(await page.text()).toContain('<title>Bearing</title>');
    const ended = end(child);
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(output.errors()).toBe('');
    expect(fs.existsSync(path.join(folder, 'data', 'uploads'))).toBe(false);
    await expect(fetch(match?.[1] ?? '')).rejects.toThrow();
  },
);

test('an option that it does not know is wrong usage', async () => {
  for (const args of [['--nonsense'], ['--port', 'x'], ['--port', '70000'], ['extra']]) {
    const child = start(args);
    const output = collect(child);
    expect(await end(child)).toBe(2);
    expect(output.text()).toBe('');
    expect(output.errors()).toMatch(/^bearing: /);
    removeFolder(path.join(folder, 'project'));
  }
});

test('a second one on the same data folder says who holds it', async () => {
  const first = start(['--data', path.join(folder, 'data')]);
  await collect(first).lines(2);
  removeFolder(path.join(folder, 'project'));
  const second = start(['--data', path.join(folder, 'data')]);
  const output = collect(second);
  expect(await end(second)).toBe(1);
  expect(output.errors()).toContain('Bearing in a browser');
  const ended = end(first);
  first.kill('SIGTERM');
  await ended;
});
