// Builds better-sqlite3 for Electrons older than 35. Its prebuilds speak Node-API 10; only one thing in its source needs that:
// references that keep a string alive. Here each such string is kept inside an array instead, and the rest builds as it is with
// Node-API 8. The result loads in newer Electrons and in Node as well.
import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkHash, fetchTarball } from './electron-assemble.mjs';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
// The C headers of Node-API alone; Node's own headers are often not on the machine.
const HEADERS = 'node-api-headers@1.9.0';
const HEADERS_SHA256 = '6cbfac49542194ae2c8f1dee5fa2dc00d66bec9cbf3b59e3a4e5f16d14eb0d19';

const KEPT_STRING = `
class KeptString {
public:
	KeptString() {}
	KeptString(Napi::Env env, Napi::String text) {
		Napi::Array holder = Napi::Array::New(env, 1);
		holder.Set(0u, text);
		kept = Napi::Persistent(holder.As<Napi::Object>());
	}
	Napi::Env Env() const { return kept.Env(); }
	Napi::String Value() const { return kept.Value().Get(0u).As<Napi::String>(); }
private:
	Napi::ObjectReference kept;
};
`;

// File, what stands there, what comes in its place. Each must be found: another version of better-sqlite3 needs another look.
const CHANGES = [
  ['src/better_sqlite3.cpp', '#include "util/macros.cpp"', `${KEPT_STRING}\n#include "util/macros.cpp"`],
  ['src/util/constants.cpp', 'Napi::Reference<Napi::String>', 'KeptString'],
  [
    'src/util/constants.cpp',
    'Napi::Persistent(InternalizedFromLatin1(env, str))',
    'KeptString(env, InternalizedFromLatin1(env, str))',
  ],
  ['src/util/helpers.cpp', 'const Napi::Reference<Napi::String>&', 'const KeptString&'],
  [
    'src/util/bind-map.cpp',
    'Napi::Persistent(InternalizedFromUtf8(env, name, -1))',
    'env, InternalizedFromUtf8(env, name, -1)',
  ],
  ['src/util/bind-map.cpp', 'Napi::Persistent(pair->name.Value())', 'pair->name.Env(), pair->name.Value()'],
  ['src/util/bind-map.cpp', 'const Napi::Reference<Napi::String> name', 'const KeptString name'],
];

/**
 * The addon in the cache, built first when it is not there.
 * @returns {Promise<string>} its path.
 * @throws {Error} that says what is missing: a compiler, the registry, or a source that has changed.
 */
export async function buildAddon(cache) {
  const source = path.dirname(require.resolve('better-sqlite3/package.json'));
  const { version } = JSON.parse(fs.readFileSync(path.join(source, 'package.json'), 'utf8'));
  const addon = path.join(cache, `better-sqlite3-${version}-node-api-8.node`);
  if (fs.existsSync(addon)) return addon;
  requireCompiler();
  const work = fs.mkdtempSync(path.join(cache, 'addon-'));
  try {
    for (const folder of ['src', 'deps'])
      fs.cpSync(path.join(source, folder), path.join(work, folder), { recursive: true });
    for (const change of CHANGES) rewrite(work, change);
    fs.renameSync(await compile(work), addon);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  return addon;
}

function requireCompiler() {
  try {
    execFileSync('g++', ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Error(
      'The Electron for tests needs an addon that is built on this machine, and there is no g++. Install it (Debian: apt-get install g++) and run this again.',
    );
  }
}

function rewrite(work, [file, before, after]) {
  const full = path.join(work, file);
  const text = fs.readFileSync(full, 'utf8');
  if (!text.includes(before))
    throw new Error(`better-sqlite3 has changed: ${file} does not hold ${JSON.stringify(before)}.`);
  fs.writeFileSync(full, text.replaceAll(before, after));
}

async function compile(work) {
  const headers = fetchTarball(HEADERS, work);
  checkHash(headers, HEADERS_SHA256);
  execFileSync('tar', ['xzf', headers, '-C', work]);
  const amalgamation = path.join(work, 'deps/sqlite3');
  const common = ['-O3', '-fPIC', '-fvisibility=hidden', '-DNDEBUG', ...sqliteDefines(work)];
  const napi = [
    '-DNAPI_VERSION=8',
    '-DNAPI_DISABLE_CPP_EXCEPTIONS',
    '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
    '-DBUILDING_NODE_EXTENSION',
  ];
  const includes = [
    path.join(work, 'package/include'),
    path.dirname(require.resolve('node-addon-api')),
    amalgamation,
  ];
  const c = ['-c', path.join(amalgamation, 'sqlite3.c'), '-o', 'sqlite3.o', '-w', ...common];
  const cpp = [
    '-std=c++20',
    '-fvisibility-inlines-hidden',
    '-c',
    'src/better_sqlite3.cpp',
    '-o',
    'addon.o',
    '-w',
    ...common,
    ...napi,
  ];
  await Promise.all([
    run('gcc', c, { cwd: work }),
    run('g++', [...cpp, ...includes.map((folder) => `-I${folder}`)], { cwd: work }),
  ]);
  const link = [
    '-shared',
    '-Wl,-Bsymbolic',
    '-Wl,--exclude-libs,ALL',
    'addon.o',
    'sqlite3.o',
    '-o',
    'addon.node',
    '-lpthread',
    '-ldl',
    '-lm',
  ];
  await run('g++', ['-static-libstdc++', '-static-libgcc', ...link], { cwd: work });
  return path.join(work, 'addon.node');
}

// The same build options of SQLite as the prebuilds have, from the file that better-sqlite3 keeps them in.
function sqliteDefines(work) {
  const text = fs.readFileSync(path.join(work, 'deps/defines.gypi'), 'utf8');
  return Array.from(text.matchAll(/'((?:HAVE|SQLITE)_[^']+)'/g), (match) => `-D${match[1]}`);
}
