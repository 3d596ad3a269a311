import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TechniqueState } from '../../src/renderer/features/technique/technique-state.svelte.ts';
import { ruleKey, writeDocuments } from '../support/workbench.ts';
import { createTestApp, type TestApp } from '../support/workbench-client.ts';

let test: TestApp;
let technique: TechniqueState;

beforeEach(async () => {
  test = await createTestApp();
  const path = writeDocuments(test.documents, {
    T1046: ['Nmap', 'Masscan', 'Scanner', 'Ping sweep'],
    T1047: ['Nmap'],
    T1048: [],
  });
  await test.client.call('content.import', { items: [{ path }] });
  technique = new TechniqueState(test.app);
});
afterEach(async () => {
  expect(test.internal).toEqual([]);
  await test.end();
});

async function create(): Promise<void> {
  await test.app.createOrganization('Northfield');
}

const load = (id = 'T1046') => technique.load(id, test.app.organizationId);
const marks = () =>
  technique.detail.data!.sections.flatMap(({ resources }) => resources.map(({ mark }) => mark));
const cursor = () => technique.cursorRow?.resource.title ?? null;

/** Loads again, as the screen does when something changed. */
async function change(action: Promise<unknown>): Promise<void> {
  await action;
  await load();
}

describe('without an organization', () => {
  it('a technique can be read, and a mark asks for one', async () => {
    await load();
    expect(technique.rows).toHaveLength(4);
    technique.step(1);
    await technique.mark('deployed');
    expect(test.toasts()).toEqual(['Marks belong to an organization']);
    expect(technique.notes.list.data).toBeUndefined();
  });

  it('one that is not there is an error', async () => {
    await load('T9999');
    expect(technique.detail.error?.code).toBe('not-found');
    await load();
    expect(technique.detail.error).toBeUndefined();
  });
});

describe('the cursor', () => {
  beforeEach(() => load());

  it('goes by rows and stays at the ends', () => {
    technique.step(1);
    expect(cursor()).toBe('Nmap');
    technique.step(-1);
    expect(cursor()).toBe('Nmap');
    for (let step = 0; step < 9; step++) technique.step(1);
    expect(cursor()).toBe('Ping sweep');
    technique.moveTo(null);
    technique.step(-1);
    expect(cursor()).toBe('Ping sweep');
  });

  it('comes to a resource in a folded source', () => {
    technique.toggleFold('rule/sigma');
    expect(technique.rows).toEqual([]);
    expect(technique.moveToKey(ruleKey('Scanner'))).toBe(true);
    expect(cursor()).toBe('Scanner');
    expect(technique.moveToKey('sigma:none')).toBe(false);
  });

  it('is where it was when the technique is shown again', async () => {
    technique.step(1);
    technique.step(1);
    technique.scroll = 120;
    await load('T1047');
    expect([cursor(), technique.scroll]).toEqual([null, 0]);
    await load('T1046');
    expect([cursor(), technique.scroll]).toEqual(['Masscan', 120]);
  });
});

describe('marking', () => {
  beforeEach(async () => {
    await create();
    await load();
  });

  it('marks the row with the cursor, which stays', async () => {
    technique.step(1);
    await change(technique.mark('deployed'));
    expect(marks()).toEqual(['deployed', null, null, null]);
    expect([cursor(), technique.detail.data!.level]).toEqual(['Nmap', 'deployed']);
    expect(test.toasts()).toEqual(['Nmap marked deployed']);
    test.app.toasts.list[0]!.action!.run();
    await test.until(() => test.toasts().includes('Undone: the mark on Nmap'));
    await load();
    expect(marks()).toEqual([null, null, null, null]);
  });

  it('leaves the cursor at the place of a row that the filter hides now', async () => {
    technique.show = 'open';
    technique.step(1);
    await change(technique.mark('planned'));
    expect([cursor(), technique.rows.length]).toEqual(['Masscan', 3]);
    await change(technique.mark('not-applicable'));
    expect(cursor()).toBe('Scanner');
  });

  it('marks the selection in one step', async () => {
    technique.step(1);
    technique.extend(1);
    expect(technique.selection.words).toBe('2 rules');
    await change(technique.mark('retired'));
    expect(marks()).toEqual(['retired', 'retired', null, null]);
    expect(test.toasts()).toEqual(['2 rules marked retired']);
    const { organizationId } = test.app;
    await change(test.client.call('tracking.undo', { organizationId: organizationId! }));
    expect(marks()).toEqual([null, null, null, null]);
  });

  it('selects to another row, all of a source, and nothing of the technique before', async () => {
    technique.step(1);
    technique.extendTo(technique.rows[2]!.id);
    expect([technique.selection.size, cursor()]).toEqual([3, 'Scanner']);
    technique.selectSource();
    expect(technique.selection.size).toBe(4);
    await load('T1047');
    expect(technique.selection.size).toBe(0);
  });

  it('asks for a comment on what is selected, or on the row', () => {
    technique.comment();
    expect(technique.commented).toBeNull();
    technique.step(1);
    technique.comment();
    expect(technique.commented?.map(({ title }) => title)).toEqual(['Nmap']);
    technique.extend(1);
    technique.comment();
    expect(technique.commented).toHaveLength(2);
  });
});

