import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFigures } from '../../src/renderer/features/content/import-figures.ts';
import { groupResources, titleBefore } from '../../src/renderer/features/content/snapshot-groups.ts';
import { ResourceState } from '../../src/renderer/features/resource/resource-state.svelte.ts';
import { openRow } from '../../src/renderer/features/search/open-row.ts';
import { SearchState } from '../../src/renderer/features/search/search-state.svelte.ts';
import { readQuery } from '../../src/renderer/features/search/search-query.ts';
import { TechniqueState } from '../../src/renderer/features/technique/technique-state.svelte.ts';
import { sigmaRule, sigmaText, writeSigma } from '../support/sigma-snapshot.ts';
import { ruleKey, writeDocuments } from '../support/workbench.ts';
import { createTestApp, type TestApp } from '../support/workbench-client.ts';

const nmap = sigmaRule(1, 'Nmap', { level: 'high', status: 'experimental', techniques: ['T1046', 'T1047'] });
const masscan = sigmaRule(2, 'Masscan');
const keyOf = ({ id }: { id: string }) => `sigma:${id}`;

let test: TestApp;
let resource: ResourceState;

beforeEach(async () => {
  test = await createTestApp();
  resource = new ResourceState(test.app);
});
afterEach(async () => {
  expect(test.internal).toEqual([]);
  await test.end();
});

/** Imports a snapshot of these rules as the page does, and answers what it said. */
async function importSigma(rules: Parameters<typeof writeSigma>[1]) {
  const folder = writeSigma(path.join(test.documents, 'sigma'), rules);
  const { importer } = test.app;
  await importer.read([{ path: folder }]);
  const read = { result: importer.result!, before: importer.before, canWrite: importer.canWrite };
  await importer.write();
  return read;
}

describe('a resource of a snapshot', () => {
  beforeEach(async () => {
    await importSigma([nmap, masscan]);
    await test.app.createOrganization('Northfield');
    await resource.load(keyOf(nmap), test.app.organizationId);
  });

  it('has its text, in lines, and copies it whole', async () => {
    expect(resource.text).toBe(sigmaText(nmap));
    expect(resource.lines).toHaveLength(sigmaText(nmap).trimEnd().split('\n').length);
    await resource.copy();
    expect(test.copied).toEqual([sigmaText(nmap)]);
  });

  it('is marked, and the mark does not colour the text again', async () => {
    const { lines } = resource;
    await resource.mark('deployed');
    await resource.load(keyOf(nmap), test.app.organizationId);
    expect(resource.detail.data?.mark).toBe('deployed');
    expect(resource.lines).toBe(lines);
  });

  it('is opened by its row in a technique, and goes with the technique', async () => {
    const technique = new TechniqueState(test.app);
    await technique.load('T1046', test.app.organizationId);
    const row = technique.rows.find(({ resource: { key } }) => key === keyOf(nmap))!;
    expect([row.hasGrades, row.resource.severity, row.resource.status]).toEqual([
      true,
      'high',
      'experimental',
    ]);
    technique.read(row.id);
    expect([technique.isReading, technique.cursorRow?.id]).toEqual([true, row.id]);
    await technique.load('T1047', test.app.organizationId);
    expect([technique.isReading, technique.detail.data?.document]).toEqual([false, null]);
  });

  it('is opened by its row in a search, until another search', async () => {
    const search = new SearchState(test.app);
    const load = (text: string) =>
      search.load(readQuery(new URLSearchParams({ q: text, types: 'rule' })), null);
    await load('nmap');
    search.read(0);
    expect([search.isReading, search.cursorRow?.key]).toEqual([true, keyOf(nmap)]);
    await load('masscan');
    expect(search.isReading).toBe(false);
  });
});

describe('a resource that documents alone know', () => {
  it('has no text and nothing to copy', async () => {
    const documents = writeDocuments(test.documents, { T1046: ['Nmap'] });
    await test.client.call('content.import', { items: [{ path: documents }] });
    await resource.load(ruleKey('Nmap'), null);
    expect([resource.detail.data?.upstream, resource.text, resource.lines]).toEqual([null, '', []]);
    await resource.copy();
    expect(test.copied).toEqual([]);
  });

  it('one that is not there is an error, which the next one does not show', async () => {
    await importSigma([nmap]);
    await resource.load('sigma:none', null);
    expect(resource.detail.error?.code).toBe('not-found');
    await resource.load(keyOf(nmap), null);
    expect([resource.detail.error, resource.detail.data?.title]).toEqual([undefined, 'Nmap']);
  });
});

it('what no technique lists any more is read in the search', async () => {
  const { app } = test;
  await importSigma([nmap]);
  await app.createOrganization('Northfield');
  await resource.load(keyOf(nmap), app.organizationId);
  await resource.mark('deployed');
  await test.client.call('notes.save', {
    organizationId: app.organizationId!,
    targetType: 'resource',
    targetKey: keyOf(nmap),
    text: 'unmistakable',
  });
  await importSigma([masscan]);
  const found = await test.client.call('search.list', {
    text: 'unmistakable',
    organizationId: app.organizationId,
  });
  await openRow(app, found.rows[0]!);
  expect([app.router.route.screen, app.router.route.params.get('read')]).toEqual(['search', keyOf(nmap)]);
});

describe('an import of snapshots alone', () => {
  it('says what becomes of each resource, and nothing of documents', async () => {
    const first = await importSigma([nmap, masscan]);
    expect(first.canWrite).toBe(true);
    expect(listFigures(first.result, first.before).map(({ label }) => label)).not.toContain('Documents');
    const renamed = { ...nmap, title: 'Nmap scan' };
    const { result } = await importSigma([renamed, sigmaRule(3, 'Zmap')]);
    const groups = groupResources(result.snapshots[0]!);
    expect(groups.map(({ name, items }) => [name, ...items.map(({ title }) => title)])).toEqual([
      ['new', 'Zmap'],
      ['changed', 'Nmap scan'],
      ['gone', 'Masscan'],
    ]);
    expect(groups.map(({ items }) => titleBefore(items[0]!))).toEqual([null, 'Nmap', null]);
  });

  it('that the catalog holds already has nothing to write', async () => {
    await importSigma([nmap]);
    const again = await importSigma([nmap]);
    expect(again.canWrite).toBe(false);
    expect(test.app.importer.stage).toBe('read');
  });
});
