// What the end-to-end tests need of the machine besides npm's packages. As root on Debian it is installed; elsewhere the
// missing things are named.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Programs: what to look for on PATH, the Debian packages that bring it (the first that exists is taken). */
const PROGRAMS = [
  { anyOf: ['Xvfb'], packages: ['xvfb'], why: 'a display without a screen' },
  { anyOf: ['xauth'], packages: ['xauth'], why: 'access to that display' },
  {
    anyOf: CHROMIUM,
    packages: ['chromium'],
    why: 'the browser for the browser host',
  },
];

/** Shared libraries that Electron loads. Debian 13 has renamed some packages. */
const LIBRARIES = [
  { file: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { file: 'libnss3.so', packages: ['libnss3'] },
  { file: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { file: 'libgbm.so.1', packages: ['libgbm1'] },
];

/** Where the test runtime is built because Electron's own download is out of reach. */
const COMPILER = { anyOf: ['g++'], packages: ['g++'], why: "the test Electron's database addon" };

/** The full path of the first of these programs that is on PATH; undefined when none is. */
export function findProgram(names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return names
    .flatMap((name) => folders.map((folder) => path.join(folder, name)))
    .find((file) => fs.existsSync(file));
}

/** The browser that the end-to-end tests drive; undefined when there is none. */
export function findChromium() {
  return findProgram(CHROMIUM);
}

function listLibraries() {
  for (const command of ['ldconfig', '/sbin/ldconfig']) {
    const { stdout } = spawnSync(command, ['-p'], { encoding: 'utf8' });
    if (stdout) return stdout;
  }
  return '';
}

/** What is missing, each as {name, packages}. Only Linux is asked: elsewhere there is a screen, and Electron brings all it needs. */
export function findMissing({ compiler = false } = {}) {
  if (process.platform !== 'linux') return [];
  const programs = [...PROGRAMS, ...(compiler ? [COMPILER] : [])];
  const known = listLibraries();
  return [
    ...programs
      .filter(({ anyOf }) => !findProgram(anyOf))
      .map(({ anyOf, packages, why }) => ({ name: `${anyOf[0]} (${why})`, packages })),
    ...LIBRARIES.filter(({ file }) => !known.includes(file)).map(({ file, packages }) => ({
      name: file,
      packages,
    })),
  ];
}

/**
 * Installs what is missing where that is possible: root, with apt-get.
 * @returns {{installed: string[], missing: {name: string, packages: string[]}[]}} packages put in, and what is missing still.
 */
export function installMissing(options) {
  const missing = findMissing(options);
  if (missing.length === 0 || process.getuid?.() !== 0 || !findProgram(['apt-get']))
    return { installed: [], missing };
  apt('apt-get', ['update']);
  const packages = missing.map((thing) => thing.packages.find(isInstallable) ?? thing.packages.at(-1));
  apt('apt-get', ['install', '--yes', '--no-install-recommends', ...packages]);
  return { installed: packages, missing: findMissing(options) };
}

function apt(command, args) {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
  if (result.status !== 0)
    console.log(`${command} ${args.join(' ')} failed:\n${result.stderr ?? result.error?.message}`);
}

function isInstallable(name) {
  const { stdout } = spawnSync('apt-cache', ['policy', name], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return /Candidate: (?!\(none\))/.test(stdout ?? '');
}
