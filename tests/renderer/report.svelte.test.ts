import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPORT_FORMATS } from '../../src/shared/model/report.ts';
import { ReportState } from '../../src/renderer/features/report/report-state.svelte.ts';
import { createTestApp, type TestApp } from '../support/workbench-client.ts';
import { ruleKey, writeDocuments } from '../support/workbench.ts';

let test: TestApp;
let report: ReportState;

beforeEach(async () => {
  test = await createTestApp();
  const path = writeDocuments(test.documents, { T9001: ['Alpha', 'Beta'] });
  await test.client.call('content.import', { items: [{ path }] });
  await test.app.createOrganization('Northfield');
  report = new ReportState(test.app);
});
afterEach(async () => {
  expect(test.internal).toEqual([]);
  await test.end();
});

const make = () => report.make(test.app.organizationId);

function textOf(id: string): string {
  return Buffer.from(test.workbench.madeReport(id)!.bytes).toString('utf8');
}

describe('the report', () => {
  it('is made for the organization, with contents', async () => {
    await make();
    const made = report.made.data!;
    expect(made).toMatchObject({ format: 'html', fileName: expect.stringMatching(/^northfield-.*\.html$/) });
    expect(made.contents.length).toBeGreaterThan(3);
    expect(textOf(made.id)).toContain('Northfield');
    expect(report.frames).toMatchObject([{ id: made.id, url: `/report/${made.id}`, isReady: false }]);
  });

  it('stays in its frame as long as its bytes are the same', async () => {
    await make();
    const first = report.made.data!;
    report.frameReady(first.id);
    await make();
    expect(report.made.data!.id).not.toBe(first.id);
    expect(report.frames).toMatchObject([{ id: first.id, isReady: true }]);
  });

  it('is made again when something is marked, and the one before is seen until it is loaded', async () => {
    await make();
    const before = report.made.data!;
    report.frameReady(before.id);
    await test.client.call('tracking.mark', {
      organizationId: test.app.organizationId!,
      keys: [ruleKey('Alpha')],
      mark: 'deployed',
    });
    await make();
    const after = report.made.data!;
    expect(after.sha256).not.toBe(before.sha256);
    expect(report.frames.map(({ id, isReady }) => [id, isReady])).toEqual([
      [before.id, true],
      [after.id, false],
    ]);
    report.frameReady(after.id);
    expect(report.frames.map(({ id }) => id)).toEqual([after.id]);
    report.frameReady(before.id);
    expect(report.frames.map(({ id }) => id)).toEqual([after.id]);
  });

  it.each(REPORT_FORMATS)('is made as %s, saved as shown, and says where', async (format) => {
    report.format = format;
    await make();
    await report.save();
    expect(test.saved).toEqual([report.made.data]);
    expect(test.app.toasts.list).toMatchObject([
      { text: 'Report saved', detail: `/home/ada/${report.made.data!.fileName}` },
    ]);
  });

  it('of one format is never seen beside another, or as that of another organization', async () => {
    await make();
    const html = report.made.data!;
    report.frameReady(html.id);
    expect([report.current?.id, report.frames[0]?.id]).toEqual([html.id, html.id]);
    report.format = 'csv';
    expect([report.current, report.frames, report.command, report.isBusy]).toEqual([null, [], null, true]);
    const making = make();
    expect([report.current, report.frames, report.command]).toEqual([null, [], null]);
    await making;
    expect(report.current).toMatchObject({ format: 'csv' });
    expect(report.frames).toMatchObject([{ format: 'csv', isReady: false }]);
    expect(report.isBusy).toBe(true);
    report.frameReady(report.current!.id);
    expect(report.isBusy).toBe(false);

    await test.app.createOrganization('Example Bank');
    const other = make();
    expect([report.current, report.frames, report.command]).toEqual([null, [], null]);
    await other;
    expect(report.current!.fileName).toMatch(/^example-bank-.*\.csv$/);
  });

  it('is seen again at once when the person comes back to its format before another one was made', async () => {
    await make();
    const html = report.made.data!;
    report.frameReady(html.id);
    report.format = 'csv';
    const making = make();
    report.format = 'html';
    expect(report.frames).toMatchObject([{ id: html.id, isReady: true }]);
    await Promise.all([making, make()]);
    expect(report.frames).toMatchObject([{ id: html.id, isReady: true }]);
    expect(report.current).toMatchObject({ format: 'html' });
  });

  it('is waited for when it is saved while it is made', async () => {
    await make();
    report.format = 'csv';
    const making = make();
    await report.save();
    await making;
    expect(test.saved).toMatchObject([{ format: 'csv' }]);
  });

  it('leaves notes out when asked', async () => {
    const organizationId = test.app.organizationId!;
    const target = { targetType: 'organization', targetKey: organizationId } as const;
    await test.client.call('notes.save', { organizationId, ...target, text: 'Only for us' });
    report.format = 'md';
    await make();
    expect(textOf(report.made.data!.id)).toContain('Only for us');
    report.leavesOutNotes = true;
    await make();
    expect(textOf(report.made.data!.id)).not.toContain('Only for us');
    expect(report.command).toContain(' --leave-out-notes ');
  });

  it('is made for the Navigator as the layer that is chosen', async () => {
    report.format = 'navigator';
    await make();
    expect(textOf(report.made.data!.id)).toContain('"Northfield: levels"');
    report.layer = 'gaps';
    await make();
    expect(textOf(report.made.data!.id)).toContain('"Northfield: gaps"');
    expect(report.made.data!.fileName).toMatch(/-navigator-gaps\.json$/);
    expect(report.command).toContain(' --format navigator --layer gaps ');
  });

  it('as a workbook has no frame, lists its sheets, and is not busy once it is made', async () => {
    await make();
    report.format = 'xlsx';
    expect(report.isBusy).toBe(true);
    await make();
    expect([report.frames, report.isBusy]).toEqual([[], false]);
    expect(report.current?.contents.map(({ title }) => title)).toContain('Gaps');
    expect(report.command).toContain('--format xlsx ');
  });

  it('is none without an organization', async () => {
    await make();
    await report.make(null);
    expect([report.made.data, report.frames, report.command]).toEqual([undefined, [], null]);
    await report.save();
    expect(test.saved).toEqual([]);
  });
});
