import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestWorkbench, ruleKey, writeDocuments, type TestWorkbench } from '../../support/workbench.ts';

let test: TestWorkbench;
let organizationId: string;

const GONE = 'Port Scan (Ångström)';
const SECOND = 'Port Scan Once';

beforeEach(async () => {
  test = createTestWorkbench();
  organizationId = (await test.client.call('organizations.create', { name: 'Northfield' })).id;
  writeDocuments(test.documents, { T9046: [GONE, SECOND, 'Port Scan Kept', 'Port Scan Open'] });
  const items = [{ path: test.documents }];
  await test.client.call('content.import', { items });
  const mark = (title: string, given: 'deployed' | 'planned') =>
    test.client.call('tracking.mark', { organizationId, keys: [ruleKey(title)], mark: given });
  await mark(GONE, 'deployed');
  await mark('Port Scan Kept', 'planned');
  await mark(SECOND, 'planned');
  writeDocuments(test.documents, { T9046: ['Port Scan Kept'] });
  await test.client.call('content.import', { items });
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

const find = (text: string, filters = {}, more = {}) =>
  test.client.call('search.list', { text, filters, organizationId, ...more });
const titles = async (...args: Parameters<typeof find>) => {
  const { rows, total } = await find(...args);
  expect(total).toBe(rows.length);
  return rows.filter(({ type }) => type === 'resource').map(({ title }) => title);
};

it('what an organization has marked is found when nothing lists it any more, and said to be gone', async () => {
  const { rows, total } = await find('port scan');
  const found = rows.map(({ title, key, kind, source, mark, isGone }) => ({
    ...{ title, key, kind, source, mark, isGone },
  }));
  const of = { kind: 'rule', source: 'sigma' };
  expect(found.filter(({ kind }) => kind !== null)).toEqual([
    { title: 'Port Scan Kept', key: ruleKey('Port Scan Kept'), ...of, mark: 'planned', isGone: false },
    { title: GONE, key: ruleKey(GONE), ...of, mark: 'deployed', isGone: true },
    { title: SECOND, key: ruleKey(SECOND), ...of, mark: 'planned', isGone: true },
  ]);
  expect(total).toBe(rows.length);
  const key = ruleKey(GONE);
  expect(await test.client.call('resources.get', { key, organizationId })).toMatchObject({ isListed: false });
});

it.each([
  ['ANGSTRÖM scan', [GONE]],
  ['proc_creation_win_port_scan_once', [SECOND]],
  ['"scan once"', [SECOND]],
  ['scan elsewhere', []],
  ['T9046', ['Port Scan Kept']],
])('by words, phrases and parts of its key or address: %s', async (text, expected) => {
  expect(await titles(text)).toEqual(expected);
});

it('through the same filters, and counted as they count', async () => {
  const rule = { types: ['rule'] };
  expect(await titles('', rule)).toEqual(['Port Scan Kept', GONE, SECOND]);
  expect(await titles('', { ...rule, marks: ['deployed'] })).toEqual([GONE]);
  expect(await titles('', { ...rule, sources: ['elastic'] })).toEqual([]);
  expect(await titles('', { types: ['test'] })).toEqual([]);
  expect(await titles('', { ...rule, techniques: ['T9046'] })).toEqual(['Port Scan Kept']);
  const facets = await test.client.call('search.facets', { text: 'port', organizationId });
  expect(facets).toMatchObject({
    types: { rule: 3, test: 0 },
    sources: [{ id: 'sigma', count: 3 }],
    marks: { deployed: 1, planned: 2, open: 0, retired: 0 },
  });
  const { keys } = await test.client.call('search.keys', { text: 'port', organizationId });
  expect(keys).toEqual(['Port Scan Kept', GONE, SECOND].map(ruleKey));
});

it('page by page, after what is listed', async () => {
  const page = async (offset: number) => (await find('', { types: ['rule'] }, { limit: 1, offset })).rows;
  const rows = [...(await page(0)), ...(await page(1)), ...(await page(2)), ...(await page(3))];
  expect(rows.map(({ title }) => title)).toEqual(['Port Scan Kept', GONE, SECOND]);
  const suggested = await test.client.call('search.suggest', { text: 'port', organizationId, limit: 2 });
  expect(suggested.rows.filter(({ kind }) => kind === 'rule').map(({ title }) => title)).toEqual([
    'Port Scan Kept',
    GONE,
  ]);
});

it('not for another organization, nor for none', async () => {
  const other = (await test.client.call('organizations.create', { name: 'Southfield' })).id;
  for (const one of [other, null])
    expect(await titles('port', {}, { organizationId: one })).toEqual(['Port Scan Kept']);
});
