// What the packages are made of. scripts/package.mjs adds the Electron at hand to it.

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'org.bearing.workbench',
  productName: 'Bearing',
  // Bearing asks no server for updates.
  publish: null,
  directories: { output: 'dist', buildResources: 'build' },
  // Everything but the addon is bundled: its package is the only one that is packed, without its source and other machines' builds.
  files: [
    'out/**/*',
    'package.json',
    '!node_modules/better-sqlite3/{deps,src,build,binding.gyp,README.md}{,/**/*}',
    '!node_modules/better-sqlite3/prebuilds/*',
    'node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node',
    '!node_modules/node-addon-api{,/**/*}',
  ],
  extraResources: [{ from: 'data', to: 'data' }],
  asar: true,
  asarUnpack: ['**/*.node'],
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Office',
    icon: 'build/icon.png',
    executableName: 'bearing',
    maintainer: 'The Bearing authors',
  },
  win: { target: ['nsis'], icon: 'build/icon.png' },
  mac: {
    target: ['dmg'],
    icon: 'build/icon.png',
    category: 'public.app-category.productivity',
    hardenedRuntime: true,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
  },
};
