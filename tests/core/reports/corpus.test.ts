import fs from 'node:fs';
import path from 'node:path';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAYERS, type ReportFormat } from '../../../src/shared/model/report.ts';
import { AS_OF, type AsOf } from '../../../src/shared/model/attack.ts';
import { checkAdministration } from '../../support/dettect-file.ts';
import { expectSameNumbers } from '../../support/same-numbers.ts';
import { readWorkbook } from '../../support/workbook.ts';
import { checkLayer } from '../../support/navigator-layer.ts';
import { createTestWorkbench, type TestWorkbench } from '../../support/workbench.ts';

// The real repositories are not ours to ship.
const folder = process.env['BEARING_CORPUS'] ?? '';
const hasCorpus = folder !== '' && fs.existsSync(path.join(folder, 'technique-documents'));

if (!hasCorpus)
  test('the real repositories are at hand', ({ skip }) => {
    skip('BEARING_CORPUS names no folder that has them in it');
  });

describe.skipIf(!hasCorpus)('of the real repositories', () => {
  let bench: TestWorkbench;
  let organizationId: string;

  beforeAll(async () => {
    bench = createTestWorkbench();
    await bench.client.call('content.import', { items: [{ path: folder }] });
    organizationId = (await bench.client.call('organizations.create', { name: 'Northfield' })).id;
    const { keys } = await bench.client.call('search.keys', {
      text: '',
      filters: { types: ['rule'] },
      organizationId,
    });
    const some = keys.filter((_, index) => index % 7 === 0);
    await bench.client.call('tracking.mark', { organizationId, keys: some, mark: 'deployed' });
  }, 120_000);
  afterAll(async () => {
    await bench.end();
    expect(bench.internal).toEqual([]);
  });

  async function make(format: ReportFormat, asOf: AsOf, options = {}): Promise<Buffer> {
    const { id } = await bench.client.call('reports.make', { organizationId, format, asOf, options });
    return Buffer.from(bench.workbench.madeReport(id)?.bytes ?? []);
  }

  describe.each(AS_OF)('with ids as %s', (asOf) => {
    test.each(LAYERS)('the Navigator layer %s is one that the Navigator takes', async (layer) => {
      const made = JSON.parse((await make('navigator', asOf, { layer })).toString()) as {
        techniques: unknown[];
      };
      expect(checkLayer(made)).toEqual([]);
      expect(made.techniques.length).toBeGreaterThan(500);
    });

    test('the technique administration is one that DeTT&CT finds healthy', async () => {
      const made = load((await make('dettect', asOf)).toString(), { schema: YAML11_SCHEMA });
      expect(checkAdministration(made)).toEqual([]);
      expect((made as { techniques: unknown[] }).techniques.length).toBeGreaterThan(500);
    });

    test('the workbook has the numbers of the JSON report', async () => {
      const [workbook, json] = [await make('xlsx', asOf), await make('json', asOf)];
      expectSameNumbers(readWorkbook(workbook), json.toString());
    });
  });
});
