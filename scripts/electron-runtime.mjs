// Finds a real Electron to run Bearing in, for the tests and for packaging.
//
//   node scripts/electron-runtime.mjs        prints {"dist", "addon", "version", "origin"}
//
// dist     folder that holds the executable
// addon    better-sqlite3 addon to use in it, null when the package's own prebuild loads
// origin   override (ELECTRON_OVERRIDE_DIST_PATH), installed, downloaded, or registry (put together from npm, for tests alone)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAddon } from './electron-addon.mjs';
import { assembleRuntime, cacheFolder } from './electron-assemble.mjs';
import { withLock } from './electron-lock.mjs';

const require = createRequire(import.meta.url);
// The prebuilds of better-sqlite3 speak Node-API 10; older Electrons need an addon of their own.
const FIRST_MAJOR_WITH_NODE_API_10 = 35;
const REACH_MS = 5000;
const DOWNLOAD_MS = 10 * 60_000;

/**
 * The Electron that the person has: named by ELECTRON_OVERRIDE_DIST_PATH, installed, or downloaded now when its site answers.
 * @returns {Promise<{dist: string, version: string, origin: string} | null>} null when there is none and none can be had.
 */
export async function findInstalledElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return { dist: path.resolve(override), version: readVersion(override), origin: 'override' };
  const folder = path.dirname(require.resolve('electron/package.json'));
  const dist = path.join(folder, 'dist');
  if (fs.existsSync(executableOf(dist))) return { dist, version: readVersion(dist), origin: 'installed' };
  if (!(await canDownload(folder))) return null;
  const install = spawnSync(process.execPath, [path.join(folder, 'install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_MS,
  });
  if (install.status !== 0 || !fs.existsSync(executableOf(dist))) return null;
  return { dist, version: readVersion(dist), origin: 'downloaded' };
}

/**
 * An Electron for tests and for packaging on this machine: the installed one, else one put together from the npm registry.
 * @returns {Promise<{dist: string, addon: string | null, version: string, origin: string}>}
 * @throws {Error} that says what is missing when this machine can have none.
 */
export async function findElectron() {
  const installed = await findInstalledElectron();
  const cache = cacheFolder();
  return withLock(cache, async () => {
    const runtime = installed ?? { ...assembleRuntime(cache), origin: 'registry' };
    const needsAddon = Number.parseInt(runtime.version, 10) < FIRST_MAJOR_WITH_NODE_API_10;
    const addon = needsAddon ? (process.env.BETTER_SQLITE3_NODE_API_8 ?? (await buildAddon(cache))) : null;
    return { dist: runtime.dist, addon, version: runtime.version, origin: runtime.origin };
  });
}

/** The executable inside an Electron's dist folder. */
export function executableOf(dist) {
  if (process.platform === 'darwin') return path.join(dist, 'Electron.app/Contents/MacOS/Electron');
  return path.join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

function readVersion(dist) {
  return fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
}

// One quick question before the installer, which would retry for minutes on a network that refuses it.
async function canDownload(folder) {
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const mirror = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/';
  const file = `v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
  try {
    const answer = await fetch(mirror + file, { method: 'HEAD', signal: AbortSignal.timeout(REACH_MS) });
    return answer.ok;
  } catch {
    return false; // No network, or one that lets nothing through: the same as no download.
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(JSON.stringify(await findElectron()));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
