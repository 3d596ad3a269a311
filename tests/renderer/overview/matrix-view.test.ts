import { expect, it } from 'vitest';
import { layoutMatrix, planStacks } from '../../../src/renderer/features/overview/matrix-layout.ts';
import {
  idOfKey,
  stackWidths,
  viewCells,
  viewSubs,
  type CellView,
  type ViewOptions,
} from '../../../src/renderer/features/overview/matrix-view.ts';
import { coverage, technique } from './coverage-value.ts';

const plan = planStacks(
  layoutMatrix(
    coverage([
      technique('T1003', 'OS Credential Dumping', ['Credential Access'], {
        subTechniques: { listed: 1, deployed: 1 },
      }),
      technique('T1003.001', 'LSASS Memory', ['Credential Access'], {
        level: 'deployed',
        rules: { listed: 2, deployed: 1 },
      }),
      technique('T1046', 'Network Service Discovery', ['Discovery']),
    ]),
  ),
  900,
);
const options: ViewOptions = {
  width: 203,
  band: 0,
  isWhole: false,
  hasOrganization: true,
  measure: (text) => text.length * 6,
};

/** All cells, in reading order. */
function view(options: ViewOptions): CellView[] {
  return viewCells(plan, options).flat(2);
}

it('gives each cell its words, its count and a name that fits', () => {
  const [dumping, network] = view(options);
  expect(dumping).toMatchObject({
    key: 'Credential Access/T1003',
    level: 'listed',
    label: 'T1003 OS Credential Dumping, Listed: 0 of 1 rule deployed',
    name: 'OS Credential\nDumping',
    count: { text: '1/1', label: '1/1 of OS Credential Dumping: 1 of 1 has a rule deployed' },
  });
  expect(network).toMatchObject({ name: 'Network Service\nDiscovery', count: null });
  expect(idOfKey(network!.key)).toBe('T1046');
});

it('shows whole names where asked, with room for the count', () => {
  const [dumping] = view({ ...options, width: 123, isWhole: true });
  expect(dumping?.name).toBe('OS\nCredent…\nDumping\n ');
});

it('gives the sub-techniques of a cell', () => {
  const [dumping] = view(options);
  expect(viewSubs(dumping!, 'Credential Access', 100, options)).toMatchObject([
    { key: 'Credential Access/T1003.001', name: 'LSASS Memory', count: null, level: 'deployed' },
  ]);
});

it('shares the width among the stacks', () => {
  expect(stackWidths(plan, 203, 0)).toEqual([100, 100]);
  expect(stackWidths(plan, 821, 8)).toEqual([100, 100]);
});
