import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRow } from '../../src/renderer/features/search/open-row.ts';
import { PaletteState } from '../../src/renderer/features/search/palette-state.svelte.ts';
import { SearchState } from '../../src/renderer/features/search/search-state.svelte.ts';
import { readQuery } from '../../src/renderer/features/search/search-query.ts';
import { ruleKey, writeDocuments } from '../support/workbench.ts';
import { createTestApp, type TestApp } from '../support/workbench-client.ts';

let test: TestApp;
let search: SearchState;

beforeEach(async () => {
  test = await createTestApp();
  // The whole of ATT&CK would be in every result.
  await test.app.updateSettings({ asOf: 'listed' });
  search = new SearchState(test.app);
});
afterEach(async () => {
  expect(test.internal).toEqual([]);
  await test.end();
});

async function importRules(documents: Record<string, string[]>): Promise<void> {
  const path = writeDocuments(test.documents, documents);
  await test.client.call('content.import', { items: [{ path }] });
  await test.app.createOrganization('Northfield');
}

const load = (params: string) => search.load(readQuery(new URLSearchParams(params)), test.app.organizationId);
const titles = () =>
  Array.from({ length: search.result?.total ?? 0 }, (_, position) => search.rowAt(position)?.title);
const NMAP = { T1046: ['Nmap scan', 'Masscan', 'Port scan'], T1047: ['Nmap scan'] };

describe('a result', () => {
  beforeEach(() => importRules(NMAP));

  it('has its groups, facets and rows', async () => {
    await load('q=scan');
    expect(search.result!.groups).toEqual([{ type: 'rule', start: 0, count: 2 }]);
    expect(titles().sort()).toEqual(['Nmap scan', 'Port scan']);
    expect(search.result!.facets.sources).toEqual([{ id: 'sigma', name: 'Sigma', count: 2 }]);
    expect(search.items.map(({ id }) => id)).toEqual(['row:0', 'row:1']);
  });

  it('has what is marked and no longer listed in its group', async () => {
    const organizationId = test.app.organizationId ?? '';
    const keys = [ruleKey('Port scan')];
    await test.client.call('tracking.mark', { organizationId, keys, mark: 'deployed' });
    const path = writeDocuments(test.documents, { T1046: ['Nmap scan', 'Masscan'] });
    await test.client.call('content.import', { items: [{ path }] });
    await load('q=scan');
    expect(search.result!.groups).toEqual([{ type: 'rule', start: 0, count: 2 }]);
    expect(titles()).toEqual(['Nmap scan', 'Port scan']);
    expect(search.rowAt(1)).toMatchObject({ isGone: true, mark: 'deployed', techniques: [] });
  });

  it('of what was typed first is dropped', async () => {
    await load('q=');
    const first = load('q=masscan');
    const second = load('q=port');
    await Promise.all([first, second]);
    expect(titles()).toEqual(['Port scan']);
  });

  it('begins at its top; the same one keeps cursor and selection', async () => {
    await load('q=scan');
    search.step(1);
    search.step(1);
    search.toggleSelected(search.cursorRow);
    search.scroll = 90;
    await load('q=scan');
    expect([search.cursor, search.selection.size, search.scroll]).toEqual([1, 1, 90]);
    await load('q=nmap');
    expect([search.cursor, search.selection.size, search.scroll]).toEqual([-1, 0, 0]);
  });

  it('says what went wrong, and nothing any more when it goes well', async () => {
    await test.workbench.close();
    await load('q=scan');
    expect(search.error?.code).toBe('closed');
    await test.reopen();
    await load('q=scan');
    expect(search.error).toBeUndefined();
  });
});

