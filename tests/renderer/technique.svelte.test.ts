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
    await test.until(() => test.toasts().length === 2);
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
    test.app.toasts.list.at(-1)!.action!.run();
    await test.until(() => test.toasts().length === 2);
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

  it('keep the text of a new note for its technique', async () => {
    technique.notes.draft = 'half a sen';
    await load('T1047');
    expect(technique.notes.draft).toBe('');
    await load();
    expect(technique.notes.draft).toBe('half a sen');
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
