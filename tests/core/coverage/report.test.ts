import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import { arrangeReport } from '../../../src/core/reports/arrange.ts';
import { contradictions } from '../../../src/core/reports/contradictions.ts';
import { collectReport } from '../../../src/core/coverage/collect-report.ts';
import { openReader } from '../../../src/core/open-reader.ts';
import { REPORT_FORMATS, type ReportFormat } from '../../../src/shared/model/report.ts';
import { OPTIONS } from '../../support/report-value.ts';
import { readReport } from '../../support/workbook.ts';
import { createTestWorkbench, ruleKey, writeDocuments, type TestWorkbench } from '../../support/workbench.ts';

let test: TestWorkbench;
let organizationId: string;

beforeEach(async () => {
  test = createTestWorkbench();
  writeDocuments(test.documents, {
    T9001: ['Alpha', 'Beta', 'Beta'],
    'T9001.001': ['Beta', 'Gamma'],
    T9002: ['Delta'],
  });
  await test.client.call('content.import', { items: [{ path: test.documents }] });
  organizationId = (await test.client.call('organizations.create', { name: 'Northfield' })).id;
  await test.client.call('tracking.mark', {
    organizationId,
    keys: [ruleKey('Beta'), ruleKey('Delta')],
    mark: 'deployed',
    comment: '=1+1',
  });
  await test.client.call('tracking.mark', { organizationId, keys: [ruleKey('Gamma')], mark: 'planned' });
  await test.client.call('notes.save', {
    organizationId,
    targetType: 'technique',
    targetKey: 'T9001',
    text: 'Seen in **2026**',
  });
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

async function make(format: ReportFormat, options = {}): Promise<string> {
  const made = await test.client.call('reports.make', { organizationId, format, options });
  const kept = test.workbench.madeReport(made.id);
  expect(kept?.bytes.length).toBe(made.size);
  return readReport(format, kept?.bytes ?? new Uint8Array());
}

/** The report value as a workbench on the same folder would gather it. */
function collect() {
  const reader = openReader(test.dataFolder);
  const core = {
    folder: test.dataFolder,
    version: '0.0.0',
    warning: null,
    reader,
    author: () => 'Ada',
    now: () => new Date(),
    emit: () => undefined,
  };
  const report = collectReport(
    {
      ...core,
      ledger: () => {
        throw new Error('reports only read');
      },
    },
    organizationId,
    false,
    'listed',
  );
  reader.close();
  return report;
}

describe('a report', () => {
  it('has numbers that agree with each other', () => {
    expect(contradictions(arrangeReport(collect(), OPTIONS))).toEqual([]);
  });

  it.each(REPORT_FORMATS)(
    'in %s has the same bytes when it is made again, also after a restart',
    async (format) => {
      const first = await make(format);
      await test.reopen({ now: () => new Date('2031-01-01T00:00:00Z') });
      expect(await make(format)).toBe(first);
    },
  );

  it.each(REPORT_FORMATS)('in %s changes when a mark does', async (format) => {
    const first = await make(format);
    await test.client.call('tracking.mark', { organizationId, keys: [ruleKey('Alpha')], mark: 'deployed' });
    expect(await make(format)).not.toBe(first);
  });

  it('counts the same in JSON and CSV as the coverage says', async () => {
    const json = JSON.parse(await make('json')) as {
      summary: { ruleDeployed: number; techniques: number };
      ledger: unknown[];
    };
    const rows = parse(await make('csv'), { columns: true, bom: true }) as {
      mark: string;
      resource_key: string;
      comment: string;
      technique_id: string;
    }[];
    const coverage = await test.client.call('coverage.get', { organizationId });
    expect(json.summary).toMatchObject({ techniques: 3, ruleDeployed: coverage.levels.deployed });
    expect(coverage.levels.deployed).toBe(3);
    expect(new Set(rows.filter((row) => row.mark === 'deployed').map((row) => row.resource_key)).size).toBe(
      coverage.rules.deployed,
    );
    expect(rows).toHaveLength(5);
    expect(rows.find((row) => row.comment !== '')?.comment).toBe("'=1+1");
    expect(json.ledger).toMatchObject([{ entries: 5 }]);
  });

  it.each(['html', 'json', 'md'] as const)('in %s leaves notes out and says so', async (format) => {
    expect(await make(format)).toContain('2026');
    expect(await make(format, { leaveOutNotes: true })).not.toContain('Seen in');
  });

  it('tells nobody where documents lie on this machine', async () => {
    for (const format of REPORT_FORMATS) expect(await make(format)).not.toContain(test.documents);
  });

  it('of an organization that is not there is refused', async () => {
    await expect(
      test.client.call('reports.make', { organizationId: 'nobody', format: 'html' }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
