import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { execFile, execFileSync, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openDisplay } from './display.ts';
import { asOrdinaryUser } from './ordinary-user.ts';

export const PROJECT = path.resolve(__dirname, '../..');
const LAUNCH_MS = 60_000;
const PREPARE_MS = 15 * 60_000;

/** Something that can be started as Bearing's window: an executable with the arguments before Bearing's own. */
export interface Program {
  executable: string;
  args: string[];
}

export interface Runtime {
  /** Folder that holds the Electron executable. */
  dist: string;
  /** better-sqlite3 addon for it; null when the package's own loads. */
  addon: string | null;
  version: string;
}

export interface StartOptions {
  program?: Program;
  dataFolder?: string;
  home?: string;
  args?: string[];
  env?: Record<string, string>;
}

export interface Bearing {
  app: ElectronApplication;
  page: Page;
  child: ChildProcess;
  dataFolder: string;
  /** What main has logged, oldest first. */
  log(): { level: string; message: string; [key: string]: unknown }[];
  /** Quits and waits until the process has gone. */
  stop(): Promise<void>;
}

interface TestFixtures {
  /** A fresh folder, gone after the test. */
  scratch: string;
  /** Starts Bearing, by default on a fresh data folder; all of them end with the test. */
  start(options?: StartOptions): Promise<Bearing>;
  /** A started Bearing. */
  bearing: Bearing;
}

interface WorkerFixtures {
  runtime: Runtime;
  /** Variables under which windows are shown. */
  displayEnv: Record<string, string>;
  /** The built app in a real Electron, as an ordinary user. */
  program: Program;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  runtime: [
    async ({}, use) => {
      await use(await findRuntime());
    },
    { scope: 'worker', timeout: PREPARE_MS },
  ],
  displayEnv: [
    async ({}, use) => {
      const display = await openDisplay();
      await use(display.env);
      display.stop();
    },
    { scope: 'worker' },
  ],
  program: [
    async ({ runtime }, use) => {
      const folder = makeFolder('app');
      const electron = path.join(runtime.dist, 'electron');
      await use({ executable: asOrdinaryUser(electron, folder), args: [assembleApp(runtime, folder)] });
      fs.rmSync(folder, { recursive: true });
    },
    { scope: 'worker', timeout: PREPARE_MS },
  ],
  scratch: async ({}, use) => {
    const folder = makeFolder('test');
    await use(folder);
    fs.rmSync(folder, { recursive: true, force: true });
  },
  start: async ({ scratch, program, displayEnv }, use) => {
    const started: Bearing[] = [];
    await use(async (options = {}) => {
      const defaults = { program, dataFolder: path.join(scratch, 'data'), home: path.join(scratch, 'home') };
      const bearing = await launch({ ...defaults, ...options }, displayEnv);
      started.push(bearing);
      return bearing;
    });
    for (const bearing of started) await bearing.stop();
  },
  bearing: async ({ start }, use) => {
    await use(await start());
  },
});

export { expect } from '@playwright/test';

/** The variables that Bearing starts with: a home of its own, none of the caller's choices. */
export function environment(home: string, displayEnv: Record<string, string>): Record<string, string> {
  fs.mkdirSync(home, { recursive: true });
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(BEARING|ELECTRON|NODE|XDG)_/.test(name),
  );
  const own = { HOME: home, XDG_CONFIG_HOME: path.join(home, '.config'), ...displayEnv };
  return { ...(Object.fromEntries(inherited) as Record<string, string>), ...own };
}

async function findRuntime(): Promise<Runtime> {
  const script = path.join(PROJECT, 'scripts/electron-runtime.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  return JSON.parse(stdout) as Runtime;
}

/** The built app with the addon that this Electron loads, in a folder of its own: the project's node_modules stay as they are. */
function assembleApp({ addon }: Runtime, folder: string): string {
  if (addon === null) return PROJECT;
  const app = path.join(folder, 'app');
  const sqlite = 'node_modules/better-sqlite3';
  for (const name of ['package.json', 'out', 'data', `${sqlite}/package.json`, `${sqlite}/lib`]) {
    fs.cpSync(path.join(PROJECT, name), path.join(app, name), { recursive: true });
  }
  fs.mkdirSync(path.join(app, sqlite, 'build/Release'), { recursive: true });
  fs.copyFileSync(addon, path.join(app, sqlite, 'build/Release/better_sqlite3.node'));
  return app;
}

async function launch(
  options: StartOptions & { program: Program; dataFolder: string; home: string },
  displayEnv: Record<string, string>,
): Promise<Bearing> {
  const { program, dataFolder, home, args = [], env = {} } = options;
  const app = await _electron.launch({
    executablePath: program.executable,
    // Playwright switches it off otherwise.
    chromiumSandbox: true,
    args: [...program.args, '--data', dataFolder, ...args],
    env: { ...environment(home, displayEnv), ...env },
    timeout: LAUNCH_MS,
  });
  // Asked for now: once it has gone, Playwright no longer knows it.
  const child = app.process();
  const page = await app.firstWindow();
  await page.waitForLoadState();
  return { app, page, child, dataFolder, log: () => readLog(dataFolder), stop: () => stop(app, child) };
}

function readLog(dataFolder: string): ReturnType<Bearing['log']> {
  const file = path.join(dataFolder, 'logs/bearing.log');
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as ReturnType<Bearing['log']>[number]);
}

async function stop(app: ElectronApplication, child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await app.close();
}

function makeFolder(name: string): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), `bearing-${name}-`));
}

/** Runs a script of the project with this Node and answers what it printed. */
export function runScript(script: string, args: string[]): string {
  return execFileSync(process.execPath, [path.join(PROJECT, script), ...args], { encoding: 'utf8' });
}
