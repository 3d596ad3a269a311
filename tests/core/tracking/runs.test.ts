import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../../src/shared/contract.ts';
import { writeSmallSnapshots } from '../../support/small-snapshots.ts';
import { createTestWorkbench, type TestWorkbench } from '../../support/workbench.ts';

const DAY = 86_400_000;
const BEGIN = Date.parse('2026-06-01T12:00:00.000Z');

let test: TestWorkbench;
let now = BEGIN;
let organizationId: string;
let tests: string[];
let rule: string;

beforeEach(async () => {
  now = BEGIN;
  test = createTestWorkbench({ now: () => new Date(now) });
  const items = [{ path: writeSmallSnapshots(test.documents) }];
  await test.client.call('content.import', { items });
  organizationId = (await test.client.call('organizations.create', { name: 'Northfield' })).id;
  const { sections } = await test.client.call('techniques.get', { techniqueId: 'T1046', organizationId });
  const keys = (sourceId: string) =>
    sections
      .filter(({ source }) => source.id === sourceId)
      .flatMap(({ resources }) => resources.map((one) => one.key));
  tests = keys('atomic');
  rule = keys('sigma')[0] ?? '';
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

type Given = Partial<CallInput<'runs.save'>> & { outcome: 'blocked' | 'alerted' | 'logged' | 'missed' };
const save = (given: Given) =>
  test.client.call('runs.save', { organizationId, testKey: tests[0] ?? '', ...given });
const deploy = () => test.client.call('tracking.mark', { organizationId, keys: [rule], mark: 'deployed' });
const detail = () => test.client.call('techniques.get', { techniqueId: 'T1046', organizationId });
const level = async () => {
  const coverage = await test.client.call('coverage.get', { organizationId });
  const { rows } = await test.client.call('search.list', {
    text: 'T1046',
    filters: { types: ['technique'] },
    organizationId,
  });
  const found = [
    coverage.techniques.find(({ id }) => id === 'T1046')?.level,
    (await detail()).level,
    rows[0]?.level,
  ];
  expect(new Set(found).size, `one level in every view: ${found.join()}`).toBe(1);
  return found[0];
};
const list = (more = {}) => test.client.call('runs.list', { organizationId, ...more });
const ago = (days: number) => new Date(now - days * DAY).toISOString();

describe('a run', () => {
  it('validates a technique with a rule deployed, and no other', async () => {
    await save({ outcome: 'alerted' });
    expect(await level()).toBe('listed');
    await deploy();
    expect(await level()).toBe('validated');
    expect((await detail()).runs).toMatchObject([{ testKey: tests[0], outcome: 'alerted' }]);
  });

  it.each([
    ['blocked', 'validated'],
    ['alerted', 'validated'],
    ['logged', 'failed'],
    ['missed', 'failed'],
  ] as const)('that was %s makes it %s', async (outcome, expected) => {
    await deploy();
    await save({ outcome });
    expect(await level()).toBe(expected);
  });

  it('of a test is overtaken by the later one that took place later, not by the one recorded later', async () => {
    await deploy();
    await save({ outcome: 'alerted', at: ago(1) });
    await save({ outcome: 'missed', at: ago(3) });
    expect(await level()).toBe('validated');
    await save({ outcome: 'missed', at: ago(0) });
    expect(await level()).toBe('failed');
  });

  it('of another test that was seen is enough', async () => {
    await deploy();
    await save({ outcome: 'missed' });
    await save({ outcome: 'blocked', testKey: tests[1] ?? '' });
    expect(await level()).toBe('validated');
    const coverage = await test.client.call('coverage.get', { organizationId });
    expect(coverage.techniques.find(({ id }) => id === 'T1046')?.runs).toMatchObject({
      tests: 2,
      detected: 1,
    });
  });

  it('counts until it is older than the window, which can be changed', async () => {
    await deploy();
    await save({ outcome: 'alerted', at: ago(10) });
    now += 79 * DAY;
    expect(await level()).toBe('validated');
    now += 2 * DAY;
    expect(await level()).toBe('deployed');
    expect(await list()).toMatchObject([{ isValid: false }]);
    expect((await test.client.call('coverage.get', { organizationId })).runs).toEqual({
      recorded: 1,
      valid: 0,
      noLongerListed: 0,
    });
    await test.client.call('settings.update', { validityDays: 400 });
    expect(await level()).toBe('validated');
    await expect(test.client.call('settings.update', { validityDays: 0 })).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  it('is changed, deleted, undone, and stands in the history', async () => {
    const { runId, actionId } = await save({ outcome: 'missed', comment: ' no log ' });
    expect(await save({ runId, outcome: 'missed', comment: 'no log', at: ago(0) })).toEqual({
      runId,
      actionId: null,
    });
    await save({ runId, outcome: 'alerted', rules: [rule], at: ago(2) });
    expect(await list()).toMatchObject([
      { id: runId, outcome: 'alerted', rules: [{ key: rule }], at: ago(2), comment: null, isValid: true },
    ]);
    await test.client.call('runs.delete', { organizationId, runId });
    expect(await list()).toEqual([]);
    const undone = await test.client.call('tracking.undo', { organizationId });
    expect(undone.what).toBe('a run of Another');
    expect(await list({ techniqueId: 'T1046' })).toMatchObject([{ outcome: 'alerted' }]);
    const { rows } = await test.client.call('tracking.history', { organizationId, techniqueId: 'T1046' });
    expect(rows.filter(({ type }) => type === 'run').map(({ before, after }) => [before, after])).toEqual([
      [null, 'alerted'],
      ['alerted', null],
      ['missed', 'alerted'],
      [null, 'missed'],
    ]);
    await test.client.call('tracking.undo', { organizationId, actionId: actionId ?? '' }).catch(() => null);
    expect((await test.client.call('organizations.list', {}))[0]?.runs).toBe(1);
    expect((await test.client.call('ledger.verify', {})).state).toEqual([]);
  });

  it('survives a restart and a ledger that is made anew', async () => {
    await deploy();
    await save({ outcome: 'blocked' });
    await test.reopen();
    await test.client.call('ledger.rebuild', {});
    expect(await level()).toBe('validated');
  });

  it('is refused where it cannot be', async () => {
    const invalid = { code: 'invalid-input' };
    await expect(save({ outcome: 'alerted', testKey: rule })).rejects.toMatchObject(invalid);
    await expect(save({ outcome: 'alerted', testKey: 'atomic:none' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(save({ outcome: 'alerted', rules: [tests[0] ?? ''] })).rejects.toMatchObject(invalid);
    await expect(save({ outcome: 'missed', rules: [rule] })).rejects.toMatchObject(invalid);
    await expect(save({ outcome: 'missed', at: ago(-1) })).rejects.toMatchObject(invalid);
    await expect(save({ outcome: 'missed', at: '2026-02-30T10:00:00Z' })).rejects.toMatchObject(invalid);
    await expect(save({ outcome: 'missed', runId: 'none' })).rejects.toMatchObject({ code: 'not-found' });
    await test.client.call('organizations.archive', { organizationId, archived: true });
    await expect(save({ outcome: 'missed' })).rejects.toMatchObject({ code: 'organization-archived' });
    expect(await list()).toEqual([]);
  });

  it('of one organization says nothing of another', async () => {
    await deploy();
    await save({ outcome: 'blocked' });
    const other = (await test.client.call('organizations.create', { name: 'Southfield' })).id;
    await test.client.call('tracking.mark', { organizationId: other, keys: [rule], mark: 'deployed' });
    const { level: theirs } = await test.client.call('techniques.get', {
      techniqueId: 'T1046',
      organizationId: other,
    });
    expect(theirs).toBe('deployed');
  });
});

describe('a report', () => {
  const json = async () => {
    const made = await test.client.call('reports.make', { organizationId, format: 'json' });
    const { bytes } = test.workbench.madeReport(made.id) ?? { bytes: new Uint8Array() };
    return new TextDecoder().decode(bytes);
  };

  it('has every run, the window, and the same bytes until a run ceases to count', async () => {
    await deploy();
    await save({ outcome: 'alerted', at: ago(5), rules: [rule], comment: 'seen by the night shift' });
    const first = await json();
    now += 80 * DAY;
    expect(await json()).toBe(first);
    expect(JSON.parse(first)).toMatchObject({
      summary: { levels: { validated: 1 } },
      validity: { days: 90 },
      runs: [{ outcome: 'alerted', techniques: ['T1046'], rules: [{ key: rule }], isValid: true }],
    });
    now += 10 * DAY;
    const later = JSON.parse(await json()) as { asOf: string };
    expect(later).toMatchObject({
      asOf: new Date(BEGIN + 85 * DAY).toISOString(),
      summary: { levels: { validated: 0, deployed: 1 } },
      runs: [{ isValid: false }],
    });
  });
});

describe('a ledger of a Bearing that knew no runs', () => {
  it('is not read, but brought up to date by the next start that writes, after a backup', async () => {
    await deploy();
    await test.workbench.close();
    const ledger = new Database(path.join(test.dataFolder, 'ledger.db'));
    ledger.exec('DROP TABLE runs; DROP INDEX entries_by_run; PRAGMA user_version = 10');
    ledger.close();
    await expect(test.reopen({ mode: 'read' })).rejects.toMatchObject({
      code: 'data-folder-empty',
      message: expect.stringContaining('older version') as string,
    });
    await test.reopen();
    await save({ outcome: 'blocked' });
    expect(await level()).toBe('validated');
    expect(fs.readdirSync(path.join(test.dataFolder, 'backups')).join()).toContain('before-migration');
  });
});