describe('notes and history', () => {
  const target = { type: 'technique' as const, key: 'T1046' };

  beforeEach(async () => {
    await create();
    await load();
  });

  it('are written, changed, deleted and brought back', async () => {
    const { notes } = technique;
    expect(await notes.save('  ', target)).toBe(false);
    expect(await notes.save('Scanners are **excluded**.', target)).toBe(true);
    await load();
    const note = notes.list.data![0]!;
    await change(notes.save('Changed.', target, note.id));
    expect(notes.list.data!.map(({ text }) => text)).toEqual(['Changed.']);
    await change(notes.delete(note));
    expect(notes.list.data).toEqual([]);
    expect(test.toasts()).toEqual(['Note saved', 'Note saved', 'Note deleted']);
    test.app.toasts.list.at(-1)!.action!.run();
    await test.until(() => test.toasts().includes('Undone: a note'));
    await load();
    expect(notes.list.data).toHaveLength(1);
    expect(notes.lines.map((line) => line.change)).toEqual([
      'note written',
      'note deleted',
      'note changed',
      'note written',
    ]);
  });

  it('on a resource stand with each of its techniques', async () => {
    await technique.notes.save('Renamed binary is missed.', { type: 'resource', key: ruleKey('Nmap') });
    await load('T1047');
    expect(technique.notes.list.data!.map(({ targetTitle }) => targetTitle)).toEqual(['Nmap']);
    await load('T1048');
    expect(technique.notes.list.data).toEqual([]);
  });

  it('keep the text of a new note for its technique and organization', async () => {
    const { notes } = technique;
    notes.write('T1046', 'half a sen');
    expect([notes.textOf('T1046'), notes.textOf('T1047')]).toEqual(['half a sen', '']);
    const northfield = test.app.organizationId!;
    await test.app.createOrganization('Example Bank');
    expect(notes.textOf('T1046')).toBe('');
    notes.write('T1046', 'of the bank');
    await test.app.chooseOrganization(northfield);
    expect(notes.textOf('T1046')).toBe('half a sen');
  });

  it('show what is written to whoever reads it, also after going from one technique to the next', async () => {
    const { notes } = technique;
    let shown = '';
    const stop = $effect.root(() => {
      $effect(() => void (shown = notes.textOf(technique.detail.data?.id ?? '')));
    });
    for (const id of ['T1047', 'T1046', 'T1048']) {
      await load(id);
      notes.write(id, `About ${id}`);
      flushSync();
      expect(shown).toBe(`About ${id}`);
      expect(await notes.saveNew(id, { type: 'technique', key: id })).toBe(true);
      flushSync();
      expect(shown).toBe('');
    }
    stop();
    await load('T1047');
    expect(notes.list.data!.map(({ text }) => text)).toEqual(['About T1047']);
  });

  it('keep what was written on while a note is saved, and what could not be saved', async () => {
    const { notes } = technique;
    notes.write('T1046', 'Saved');
    const saving = notes.saveNew('T1046', target);
    notes.write('T1046', 'Saved, and more');
    await saving;
    expect(notes.textOf('T1046')).toBe('Saved, and more');
    await test.client.call('organizations.archive', {
      organizationId: test.app.organizationId!,
      archived: true,
    });
    expect(await notes.saveNew('T1046', target)).toBe(false);
    expect(notes.textOf('T1046')).toBe('Saved, and more');
  });

  it('are unsaved while something is written, new or anew', async () => {
    const { notes } = technique;
    expect(test.app.hasUnsaved).toBe(false);
    notes.write('T1046', 'half a sen');
    expect(test.app.hasUnsaved).toBe(true);
    await notes.saveNew('T1046', target);
    expect(test.app.hasUnsaved).toBe(false);
    await load();
    const note = notes.list.data![0]!;
    notes.edit(note, note.text);
    expect([notes.editOf(note), test.app.hasUnsaved]).toEqual(['half a sen', false]);
    notes.edit(note, 'a sentence');
    expect(test.app.hasUnsaved).toBe(true);
    expect(await notes.saveEdit(note)).toBe(true);
    expect([notes.editOf(note), test.app.hasUnsaved]).toEqual([null, false]);
    await load();
    expect(notes.list.data!.map(({ text }) => text)).toEqual(['a sentence']);
  });

  it('show the latest lines, and the earlier ones on demand', async () => {
    technique.step(1);
    for (let round = 0; round < 4; round++) {
      await technique.mark('planned');
      await technique.mark('deployed');
    }
    await load();
    expect([technique.notes.lines.length, technique.notes.hasEarlier]).toEqual([6, true]);
    await technique.notes.showEarlier();
    expect([technique.notes.lines.length, technique.notes.hasEarlier]).toEqual([8, false]);
  });
});
