// `npm run package`: the unpacked app for this machine, in dist/, with whatever Electron is at hand.
//
//   --no-build       package what is in out/ already
//   --output DIR     there instead of dist/
//   --for-tests      leave the inspector's fuse on, which Playwright needs; never to be handed out
//
// An Electron older than 35 gets the addon that is built for it in place of the package's own.
import { build } from 'electron-builder';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import config from '../build/electron-builder.mjs';
import { findElectron } from './electron-runtime.mjs';

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const ADDON = 'node_modules/better-sqlite3/build/Release';

const { values } = parseArgs({
  options: { 'no-build': { type: 'boolean' }, 'for-tests': { type: 'boolean' }, output: { type: 'string' } },
});
if (!values['no-build'])
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: project, stdio: 'inherit' });

const electron = await findElectron();
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bearing-package-'));
try {
  const made = await build({
    projectDir: project,
    dir: true,
    publish: 'never',
    config: {
      ...config,
      directories: {
        ...config.directories,
        output: path.resolve(values.output ?? path.join(project, 'dist')),
      },
      electronDist: electron.dist,
      electronVersion: electron.version,
      files: [...config.files, ...addonFiles(electron.addon)],
      afterPack: removeDefaultApp,
      electronFuses: fuses(Number.parseInt(electron.version, 10)),
    },
  });
  console.log(`Electron ${electron.version} (${electron.origin})`);
  for (const file of made) console.log(file);
} finally {
  fs.rmSync(scratch, { recursive: true });
}

// Electron's own start-up app has no place beside Bearing.
function removeDefaultApp({ appOutDir }) {
  fs.rmSync(path.join(appOutDir, 'resources/default_app.asar'), { force: true });
}

function fuses(major) {
  const { grantFileProtocolExtraPrivileges, ...others } = config.electronFuses;
  // Electron 29 brought this fuse; an older one has no place for it.
  const all = major < 29 ? others : { ...others, grantFileProtocolExtraPrivileges };
  return { ...all, enableNodeCliInspectArguments: values['for-tests'] === true };
}

// better-sqlite3 takes a build of its own before any prebuild.
function addonFiles(addon) {
  if (addon === null) return [];
  fs.copyFileSync(addon, path.join(scratch, 'better_sqlite3.node'));
  const prebuild = config.files.find((pattern) => pattern.includes('prebuilds/${platform}'));
  return [`!${prebuild}`, { from: scratch, to: ADDON }];
}
