import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OverviewState } from '../../../src/renderer/features/overview/overview-state.svelte.ts';
import type { AppState } from '../../../src/renderer/state/app-state.svelte.ts';
import type { Coverage } from '../../../src/shared/model/coverage.ts';
import { createTestApp, type TestApp } from '../../support/workbench-client.ts';
import { coverage, technique } from './coverage-value.ts';

let test: TestApp;
let overview: OverviewState;
beforeEach(async () => {
  test = await createTestApp();
  overview = test.app.keep('overview', () => new OverviewState(test.app));
});
afterEach(async () => {
  await test.end();
});

function show(...techniques: ReturnType<typeof technique>[]) {
  overview.coverage.set(coverage(techniques) as Coverage);
}

describe('what is dimmed', () => {
  beforeEach(() => {
    show(
      technique('T1003', 'OS Credential Dumping', ['Credential Access']),
      technique('T1003.001', 'LSASS Memory', ['Credential Access'], { level: 'deployed' }),
      technique('T1046', 'Network Service Discovery', ['Discovery']),
    );
  });
  const dimmed = () => [...(overview.dimmed ?? [])];

  it('is nothing at first', () => {
    expect(overview.dimmed).toBeNull();
    expect(overview.matches).toHaveLength(3);
  });

  it.each([
    ['t1046', ['T1046']],
    ['network disc', ['T1046']],
    ['  LSASS ', ['T1003.001']],
    ['T1003', ['T1003', 'T1003.001']],
    ['nothing like it', []],
  ])('by %j leaves %j', (text, ids) => {
    overview.setFilter(text);
    expect(overview.matches.map(({ id }) => id)).toEqual(ids);
  });

  it('spares a folded parent that hides a match', () => {
    overview.setFilter('lsass');
    expect(dimmed()).toEqual(['Discovery/T1046']);
    overview.toggleFold('Credential Access/T1003');
    expect(dimmed()).toEqual(['Credential Access/T1003', 'Discovery/T1046']);
  });

  it('by level and by name both count, and go one at a time', () => {
    overview.setFilter('1003');
    overview.toggleLevel('deployed');
    expect(overview.matches.map(({ id }) => id)).toEqual(['T1003.001']);
    expect(overview.clearOne()).toBe(true);
    expect(overview.filter).toBe('');
    expect(overview.clearOne()).toBe(true);
    expect(overview.level).toBeNull();
    expect(overview.clearOne()).toBe(false);
  });

  it('a level pressed again is let go', () => {
    overview.toggleLevel('listed');
    overview.toggleLevel('listed');
    expect(overview.isFiltered).toBe(false);
  });

  it('stands in the address, and is taken from it', () => {
    overview.setFilter('scan');
    expect(test.app.router.route.params.get('filter')).toBe('scan');
    expect(new OverviewState(test.app).filter).toBe('scan');
  });
});

describe('folds', () => {
  it('all open, then all close', () => {
    show(
      technique('T1003', 'A', ['Impact', 'Discovery']),
      technique('T1003.001', 'B', ['Impact', 'Discovery']),
      technique('T1046', 'C', ['Impact']),
    );
    expect(overview.areAllUnfolded).toBe(false);
    overview.toggleFold('Impact/T1003');
    overview.toggleAllFolds();
    expect(overview.areAllUnfolded).toBe(true);
    expect(overview.isUnfolded('Discovery/T1003')).toBe(true);
    overview.toggleAllFolds();
    expect(overview.isUnfolded('Impact/T1003')).toBe(false);
  });

  it('are none where nothing folds', () => {
    show(technique('T1046', 'C', ['Impact']));
    expect(overview.areAllUnfolded).toBe(false);
  });
});

describe('the plan', () => {
  beforeEach(() => {
    show(
      ...Array.from({ length: 10 }, (_, index) =>
        technique(`T100${index}`, `N${index}`, [`Tactic ${index}`]),
      ),
    );
    overview.outerWidth = 1440;
    overview.height = 728;
  });

  it('puts all columns side by side where there is room, and in two bands where not', () => {
    expect([overview.hasTwoBands, overview.tracks.split(') ').length]).toEqual([false, 10]);
    overview.outerWidth = 1024;
    expect([overview.hasTwoBands, overview.tracks]).toEqual([true, 'repeat(8, minmax(0, 1fr))']);
  });

  it('goes round through the zooms', () => {
    const rows: [string, number | undefined][] = [];
    for (let index = 0; index < 4; index++) {
      rows.push([overview.zoom, overview.plan[0]?.stacks[0]?.row]);
      overview.nextZoom();
    }
    expect(rows).toEqual([
      ['fit', 31],
      ['names', 31],
      ['ids', 19],
      ['fit', 31],
    ]);
  });
});

it('asks for the coverage of the organization, and of none', async () => {
  await overview.load(null);
  expect(overview.coverage.data).toMatchObject({ organization: { id: '' }, rules: { listed: 0 } });
  // All of ATT&CK, and as listed nothing yet.
  expect(overview.total).toBe(697);
  expect(overview.hasOrganization).toBe(false);
  const organization = await (test.app as AppState).createOrganization('Alpha');
  await overview.load(organization!.id);
  expect(overview.coverage.data?.organization.name).toBe('Alpha');
  await (test.app as AppState).updateSettings({ asOf: 'listed' });
  await overview.load(organization!.id);
  expect(overview.total).toBe(0);
});
