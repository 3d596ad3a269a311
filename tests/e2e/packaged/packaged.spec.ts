import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { environment, expect, runScript, test as base, type Program } from '../../support/electron-app.ts';
import { asOrdinaryUser } from '../../support/ordinary-user.ts';

// The app as it is handed out, and the same with the one fuse on that Playwright needs.

const PACKAGE_MS = 10 * 60_000;
// What stands before the fuses in the executable: how many there are follows, then one character each.
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = [
  ['runAsNode', 'off'],
  ['cookieEncryption', 'on'],
  ['nodeOptions', 'off'],
  ['nodeCliInspect', 'off'],
  ['embeddedAsarIntegrityValidation', 'on'],
  ['onlyLoadAppFromAsar', 'on'],
  ['loadBrowserProcessSpecificV8Snapshot', 'off'],
  ['grantFileProtocolExtraPrivileges', 'off'],
] as const;

interface Packages {
  handedOut: string;
  forTests: string;
  folder: string;
}

const test = base.extend<object, { packages: Packages }>({
  packages: [
    async ({}, use) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bearing-packaged-'));
      const make = (name: string, ...flags: string[]) => {
        runScript('scripts/package.mjs', ['--no-build', '--output', path.join(folder, name), ...flags]);
        return path.join(folder, name, 'linux-unpacked/bearing');
      };
      await use({ folder, handedOut: make('handed-out'), forTests: make('for-tests', '--for-tests') });
      fs.rmSync(folder, { recursive: true });
    },
    { scope: 'worker', timeout: PACKAGE_MS },
  ],
  program: [
    async ({ packages }, use) => {
      await use({ executable: asOrdinaryUser(packages.forTests, packages.folder), args: [] });
    },
    { scope: 'worker' },
  ],
});

test.skip(process.platform !== 'linux', 'The unpacked app of other systems is not started here.');

test('the packaged app starts and shows T1046', async ({ bearing }) => {
  await expect(bearing.page.getByText('T1046').first()).toBeVisible();
  expect(await bearing.app.evaluate(({ app }) => [app.isPackaged, app.getName()])).toEqual([true, 'Bearing']);
  const url = bearing.page.url();
  expect(url.startsWith('app://bearing/index.html')).toBe(true);
});

test('the packaged app has no developer tools', async ({ bearing }) => {
  const open = await bearing.app.evaluate(({ BrowserWindow, Menu }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    webContents.openDevTools();
    const roles = JSON.stringify(
      Menu.getApplicationMenu()!.items.flatMap(({ submenu }) => submenu!.items.map(({ role }) => role)),
    );
    return { isOpen: webContents.isDevToolsOpened(), roles };
  });
  expect(open.isOpen).toBe(false);
  expect(open.roles.toLowerCase()).not.toMatch(/devtools|reload/);
});

test('the fuses are set as they should be', ({ packages, runtime }) => {
  const fuses = readFuses(packages.handedOut);
  // Electron 29 brought the last one.
  const known = FUSES.slice(0, Number.parseInt(runtime.version, 10) < 29 ? 7 : 8);
  expect(fuses.slice(0, known.length)).toEqual(known.map(([, state]) => state));
});

test('the executable is no Node', async ({ packages, scratch, displayEnv }) => {
  const { output } = await run(
    packages,
    scratch,
    displayEnv,
    ['-e', 'console.log(["ran", "as", "node"].join("-"))'],
    {
      ELECTRON_RUN_AS_NODE: '1',
    },
  );
  expect(output).not.toContain('ran-as-node');
});

test('NODE_OPTIONS load nothing', async ({ packages, scratch, displayEnv }) => {
  const proof = path.join(scratch, 'loaded');
  const script = path.join(scratch, 'load.cjs');
  fs.writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(proof)}, '')`);
  await run(packages, scratch, displayEnv, [], { NODE_OPTIONS: `--require=${script}` });
  expect(fs.existsSync(proof)).toBe(false);
});

test('no inspector listens, not by a switch and not by a signal', async ({
  packages,
  scratch,
  displayEnv,
}) => {
  const { output, signal } = await run(packages, scratch, displayEnv, ['--inspect=0'], {}, 'SIGUSR1');
  expect(output).not.toContain('Debugger listening');
  // Where an inspector can be called, this signal calls it; where none can, it ends the process.
  expect(signal).toBe('SIGUSR1');
});

test('an app beside the archive is not taken in its place', async ({ packages, scratch, displayEnv }) => {
  const copy = path.join(scratch, 'copy');
  fs.cpSync(path.dirname(packages.handedOut), copy, { recursive: true });
  const proof = path.join(scratch, 'taken');
  fs.mkdirSync(path.join(copy, 'resources/app'));
  fs.writeFileSync(path.join(copy, 'resources/app/package.json'), '{"main":"main.js"}');
  fs.writeFileSync(
    path.join(copy, 'resources/app/main.js'),
    `require('node:fs').writeFileSync(${JSON.stringify(proof)}, '')`,
  );
  await run({ ...packages, handedOut: path.join(copy, 'bearing') }, scratch, displayEnv, []);
  expect(fs.existsSync(proof)).toBe(false);
});

function readFuses(executable: string): string[] {
  const bytes = fs.readFileSync(executable);
  const at = bytes.indexOf(SENTINEL) + SENTINEL.length;
  const [, count] = bytes.subarray(at, at + 2);
  return Array.from(bytes.subarray(at + 2, at + 2 + count!), (state) => (state === 0x31 ? 'on' : 'off'));
}

/** Starts the packaged app as it is handed out, waits until its log says that it runs, and ends it. */
async function run(
  { handedOut, folder }: Packages,
  scratch: string,
  displayEnv: Record<string, string>,
  args: string[],
  env: Record<string, string> = {},
  end: NodeJS.Signals = 'SIGTERM',
): Promise<{ output: string; signal: NodeJS.Signals | null }> {
  const data = path.join(scratch, 'run-data');
  fs.mkdirSync(path.join(data, 'logs'), { recursive: true });
  const program: Program = { executable: asOrdinaryUser(handedOut, folder), args: ['--data', data, ...args] };
  const child = spawn(program.executable, program.args, {
    env: { ...environment(path.join(scratch, 'run-home'), displayEnv), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise((resolve) => child.on('close', resolve));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  await hasStarted(path.join(data, 'logs'));
  child.kill(end);
  await ended;
  return { output, signal: child.signalCode };
}

async function hasStarted(logs: string): Promise<void> {
  const file = path.join(logs, 'bearing.log');
  await expect
    .poll(() => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : ''), { timeout: 60_000 })
    .toContain('"started"');
}
