/**
 * What Chromium 114 and Node 18.15 (Electron 25) lack although the types know it. Building lowers syntax, never APIs, so
 * these are refused in src by eslint.config.mjs. What the ES2023 library types leave out is refused by the type check.
 */
const MESSAGE = 'Not in Chromium 114 or Node 18.15.';

const properties = {
  Array: ['fromAsync'],
  AbortSignal: ['any'],
  Atomics: ['waitAsync'],
  Error: ['isError'],
  Intl: ['DurationFormat'],
  Iterator: ['from', 'concat'],
  Map: ['groupBy'],
  Math: ['sumPrecise', 'f16round'],
  Object: ['groupBy'],
  Promise: ['withResolvers', 'try'],
  RegExp: ['escape'],
  Symbol: ['dispose', 'asyncDispose'],
  URL: ['canParse', 'parse'],
  Uint8Array: ['fromBase64', 'fromHex'],
  crypto: ['hash', 'randomUUIDv7'],
  fs: ['globSync', 'glob'],
  process: ['loadEnvFile', 'getBuiltinModule'],
  scheduler: ['yield', 'postTask'],
  util: ['styleText', 'parseEnv', 'getCallSites'],
  zlib: ['crc32', 'zstdCompressSync', 'zstdDecompressSync'],
};

const namedImports = {
  'node:crypto': ['hash', 'randomUUIDv7'],
  'node:fs': ['glob', 'globSync', 'openAsBlob'],
  'node:fs/promises': ['glob'],
  'node:module': ['registerHooks', 'stripTypeScriptTypes', 'enableCompileCache', 'findPackageJSON'],
  'node:path': ['matchesGlob'],
  'node:process': ['loadEnvFile', 'getBuiltinModule'],
  'node:util': ['styleText', 'parseEnv', 'getCallSites', 'diff'],
  'node:zlib': [
    'crc32',
    'createZstdCompress',
    'createZstdDecompress',
    'zstdCompressSync',
    'zstdDecompressSync',
  ],
};

const wholeModules = ['node:sqlite', 'node:sea', 'node:test', 'node:quic'];

/** Methods that can be told by their names alone: of sets, byte arrays and elements. */
export const NEWER_METHODS = [
  'intersection',
  'symmetricDifference',
  'isSubsetOf',
  'isSupersetOf',
  'isDisjointFrom',
  'toBase64',
  'toHex',
  'setFromBase64',
  'setFromHex',
  'moveBefore',
  'getOrInsert',
  'getOrInsertComputed',
];

export const API_BANS = {
  properties: Object.entries(properties).flatMap(([object, names]) =>
    names.map((property) => ({ object, property, message: MESSAGE })),
  ),
  imports: [
    ...Object.entries(namedImports).map(([name, importNames]) => ({ name, importNames, message: MESSAGE })),
    ...wholeModules.map((name) => ({ name, message: MESSAGE })),
  ],
  globals: [
    'Temporal',
    'Iterator',
    'scheduler',
    'URLPattern',
    'DisposableStack',
    'SuppressedError',
    'Float16Array',
  ].map((name) => ({
    name,
    message: MESSAGE,
  })),
};
