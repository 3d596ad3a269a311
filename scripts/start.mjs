// `npm start`: builds Bearing when that is needed and opens it, in Electron where one can run, else in the browser.
//
//   npm start -- [--data DIR] [--browser] [--no-download] [...]
//
// --browser        serve it for a browser even where Electron could run
// --no-download    never ask Electron's download site
// Everything else goes to Bearing.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED_NODE = 22;
// better-sqlite3's own addon speaks Node-API 10, which came with this Electron.
const NEEDED_ELECTRON = 35;
const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const BUILT = ['out/main/index.js', 'out/main/serve.js', 'out/preload/index.js', 'out/renderer/index.html'];
const BUILT_FROM = ['src', 'electron.config.ts', 'package-lock.json'];

/** The newest time of change of a file, or of any file in a folder. */
function newestChange(relative) {
  const full = path.join(project, relative);
  const stat = fs.statSync(full, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(
    stat.mtimeMs,
    ...fs.readdirSync(full).map((name) => newestChange(path.join(relative, name))),
  );
}

function isBuilt() {
  const times = BUILT.map(
    (file) => fs.statSync(path.join(project, file), { throwIfNoEntry: false })?.mtimeMs,
  );
  if (times.includes(undefined)) return false;
  return Math.min(...times) >= Math.max(...BUILT_FROM.map(newestChange));
}

function build() {
  console.log('Building Bearing, which takes some seconds.');
  const npm = process.env.npm_execpath;
  const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []];
  const result = spawnSync(command, [...first, 'run', 'build'], {
    cwd: project,
    encoding: 'utf8',
  });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}\n`);
  fail('Bearing could not be built; the lines above say why.');
}

/** Why no window can open on this machine, whatever Electron there is; null when one can. */
function whyNoWindow() {
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'There is no display, so no window can open.';
  if (process.getuid() === 0) {
    return 'Electron does not start as root with its sandbox on, and Bearing never switches the sandbox off.';
  }
  return null;
}

/** An Electron to start, or the reason why there is none. */
async function chooseElectron(mayDownload) {
  const reason = whyNoWindow();
  if (reason) return { reason };
  const { executableOf, findInstalledElectron } = await import('./electron-runtime.mjs');
  const dist = path.join(project, 'node_modules/electron/dist');
  const atHand = process.env.ELECTRON_OVERRIDE_DIST_PATH || fs.existsSync(executableOf(dist));
  const electron = atHand || mayDownload ? await findInstalledElectron() : null;
  if (!electron) return { reason: 'Electron is not installed, and its download site does not answer.' };
  if (Number.parseInt(electron.version, 10) < NEEDED_ELECTRON) {
    return {
      reason: `Electron ${electron.version} is too old for Bearing's database: ${NEEDED_ELECTRON} or newer is needed.`,
    };
  }
  return { executable: executableOf(electron.dist) };
}

/** Runs a program in the foreground and ends as it ends. */
function run(command, args) {
  const child = spawn(command, args, { cwd: process.cwd(), stdio: 'inherit' });
  // Ctrl+C reaches the child by itself; this process stays to pass its end on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`${command} could not be started: ${error.message}`));
  child.on('exit', (code, signal) =>
    process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)),
  );
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

async function start() {
  if (Number.parseInt(process.versions.node, 10) < NEEDED_NODE) {
    fail(
      `Bearing needs Node ${NEEDED_NODE} or newer; this is Node ${process.versions.node}.\n` +
        'Run "npm ci && npm start": it brings the Node that it needs with it.',
    );
  }
  if (!fs.existsSync(path.join(project, 'node_modules/electron-vite'))) {
    fail('What Bearing is built with is not installed. Run "npm ci" first.');
  }
  const own = ['--browser', '--no-download'];
  const given = process.argv.slice(2);
  const args = given.filter((argument) => !own.includes(argument));
  if (!isBuilt()) build();
  const choice = given.includes('--browser')
    ? { reason: null }
    : await chooseElectron(!given.includes('--no-download'));
  if (choice.executable) return run(choice.executable, [project, ...args]);
  if (choice.reason) {
    console.log(choice.reason);
    console.log('Bearing runs in the browser instead: open the address below on this machine.');
  }
  run(process.execPath, [path.join(project, 'out/main/serve.js'), ...args]);
}

await start();
