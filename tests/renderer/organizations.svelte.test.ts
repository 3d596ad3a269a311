import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OrganizationsState } from '../../src/renderer/features/organizations/organizations-state.svelte.ts';
import type { Note } from '../../src/shared/model/tracking.ts';
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
    await test.until(() => test.toasts().includes('Undone: the new name'));
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

  it('of another one than is shown is taken back there, and not by the keys', async () => {
    const other = test.app.organizations.find(({ name }) => name === 'Northfield')!;
    organizations.renamed = 'Northfield Utilities';
    await organizations.rename();
    const [toast] = test.app.toasts.list;
    expect(toast!.action!.keys).toBeUndefined();
    toast!.action!.run();
    await test.until(() => names().includes('Northfield'));
    const { rows } = await test.client.call('tracking.history', { organizationId: other.id });
    expect(rows[0]!.undoes).toBe(rows[1]!.actionId);

    organizations.beginRename(test.app.organization!);
    organizations.renamed = 'Bank';
    await organizations.rename();
    expect(test.app.toasts.list.at(-1)!.action!.keys).toBe('Ctrl+Z');
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
    expect(test.app.toasts.list).toMatchObject([
      {
        text: 'Example Bank archived',
        detail: 'Northfield is shown now. It keeps its marks and notes, and takes no new ones.',
      },
    ]);
    expect((await test.openWindow()).app.organization?.name).toBe('Northfield');
    test.app.toasts.list[0]!.action!.run();
    await test.until(() => test.app.organization?.name === 'Example Bank');
    await test.until(() => test.app.organization?.archivedAt === null);
    expect(test.toasts()).toEqual(['Undone: the archiving']);
  });

  it('of one that is not shown leaves the other where it is', async () => {
    await create('Northfield');
    await create('Example Bank');
    const other = test.app.organizations.find(({ name }) => name === 'Northfield')!;
    await organizations.archive(other, true);
    expect(test.app.organization?.name).toBe('Example Bank');
    expect(test.app.toasts.list).toMatchObject([
      { text: 'Northfield archived', detail: 'It keeps its marks and notes, and takes no new ones.' },
    ]);
    await test.until(() => test.app.organizations.at(-1)!.archivedAt !== null);
    await organizations.archive(test.app.organizations.at(-1)!, false);
    expect(test.toasts()).toContain('Northfield brought back');
    await test.until(() => test.app.organizations.every(({ archivedAt }) => archivedAt === null));
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
    organizations.writeNote(id, '  Rules run in **Sentinel**. ');
    await organizations.saveNote(id);
    expect(organizations.draftOf(id)).toBeNull();
    expect(texts()).toEqual(['Rules run in **Sentinel**.']);

    organizations.beginNote(id, organizations.notes.data![0]);
    expect(organizations.draftOf(id)!.text).toBe('Rules run in **Sentinel**.');
    organizations.writeNote(id, 'Rules run in Splunk.');
    await organizations.saveNote(id);
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
    const { id } = test.app.organization!;
    organizations.beginNote(id);
    organizations.writeNote(id, '  \n');
    await organizations.saveNote(id);
    expect(organizations.draftOf(id)).not.toBeNull();
    organizations.endNote(id);
    expect(organizations.draftOf(id)).toBeNull();
  });

  it('is begun on each organization by itself, and not lost to another one', async () => {
    await create('Northfield');
    const northfield = test.app.organization!.id;
    await create('Example Bank');
    const bank = test.app.organization!.id;
    organizations.beginNote(northfield);
    organizations.writeNote(northfield, 'half a sen');
    organizations.beginNote(bank);
    expect([organizations.draftOf(bank)!.text, organizations.draftOf(northfield)!.text]).toEqual([
      '',
      'half a sen',
    ]);
    expect(test.app.hasUnsaved).toBe(true);
    organizations.beginNote(northfield, { ...note(northfield), text: 'Another' });
    expect(organizations.draftOf(northfield)!.text).toBe('half a sen');
    expect(test.toasts()).toEqual(['Another note is being written']);
    organizations.endNote(northfield);
    expect(test.app.hasUnsaved).toBe(false);
  });
});

function note(organizationId: string): Note {
  const target = { targetType: 'organization' as const, targetKey: organizationId, targetTitle: '' };
  const at = '2026-01-01T00:00:00.000Z';
  return { id: 'n1', organizationId, ...target, text: '', author: 'Ada', createdAt: at, updatedAt: at };
}
