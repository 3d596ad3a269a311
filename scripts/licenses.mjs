// Writes NOTICE: what ships with Bearing, and the licences of it.
//
//   node scripts/licenses.mjs            writes it
//   node scripts/licenses.mjs --check    exit code 1 when it is out of date, or a licence is not one that Bearing may ship
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listBundledPackages } from './bundled-packages.mjs';

/** Licences that ask for no more than to be named and kept with the copy. */
const ALLOWED = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'OFL-1.1'];

const HEAD = `Bearing
Copyright (c) 2026 The Bearing authors. MIT licence, see LICENSE.

The technique documents in data/technique-documents are made of facts of public repositories: titles, ids, paths, links and
the ATT&CK techniques that each resource is mapped to. No rule, test, query or description of theirs is in them. The
repositories, their licences and their own words on copyright (commits and dates: data/README.md):

  MITRE D3FEND             MIT                         Copyright (c) 2022 The MITRE Corporation
  mitre-attack/car         Apache License 2.0          Copyright 2022 The MITRE Corporation; Approved for Public
                                                       Release; Distribution Unlimited. Case Number 18-3868.
  elastic/detection-rules  Elastic License 2.0         Copyright 2021 Elasticsearch B.V.
  Azure/Azure-Sentinel     MIT                         Copyright (c) Microsoft Corporation. All rights reserved.
  SigmaHQ/sigma            Detection Rule License 1.1  the authors of the rules, named in data/CREDITS.md
                           https://github.com/SigmaHQ/Detection-Rule-License
  splunk/security_content  Apache License 2.0          (its licence names nobody)
  redcanaryco/
    atomic-red-team        MIT                         Copyright (c) 2018 Red Canary, Inc.
  DataDog/
    stratus-red-team       Apache License 2.0          Copyright 2021-Present Datadog, Inc. This product includes
                                                       software developed at Datadog (https://www.datadoghq.com/).

The technique document T1046.md (data/example) is of the Control Validation Compass project:
Copyright (c) 2022 ControlCompass, MIT licence. The ATT&CK text in it: (c) 2022 The MITRE Corporation. This work is
reproduced and distributed with the permission of The MITRE Corporation. ATT&CK is a registered trademark of The MITRE
Corporation. Both licences stand in full in data/README.md.

The index of techniques in data/attack (ids, names, tactics, platforms, parents, successors) is of MITRE ATT&CK, version 19.2:
(c) 2026 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.

The window runs on Electron (MIT), which brings Chromium, Node.js and others; their licences are in the files LICENSE and
LICENSES.chromium.html beside the program. The database is SQLite, which is in the public domain.

These packages are part of Bearing, whole or in part. The texts of their licences follow.
`;

const RULE = '-'.repeat(80);

function isAllowed(licence) {
  return licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => ALLOWED.includes(choice.trim()));
}

function writeNotice(packages) {
  const list = packages.map(({ name, version, licence }) => `  ${name} ${version}, ${licence}`);
  const texts = new Map();
  for (const { name, text } of packages) texts.set(text, [...(texts.get(text) ?? []), name]);
  const parts = [...texts].map(([text, names]) => `${RULE}\n${names.join(', ')}\n${RULE}\n\n${text}\n`);
  return `${HEAD}\n${list.join('\n')}\n\n${parts.join('\n')}`;
}

const file = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'NOTICE');
const packages = await listBundledPackages();
const problems = packages.flatMap(({ name, licence, text }) => [
  ...(isAllowed(licence)
    ? []
    : [`${name} has the licence ${licence}, which is not on the list of scripts/licenses.mjs.`]),
  ...(text ? [] : [`${name} has no licence text.`]),
]);
const notice = writeNotice(packages);
if (process.argv.includes('--check')) {
  const kept = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (kept !== notice) problems.push('NOTICE is out of date: run "npm run licenses".');
} else {
  fs.writeFileSync(file, notice);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