describe('marking in a result', () => {
  beforeEach(() => importRules(NMAP));

  it('marks the row with the cursor, not a technique', async () => {
    await load('');
    search.moveTo(0);
    expect(search.cursorRow?.type).toBe('technique');
    await search.mark('deployed');
    expect(test.toasts()).toEqual([]);
    search.moveTo(2);
    await search.mark('deployed');
    await load('');
    expect([search.cursorRow?.mark, search.result!.facets.marks.deployed]).toEqual(['deployed', 1]);
  });

  it('keeps the cursor in the list when rows leave it', async () => {
    await load('marks=open');
    search.moveTo(2);
    await search.mark('retired');
    await load('marks=open');
    expect([search.result!.total, search.cursor]).toEqual([2, 1]);
  });

  it('marks all of the result, whatever of it is here', async () => {
    await load('');
    await search.selectAll();
    expect([search.selection.words, search.selectable]).toEqual(['3 rules', 3]);
    await search.mark('planned');
    await load('');
    expect(search.result!.facets.marks).toMatchObject({ planned: 3, open: 0 });
  });

  it('extends the selection over rows that can be marked', async () => {
    await load('');
    search.moveTo(1);
    search.extend(1);
    search.extend(1);
    expect(search.selection.size).toBe(2);
    await search.extendTo(4);
    expect([search.selection.size, search.cursor]).toEqual([3, 4]);
  });

  it('asks for the comment that a row has', async () => {
    const key = ruleKey('Masscan');
    const organizationId = test.app.organizationId!;
    await test.client.call('tracking.mark', {
      organizationId,
      keys: [key],
      mark: 'planned',
      comment: 'in May',
    });
    await load('q=masscan');
    search.step(1);
    await search.comment();
    expect(search.commented).toMatchObject([{ key, mark: 'planned', comment: 'in May' }]);
  });
});

describe('a long result', () => {
  beforeEach(() => importRules({ T1046: Array.from({ length: 450 }, (_, index) => `Rule ${index}`) }));

  it('fetches the pages that rows on screen want', async () => {
    await load('types=rule');
    expect([search.result!.total, search.rowAt(199)?.type, search.rowAt(200)]).toEqual([
      450,
      'resource',
      undefined,
    ]);
    const leave = search.want(449);
    await search.fetchWanted();
    expect([search.rowAt(449)?.type, search.rowAt(200)]).toEqual(['resource', undefined]);
    leave();
  });

  it('after a change has the pages that are on screen anew, and no old ones', async () => {
    await load('types=rule');
    const leave = search.want(300);
    await search.fetchWanted();
    await load('types=rule');
    expect([search.rowAt(0), search.rowAt(300)?.type]).toEqual([undefined, 'resource']);
    leave();
  });

  it('selects to a row over pages that were never on screen', async () => {
    await load('types=rule');
    search.moveTo(10);
    await search.extendTo(430);
    expect(search.selection.size).toBe(421);
  });
});

describe('the palette', () => {
  let palette: PaletteState;

  beforeEach(async () => {
    await importRules({ ...NMAP, T1048: Array.from({ length: 9 }, (_, index) => `Scan ${index}`) });
    palette = new PaletteState(test.app);
  });

  it('has the best few of each kind, with how many there are', async () => {
    await palette.type('scan');
    expect(palette.groups.map(({ type, total, rows }) => [type, total, rows.length])).toEqual([
      ['rule', 11, 5],
    ]);
    palette.step(-1);
    expect(palette.cursor).toBe(4);
    palette.step(1);
    expect(palette.cursor).toBe(0);
  });

  it('opens what is typed, also when Enter comes first', async () => {
    const typing = palette.type('T1047');
    await palette.settle();
    expect(palette.chosen?.key).toBe('T1047');
    await typing;
    expect(palette.chosen?.key).toBe('T1047');
  });

  it('shows nothing for blanks, and remembers what led somewhere', async () => {
    await palette.type('nmap');
    palette.remember();
    await palette.type('  ');
    expect([palette.rows, palette.recent]).toEqual([[], ['nmap']]);
  });

  it('leads to techniques, and to resources and notes in theirs', async () => {
    const { app } = test;
    const hash = () => [app.router.route.screen, app.router.route.id, app.router.route.params.get('row')];
    await palette.type('masscan');
    await openRow(app, palette.chosen!);
    expect(hash()).toEqual(['technique', 'T1046', ruleKey('Masscan')]);
    await test.client.call('notes.save', {
      organizationId: app.organizationId!,
      targetType: 'resource',
      targetKey: ruleKey('Scan 3'),
      text: 'unmistakable',
    });
    await palette.type('unmistakable');
    await openRow(app, palette.chosen!);
    expect(hash()).toEqual(['technique', 'T1048', ruleKey('Scan 3')]);
  });
});
