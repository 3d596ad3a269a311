import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildTechniqueDocuments } from '../../../src/core/workbench.ts';
import type { BuiltDocuments } from '../../../src/shared/model/built-documents.ts';
import { SOURCES } from '../../../src/shared/model/source.ts';
import { listedItems, untiedKeys } from '../../support/listed-items.ts';
import { PROJECT } from '../../support/source-files.ts';
import { createTestWorkbench, type TestWorkbench } from '../../support/workbench.ts';
import { SNAPSHOTS } from '../../../scripts/shipped-documents.mjs';

// The real repositories are not ours to ship.
const folder = process.env['BEARING_CORPUS'] ?? '';
const hasCorpus = folder !== '' && fs.existsSync(path.join(folder, 'sigma'));
const MINUTE = 60_000;

if (!hasCorpus)
  test('the real repositories are at hand', ({ skip }) => {
    skip('BEARING_CORPUS names no folder that has them in it');
  });

describe.skipIf(!hasCorpus)('documents of the real repositories', () => {
  let bench: TestWorkbench;
  let built: BuiltDocuments;
  let output: string;
  beforeAll(async () => {
    bench = createTestWorkbench();
    output = path.join(bench.documents, 'built');
    const dates = new Map(SNAPSHOTS.map(({ id, date }) => [id, date]));
    built = await buildTechniqueDocuments({ folders: [folder], output, dates, date: '', force: false });
  }, MINUTE);
  afterAll(() => bench.end());

  test('are those that ship, byte for byte', () => {
    const shipped = path.join(PROJECT, 'data/technique-documents');
    expect(fs.readdirSync(output).sort()).toEqual(fs.readdirSync(shipped).sort());
    const differing = fs
      .readdirSync(output)
      .filter(
        (name) => !fs.readFileSync(path.join(output, name)).equals(fs.readFileSync(path.join(shipped, name))),
      );
    expect(differing).toEqual([]);
  });

  test(
    'list all that the repositories list, and are tied to it',
    async () => {
      const documents = await bench.client.call('content.import', { items: [{ path: output }] });
      expect(documents.problems).toEqual([]);
      expect(documents.listings).toBe(built.listings);
      const ofDocuments = listedItems(bench.dataFolder);
      const items = SOURCES.map(({ id }) => ({ path: path.join(folder, id) }));
      await bench.client.call('content.import', { items });
      expect(listedItems(bench.dataFolder)).toEqual(ofDocuments);
      // Tests of one name in one technique: a title alone does not say which is meant.
      expect(untiedKeys(bench.dataFolder)).toHaveLength(8);
      expect(untiedKeys(bench.dataFolder).filter((key) => !key.startsWith('atomic:'))).toEqual([]);
    },
    3 * MINUTE,
  );
});
