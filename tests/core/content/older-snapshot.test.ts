import fs from 'node:fs';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeTestPack } from '../../support/packs.ts';
import { sigmaRule, sigmaText } from '../../support/sigma-snapshot.ts';
import { createTestWorkbench, writeDocuments, type TestWorkbench } from '../../support/workbench.ts';

let maker: TestWorkbench;
let test: TestWorkbench;

beforeEach(() => {
  maker = createTestWorkbench();
  test = createTestWorkbench();
});
afterEach(async () => {
  for (const one of [maker, test]) {
    await one.end();
    expect(one.internal).toEqual([]);
  }
});

/** A zip of Sigma's repository whose newest file is of that day. */
function writeDated(day: string, title = 'Alpha'): string {
  const rule = sigmaRule(1, title);
  const file = path.join(test.documents, `sigma-${day}.zip`);
  const files = { [`sigma/${rule.file}`]: strToU8(sigmaText(rule)) };
  // A zip has no time zones: noon is the same day in all of them.
  fs.writeFileSync(file, zipSync(files, { mtime: new Date(`${day}T12:00:00`) }));
  return file;
}

const importPaths = (...paths: string[]) =>
  test.client.call('content.import', { items: paths.map((one) => ({ path: one })) });
const warning = (file: string, older: string, newer: string) => ({
  file,
  line: null,
  code: 'older-snapshot',
  message: `Is older than what the catalog holds of sigma: ${older} before ${newer}. Taken as it is; restore what was there before this import to go back.`,
});

it('a pack that is older than what the catalog holds is taken, and says so', async () => {
  const items = [{ path: writeDated('2026-05-01') }];
  await maker.client.call('content.import', { items });
  const { file } = await writeTestPack(maker);
  await importPaths(writeDated('2026-08-05', 'Beta'));
  const problems = [warning(`${file}/sigma`, '2026-05-01', '2026-08-05')];
  const dry = await test.client.call('content.import', { items: [{ path: file }], dryRun: true });
  expect(dry).toMatchObject({ problems });
  expect(await importPaths(file)).toMatchObject({ snapshots: [{ date: '2026-05-01' }], problems });
});

it('so does a snapshot, and one that is newer or as old says nothing', async () => {
  await importPaths(writeDated('2026-08-05'));
  const older = writeDated('2026-08-04', 'Beta');
  const problems = [warning(`${older}/sigma`, '2026-08-04', '2026-08-05')];
  expect(await importPaths(older)).toMatchObject({ problems });
  expect(await importPaths(writeDated('2026-08-05', 'Gamma'))).toMatchObject({ problems: [] });
  expect(await importPaths(writeDated('2026-08-05', 'Delta'))).toMatchObject({ problems: [] });
});

it('what documents say of a source counts, save for those of the same import', async () => {
  writeDocuments(test.documents, { T1046: ['Alpha'] });
  const document = path.join(test.documents, 'T1046.md');
  const older = writeDated('2022-08-08');
  expect(await importPaths(document, older)).toMatchObject({
    snapshots: [{ date: '2022-08-08' }],
    problems: [],
  });
  await test.client.call('content.restore', { importId: 1, dryRun: false });
  await importPaths(document);
  const problems = [warning(`${older}/sigma`, '2022-08-08', '2022-08-09')];
  expect(await importPaths(older)).toMatchObject({ problems });
});
