import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestWorkbench, ruleKey, writeDocuments, type TestWorkbench } from '../../support/workbench.ts';

let test: TestWorkbench;
let organizationId: string;

beforeAll(async () => {
  test = createTestWorkbench();
  writeDocuments(test.documents, {
    T9046: ['Suspicious Nmap Execution', 'Advanced Port Scanner', 'OfflineScannerShell Use'],
    T9003: ['Credential Dumping By Tool', 'Dumping Of Credential Stores'],
    'T9003.001': ['Access To LSASS Memory', 'Credential Dumping By Tool'],
  });
  await test.client.call('content.import', { items: [{ path: test.documents }] });
  organizationId = (await test.client.call('organizations.create', { name: 'Northfield' })).id;
  await test.client.call('tracking.mark', {
    organizationId,
    keys: [ruleKey('Advanced Port Scanner')],
    mark: 'deployed',
  });
  await test.client.call('notes.save', {
    organizationId,
    targetType: 'technique',
    targetKey: 'T9046',
    text: 'The **watchlist** holds the scanners.',
  });
});
afterAll(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

const find = (text: string, filters = {}, more = {}) =>
  test.client.call('search.list', { text, filters, organizationId, ...more });
const titles = async (text: string, filters = {}) =>
  (await find(text, filters)).rows.filter((row) => row.type === 'resource').map((row) => row.title);

describe('search', () => {
  it.each([
    ['T9046', 'T9046'],
    ['t9003.001', 'T9003.001'],
    ['t9003', 'T9003'],
  ])('puts the exact id first: %s', async (text, id) => {
    expect((await find(text)).rows[0]).toMatchObject({ type: 'technique', key: id });
  });

  it('finds what is listed for a technique by its id', async () => {
    expect(await titles('T9003.001')).toEqual(['Access To LSASS Memory', 'Credential Dumping By Tool']);
  });

  it.each([
    ['nmap', ['Suspicious Nmap Execution']],
    ['NMA', ['Suspicious Nmap Execution']],
    ['susp nmap', ['Suspicious Nmap Execution']],
    ['win_suspicious_nmap', ['Suspicious Nmap Execution']],
    ['"credential dumping"', ['Credential Dumping By Tool']],
    ['dumping credential', ['Credential Dumping By Tool', 'Dumping Of Credential Stores']],
    ['nmap lsass', []],
  ])('finds by words, beginnings, parts of file names and phrases: %s', async (text, expected) => {
    expect((await titles(text)).sort()).toEqual(expected);
  });

  it('finds a word inside a word, after whole ones', async () => {
    expect(await titles('scanner')).toEqual(['Advanced Port Scanner', 'OfflineScannerShell Use']);
  });

  it('finds notes of the organization alone, with the hit marked', async () => {
    expect((await find('watchlist')).rows).toMatchObject([
      {
        type: 'note',
        target: { type: 'technique', key: 'T9046' },
        snippet: expect.stringContaining('\u0002watchlist\u0003') as string,
      },
    ]);
    expect((await test.client.call('search.list', { text: 'watchlist', organizationId: null })).total).toBe(
      0,
    );
  });

  it('filters by kind, source, tactic, technique and mark', async () => {
    expect(await titles('', { marks: ['deployed'] })).toEqual(['Advanced Port Scanner']);
    expect(await titles('', { marks: ['open'], techniques: ['T9046'] })).toEqual([
      'OfflineScannerShell Use',
      'Suspicious Nmap Execution',
    ]);
    expect((await find('', { marks: ['open', 'deployed'], types: ['rule'] })).total).toBe(6);
    expect((await find('', { types: ['technique'], tactics: ['Discovery'] })).total).toBe(3);
    expect((await find('', { tactics: ['Impact'] })).total).toBe(0);
    expect((await find('', { sources: ['sigma'] })).total).toBe(6);
    expect((await find('', { sources: ['splunk'] })).total).toBe(0);
  });

  it('pages through groups without a gap or a repeat', async () => {
    const whole = (await find('')).rows.map((row) => row.key);
    const pages: string[] = [];
    for (let offset = 0; offset < whole.length; offset += 2)
      pages.push(...(await find('', {}, { offset, limit: 2 })).rows.map((row) => row.key));
    expect(pages).toEqual(whole);
    expect(whole).toHaveLength((await find('')).total);
  });

  it('takes quotes of every shape for quotes', async () => {
    const total = async (text: string) =>
      (await test.client.call('search.list', { text, organizationId })).total;
    for (const text of ['“Alpha Beta”', '„Alpha Beta“', '«Alpha Beta»'])
      expect(await total(text)).toBe(await total('"Alpha Beta"'));
  });

  it('counts techniques too in the tactics', async () => {
    const filters = { types: ['technique' as const] };
    const facets = await test.client.call('search.facets', { text: '', filters, organizationId });
    for (const { name, count } of facets.tactics) {
      const { total } = await test.client.call('search.list', {
        text: '',
        filters: { ...filters, tactics: [name] },
        organizationId,
      });
      expect(count).toBe(total);
    }
    expect(facets.tactics.length).toBeGreaterThan(0);
  });

  it('knows no organization that is not there', async () => {
    await expect(
      test.client.call('search.list', { text: '', organizationId: 'nobody' }),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('counts facets as the lists are long', async () => {
    const facets = await test.client.call('search.facets', { text: '', organizationId });
    expect(facets.types).toEqual({ technique: 3, rule: 6, test: 0, control: 0, note: 1 });
    expect(facets.marks).toMatchObject({ deployed: 1, open: 5 });
    const narrowed = await test.client.call('search.facets', {
      text: '',
      filters: { marks: ['deployed'] },
      organizationId,
    });
    expect(narrowed.marks).toMatchObject({ deployed: 1, open: 5 });
    expect(narrowed.types.rule).toBe(1);
  });

  it('gives all keys of a result for marking it whole', async () => {
    expect((await test.client.call('search.keys', { text: 'scanner', organizationId })).keys).toEqual([
      ruleKey('Advanced Port Scanner'),
      ruleKey('OfflineScannerShell Use'),
    ]);
  });

  it('suggests a few of each group, and nothing for nothing', async () => {
    const { rows, total } = await test.client.call('search.suggest', { text: 'c', organizationId, limit: 1 });
    expect(rows.length).toBeLessThanOrEqual(4);
    expect(total).toBeGreaterThanOrEqual(rows.length);
    expect((await test.client.call('search.suggest', { text: ' ', organizationId })).rows).toEqual([]);
  });

  it.each([
    '"',
    '""',
    '*',
    'NEAR(',
    'a NEAR/2 b',
    'title:x',
    '^a',
    '{title}: a',
    'AND OR NOT',
    '-nmap',
    '😀',
    '\0',
    "'; DROP TABLE resources; --",
    '%',
    '\u202e',
    'x'.repeat(10_000),
    '"'.repeat(10_000),
  ])('takes any text: %#', async (text) => {
    expect((await find(text)).total).toBeGreaterThanOrEqual(0);
  });

  it('takes any text at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const { rows, total } = await find(text);
        expect(total).toBeGreaterThanOrEqual(rows.length);
      }),
      { numRuns: 300 },
    );
  });
});
