import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OrganizationsState } from '../../src/renderer/features/organizations/organizations-state.svelte.ts';
import { createTestApp, type TestApp } from '../support/workbench-client.ts';

let test: TestApp;
let organizations: OrganizationsState;

beforeEach(async () => {
  test = await createTestApp();
  organizations = new OrganizationsState(test.app);
});
afterEach(async () => {
  expect(test.internal).toEqual([]);
  await test.end();
});

async function create(name: string): Promise<boolean> {
  organizations.newName = name;
  return organizations.create();
}

const names = () => test.app.organizations.map(({ name }) => name);

describe('a new organization', () => {
  it('is there and shown at once', async () => {
    expect(await create('Northfield')).toBe(true);
    expect(test.app.organization?.name).toBe('Northfield');
    expect(organizations.cursor?.name).toBe('Northfield');
    expect(organizations.newName).toBe('');
    await create('  Example Bank ');
    expect(names()).toEqual(['Example Bank', 'Northfield']);
    expect(test.app.organization?.name).toBe('Example Bank');
  });

  it.each(['', '   '])('needs a name, not %j', async (name) => {
    expect(await create(name)).toBe(false);
    expect(organizations.newError).toBe('A name is needed.');
    expect(names()).toEqual([]);
  });

  it('cannot have the name of another, and keeps what was typed', async () => {
    await create('Northfield');
    expect(await create('NORTHFIELD')).toBe(false);
    expect(organizations.newError).toContain('There is already an organization named Northfield');
    expect(organizations.newName).toBe('NORTHFIELD');
    expect(test.toasts()).toEqual([]);
    organizations.forgetNew();
    expect([organizations.newError, organizations.newName]).toEqual([null, '']);
  });
});

describe('renaming', () => {
  beforeEach(async () => {
    await create('Northfield');
    await create('Example Bank');
    organizations.beginRename(test.app.organizations.find(({ name }) => name === 'Northfield')!);
  });

  it('begins with the name there is, and can be undone', async () => {
    expect(organizations.renamed).toBe('Northfield');
    organizations.renamed = ' Northfield Utilities ';
    expect(await organizations.rename()).toBe(true);
    expect(organizations.renamingId).toBeNull();
    await test.until(() => names().includes('Northfield Utilities'));
    expect(test.toasts()).toEqual(['Northfield is now Northfield Utilities']);
    test.app.toasts.list[0]!.action!.run();
    await test.until(() => names().includes('Northfield'));
  });

  it.each([
    ['', 'A name is needed.'],
    ['example bank', 'There is already an organization named Example Bank. Choose another name.'],
  ])('to %j stays in the field with what is wrong', async (name, error) => {
    organizations.renamed = name;
    expect(await organizations.rename()).toBe(false);
    expect(organizations.renameError).toBe(error);
    expect(organizations.renamingId).not.toBeNull();
    organizations.endRename();
    expect(organizations.renameError).toBeNull();
  });

  it('to the same name says nothing', async () => {
    expect(await organizations.rename()).toBe(true);
    expect(test.toasts()).toEqual([]);
  });
});

describe('archiving', () => {
  it('takes it out of the choice, and undo brings it back', async () => {
    await create('Northfield');
    await create('Example Bank');
    const bank = test.app.organization!;
    await organizations.archive(bank, true);
    await test.until(() => test.app.organization?.name === 'Northfield');
    expect(test.app.organizations.at(-1)).toMatchObject({ name: 'Example Bank' });
    expect(test.toasts()).toEqual(['Example Bank archived']);
    test.app.toasts.list[0]!.action!.run();
    await test.until(() => test.app.organization?.name === 'Example Bank');
  });
});

it('the cursor goes from row to row and stays within the list', async () => {
  await create('A');
  await create('B');
  organizations.moveCursor(-1);
  expect(organizations.cursor?.name).toBe('A');
  organizations.moveCursor(-1);
  expect(organizations.cursor?.name).toBe('A');
  organizations.moveCursor(1);
  organizations.moveCursor(1);
  expect(organizations.cursor?.name).toBe('B');
  await organizations.choose(organizations.cursor!.id);
  expect(test.app.organization?.name).toBe('B');
});

describe('a note on an organization', () => {
  it('is saved, changed, deleted and brought back', async () => {
    await create('Northfield');
    const { id } = test.app.organization!;
    const texts = () => organizations.notes.data?.map(({ text }) => text);
    organizations.beginNote(id);
    organizations.draftText = '  Rules run in **Sentinel**. ';
    await organizations.saveNote();
    expect(organizations.draft).toBeNull();
    expect(texts()).toEqual(['Rules run in **Sentinel**.']);

    organizations.beginNote(id, organizations.notes.data![0]);
    expect(organizations.draftText).toBe('Rules run in **Sentinel**.');
    organizations.draftText = 'Rules run in Splunk.';
    await organizations.saveNote();
    expect(texts()).toEqual(['Rules run in Splunk.']);

    await organizations.deleteNote(organizations.notes.data![0]!);
    expect(texts()).toEqual([]);
    expect(test.toasts()).toEqual(['Note saved', 'Note saved', 'Note deleted']);
    test.app.toasts.list[2]!.action!.run();
    await test.until(() => texts()?.length === 1);
    expect(texts()).toEqual(['Rules run in Splunk.']);
  });

  it('without text is not saved', async () => {
    await create('Northfield');
    organizations.beginNote(test.app.organization!.id);
    organizations.draftText = '  \n';
    await organizations.saveNote();
    expect(organizations.draft).not.toBeNull();
    organizations.endNote();
    expect(organizations.draft).toBeNull();
  });
});
