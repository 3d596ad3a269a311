// Writes the technique documents that ship with Bearing, and the credits that a licence asks for: data/technique-documents and data/CREDITS.md.
//
//   node scripts/shipped-documents.mjs FOLDER...
//
// The folders hold the snapshots below, as working copies or as archives; the same snapshots give the same bytes. `npx bearing build-documents` with
// the dates below as its --date writes the same documents.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTechniqueDocuments } from '../src/core/content/build-documents.ts';

/** What ships is made of these. data/README.md says the same; tests/docs.test.ts compares them. */
export const SNAPSHOTS = [
  { id: 'd3fend', repository: 'd3fend/website-next', commit: 'dec1ea70', date: '2024-10-11' },
  { id: 'car', repository: 'mitre-attack/car', commit: '1b922fe1', date: '2025-05-16' },
  { id: 'elastic', repository: 'elastic/detection-rules', commit: '14cf530f', date: '2026-08-21' },
  { id: 'sentinel', repository: 'Azure/Azure-Sentinel', commit: 'b819f673', date: '2022-08-10' },
  { id: 'sigma', repository: 'SigmaHQ/sigma', commit: '8eaafff1', date: '2026-08-05' },
  { id: 'splunk', repository: 'splunk/security_content', commit: 'b13b314a', date: '2024-10-24' },
  { id: 'atomic', repository: 'redcanaryco/atomic-red-team', commit: '9f85cf3e', date: '2026-08-17' },
  { id: 'stratus', repository: 'DataDog/stratus-red-team', commit: '7c9a7a5a', date: '2026-08-19' },
];

/** The Detection Rule License asks that the authors of rules stay named. */
const CREDITED = ['sigma'];

const data = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'data');

async function main(folders) {
  const output = path.join(data, 'technique-documents.new');
  fs.rmSync(output, { recursive: true, force: true });
  const dates = new Map(SNAPSHOTS.map(({ id, date }) => [id, date]));
  const request = { folders, output, dates, date: '', force: false };
  const { documents, resources, listings, sources, problems } = await buildTechniqueDocuments(request);
  for (const { file, code, message } of problems) console.error(`${file}: ${message} [${code}]`);
  for (const snapshot of SNAPSHOTS) checkSource(snapshot, sources);
  const shipped = path.join(data, 'technique-documents');
  fs.rmSync(shipped, { recursive: true, force: true });
  fs.renameSync(output, shipped);
  fs.writeFileSync(path.join(data, 'CREDITS.md'), credits(sources));
  console.log(JSON.stringify({ documents, resources, listings, problems: problems.length }));
}

function checkSource({ id, repository, commit }, sources) {
  const read = sources.find((source) => source.id === id);
  if (!read) throw new Error(`There is no snapshot of ${repository}.`);
  if (read.commit !== null && !read.commit.startsWith(commit))
    throw new Error(`The snapshot of ${repository} is of commit ${read.commit}, not ${commit}.`);
}

function credits(sources) {
  const parts = sources
    .filter(({ id }) => CREDITED.includes(id))
    .map(({ id, authors }) => {
      const { repository, commit } = SNAPSHOTS.find((one) => one.id === id);
      const head = `## ${repository}\n\nAuthors of the rules that the technique documents list, as the rules of commit ${commit} name them.`;
      return `${head}\n\n${authors.map((author) => `- ${author.replace(/([\\\`*_[\]<>])/g, '\\$1')}`).join('\n')}\n`;
    });
  const head =
    '# Credits\n\nWritten by `scripts/shipped-documents.mjs`. The Detection Rule License 1.1 asks that the authors of rules are named.\n\n';
  return head + parts.join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
