import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import config from '../electron.config.ts';

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** Shipped beside the bundles: the database addon with the SQLite and Node-API headers compiled into it. */
const BESIDE = ['better-sqlite3', 'node-addon-api'];

/**
 * Every package of which a part is in what `npm run build` makes, found by building it in memory.
 * @returns {Promise<{name: string, version: string, licence: string, text: string}[]>} by name.
 */
export async function listBundledPackages() {
  const names = new Set(BESIDE);
  for (const [part, own] of Object.entries(config)) {
    const inBrowser = part === 'renderer';
    const result = await build({
      ...own,
      configFile: false,
      logLevel: 'error',
      root: own.root ?? project,
      plugins: [...(own.plugins ?? []), collector(names)],
      ssr: inBrowser ? undefined : { noExternal: true },
      build: {
        ...own.build,
        write: false,
        ssr: !inBrowser,
        rolldownOptions: {
          ...own.build.rolldownOptions,
          external: inBrowser ? [] : ['electron', 'better-sqlite3', /^node:/],
        },
      },
    });
    for (const { output } of [result].flat())
      for (const { moduleIds } of output) moduleIds?.forEach((id) => add(names, id));
  }
  return [...names].sort().map(describe);
}

/** Styles and fonts are in no chunk's list of modules. */
function collector(names) {
  return {
    name: 'bundled-packages',
    transform(_code, id) {
      if (/\.(css|woff2)(\?|$)/.test(id)) add(names, id);
    },
  };
}

function add(names, id) {
  const inside = id.split('node_modules/').at(-1);
  if (inside === id) return;
  const [first, second] = inside.split('/');
  names.add(first.startsWith('@') ? `${first}/${second}` : first);
}

function describe(name) {
  const folder = findFolder(name);
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = fs.readdirSync(folder).find((entry) => /^licen[cs]e\b/i.test(entry));
  const text = file ? fs.readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim() : '';
  return { name, version: manifest.version, licence: manifest.license ?? licenceOf(text), text };
}

/** A few packages have the text of their licence and no name of it. */
function licenceOf(text) {
  return /^MIT License/m.test(text) ? 'MIT' : 'unknown';
}

function findFolder(name) {
  const folders = require.resolve.paths(name) ?? [];
  return folders
    .map((folder) => path.join(folder, name))
    .find((folder) => fs.existsSync(path.join(folder, 'package.json')));
}
