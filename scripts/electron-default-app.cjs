// What an Electron without an app of its own does first: it runs the app whose folder or script is on the command line.
const { app } = require('electron');
const fs = require('node:fs');
const { _load: load } = require('node:module');
const path = require('node:path');

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (given === undefined) {
  console.error('Say which app to run: electron FOLDER');
  process.exit(2);
}
const target = path.resolve(given);
process.defaultApp = true;
if (fs.statSync(target).isDirectory()) runFolder(target);
else runScript(target);

function runFolder(folder) {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  if (manifest.version) app.setVersion(manifest.version);
  app.setAppPath(folder);
  load(path.join(folder, manifest.main ?? 'index.js'), null, true);
}

function runScript(script) {
  app.setAppPath(path.dirname(script));
  load(script, null, true);
}
