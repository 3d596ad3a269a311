#!/usr/bin/env node
'use strict';

// Written so that any Node can read it: an old one must get as far as the message below.
// better-sqlite3 ends the process without a word on Node 20, so the version is checked before anything is loaded.

var fs = require('fs');
var path = require('path');

var NEEDED = 22;
var project = path.join(__dirname, '..');
var cli = path.join(project, 'out', 'main', 'cli.js');

function fail(text) {
  process.stderr.write(text + '\n');
  process.exit(1);
}

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  fail(
    'bearing needs Node ' +
      NEEDED +
      ' or newer; this is Node ' +
      process.versions.node +
      '.\n' +
      'Run "npx bearing" in ' +
      project +
      ': it uses the Node that npm ci put there.',
  );
} else if (!fs.existsSync(cli)) {
  fail('Bearing is not built yet: ' + cli + ' is missing.\nRun "npm run build" in ' + project + '.');
} else {
  require(cli);
}
