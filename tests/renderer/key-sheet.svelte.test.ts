import { afterEach, beforeEach, expect, it } from 'vitest';
import { organizationKeys } from '../../src/renderer/features/organizations/organization-keys.ts';
import { OrganizationsState } from '../../src/renderer/features/organizations/organizations-state.svelte.ts';
import { OverviewState } from '../../src/renderer/features/overview/overview-state.svelte.ts';
import { overviewKeys } from '../../src/renderer/features/overview/overview-keys.ts';
import { searchKeys } from '../../src/renderer/features/search/search-keys.ts';
import { SearchState } from '../../src/renderer/features/search/search-state.svelte.ts';
import { listKeys } from '../../src/renderer/features/shell/key-sheet.ts';
import { techniqueKeys } from '../../src/renderer/features/technique/technique-keys.ts';
import { TechniqueState } from '../../src/renderer/features/technique/technique-state.svelte.ts';
import type { KeyScope } from '../../src/renderer/state/keys.svelte.ts';
import { createTestApp, type TestApp } from '../support/workbench-client.ts';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.end());

const nothing = () => undefined;

function screens(): KeyScope[] {
  const { app } = test;
  return [
    techniqueKeys(app, new TechniqueState(app), {
      follow: nothing,
      firstInSight: () => null,
      writeNote: nothing,
      showHistory: nothing,
    }),
    searchKeys(app, new SearchState(app), { focusField: nothing, focusList: nothing, firstInSight: () => 0 }),
    overviewKeys(app, new OverviewState(app), nothing),
    { name: 'Organizations', bindings: organizationKeys(new OrganizationsState(app), nothing) },
  ];
}

it('names each key of a screen once, in words that say what it does', () => {
  for (const scope of screens()) {
    const [{ rows }] = listKeys([scope]) as [ReturnType<typeof listKeys>[number]];
    const keys = rows.flatMap((row) => row.keys);
    expect(keys, scope.name).toEqual([...new Set(keys)]);
    expect(keys.toSorted(), scope.name).toEqual([...scope.bindings].flatMap((one) => one.keys).toSorted());
    for (const { label } of rows) expect(label).toMatch(/^[a-z][a-z, ]+$/);
  }
});

it('has all four marks and both ways of each move on the technique screen', () => {
  const [{ rows }] = listKeys(screens()) as [ReturnType<typeof listKeys>[number]];
  const sheet = Object.fromEntries(rows.flatMap(({ keys, label }) => keys.map((key) => [key, label])));
  expect(sheet).toMatchObject({
    J: 'next row',
    ArrowDown: 'next row',
    K: 'row before',
    ArrowUp: 'row before',
    '1': 'mark planned',
    '2': 'mark deployed',
    '3': 'mark retired',
    '4': 'mark not applicable',
    '0': 'open again',
    '[': 'technique before',
    ']': 'next technique',
  });
  expect(rows.every(({ caps }) => caps === undefined)).toBe(true);
});

it('leaves out what does something else here, what a dialog binds, and what is the same by another number', () => {
  const anywhere: KeyScope = {
    name: 'Anywhere',
    bindings: [
      { keys: ['/', 'Ctrl+K'], label: 'search' },
      { keys: 'Ctrl+I', label: 'import' },
      { keys: 'Alt+1', label: 'organization 1 to 9', caps: ['Alt', '1', '–', '9'] },
      { keys: 'Alt+2', label: 'organization 1 to 9', caps: ['Alt', '1', '–', '9'] },
    ],
  };
  const dialog: KeyScope = { name: 'Dialog', bindings: [{ keys: '/', label: 'no' }], isModal: true };
  const content: KeyScope = { name: 'Content', bindings: [{ keys: ['Ctrl+I', '/'], label: 'import' }] };
  expect(listKeys([dialog, content, anywhere])).toEqual([
    { name: 'Content', rows: [{ label: 'import', keys: ['Ctrl+I', '/'], caps: undefined }] },
    {
      name: 'Anywhere',
      rows: [
        { label: 'search', keys: ['Ctrl+K'], caps: undefined },
        { label: 'organization 1 to 9', keys: ['Alt+1'], caps: ['Alt', '1', '–', '9'] },
      ],
    },
  ]);
});
