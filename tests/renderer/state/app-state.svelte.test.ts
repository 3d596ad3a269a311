import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppState, describe as describeError } from '../../../src/renderer/state/app-state.svelte.ts';
import { ERROR_WORDS } from '../../../src/renderer/state/errors.ts';
import { markResources, undo } from '../../../src/renderer/state/marking.ts';
import { AppError, ERROR_CODES } from '../../../src/shared/errors.ts';
import { ruleKey, writeDocuments } from '../../support/workbench.ts';
import { createTestApp, type TestApp } from '../../support/workbench-client.ts';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(async () => {
  await test.end();
});

describe('the organization shown', () => {
  it('is none, then the first, then the one chosen', async () => {
    const { app } = test;
    expect(app.organization).toBeNull();
    const a = await app.createOrganization('Alpha');
    const b = await app.createOrganization('Beta');
    expect(app.organizationId).toBe(b!.id);
    await app.chooseOrganization(a!.id);
    expect(app.organization?.name).toBe('Alpha');
    expect(app.announcer.text).toBe('Organization Alpha');
  });

  it('is not an archived one while there is another, and the other one is named', async () => {
    const { app } = test;
    const a = await app.createOrganization('Alpha');
    const b = await app.createOrganization('Beta');
    await app.client.call('organizations.archive', { organizationId: b!.id, archived: true });
    await test.until(() => app.organizationId === a!.id);
    expect(app.toasts.list).toMatchObject([{ text: 'Beta was archived', detail: 'Alpha is shown now.' }]);
    await app.client.call('organizations.archive', { organizationId: a!.id, archived: true });
    await test.until(() => app.organizations.every(({ archivedAt }) => archivedAt !== null));
    expect(app.organizationId).toBe(a!.id);
    expect(test.toasts()).toHaveLength(1);
  });

  it('is of this window alone: another one that chooses, makes or brings back one does not switch it', async () => {
    const { app } = test;
    const a = await app.createOrganization('Alpha');
    const b = await app.createOrganization('Beta');
    const { app: other } = await test.openWindow();
    expect(other.organizationId).toBe(b!.id);
    await other.chooseOrganization(a!.id);
    await other.createOrganization('Aaron');
    expect(other.organization?.name).toBe('Aaron');
    await test.until(() => app.organizations.length === 3 && app.settings.organizationId !== b!.id);
    expect(app.organizationId).toBe(b!.id);
    expect((await test.openWindow()).app.organization?.name).toBe('Aaron');
  });

  it('is the same after the window was loaded again, whatever another one chose', async () => {
    const memory = new Map<string, string>();
    const { app } = await test.openWindow(memory);
    const a = await app.createOrganization('Alpha');
    const { app: other } = await test.openWindow();
    await other.createOrganization('Beta');
    expect((await test.openWindow(memory)).app.organizationId).toBe(a!.id);
    await app.client.call('organizations.archive', { organizationId: a!.id, archived: true });
    const { app: again } = await test.openWindow(memory);
    expect(again.organization?.name).toBe('Beta');
    expect(again.toasts.list).toEqual([]);
  });
});

describe('an address that leads nowhere', () => {
  it('shows the overview and says so', async () => {
    const { app } = await test.openWindow(undefined, '#/bogus');
    expect(app.router.route.screen).toBe('overview');
    expect(app.toasts.list).toMatchObject([
      { text: 'There is no page at #/bogus', detail: 'This is the overview.' },
    ]);
    expect((await test.openWindow(undefined, '#/search?q=a')).app.toasts.list).toEqual([]);
  });

  it('and a step in the history close what lies above the page', async () => {
    const { app, address } = await test.openWindow();
    app.openSearch();
    app.isHelpOpen = true;
    app.importer.isAsking = true;
    address.location.hash = '#/technique/T1046';
    app.follow();
    expect([app.isPaletteOpen, app.isHelpOpen, app.importer.isAsking]).toEqual([false, false, false]);
    expect(app.router.route.id).toBe('T1046');
  });
});

describe('the host', () => {
  it('that went away is said until it is back', async () => {
    const { app, lose } = await test.openWindow();
    expect(app.lost).toBeNull();
    lose(new AppError('closed', 'Start it again.'));
    expect(app.lost?.message).toBe('Start it again.');
    lose(null);
    expect(app.lost).toBeNull();
  });

  it('says at the start what a person should know of the data folder', async () => {
    const { app } = await test.openWindow(undefined, '', {
      'app.info': { warning: 'The catalog was damaged.' },
    });
    expect(app.toasts.list).toMatchObject([
      { text: 'The catalog was damaged.', isProblem: true, stays: true },
    ]);
  });
});

describe('settings', () => {
  it('change here and in the workbench', async () => {
    const { app } = test;
    await app.updateSettings({ theme: 'dark', singleKeys: false });
    expect([app.settings.theme, app.keys.areSinglesOn]).toEqual(['dark', false]);
    expect(await app.client.call('settings.get', {})).toMatchObject({ theme: 'dark', singleKeys: false });
  });

  it('that are refused are said, and stay', async () => {
    const { app } = test;
    const { author } = app.settings;
    await app.updateSettings({ author: ' ' });
    expect(test.toasts()).toEqual([ERROR_WORDS['invalid-input'].title]);
    expect(app.settings.author).toBe(author);
  });
});

describe('marks', () => {
  it('need an organization', async () => {
    expect(await markResources(test.app, { keys: ['sigma:x'], mark: 'deployed', what: 'X' })).toBeUndefined();
    expect(test.toasts()).toEqual(['Marks belong to an organization']);
  });

  it('of nothing to undo say so', async () => {
    await test.app.createOrganization('Alpha');
    await undo(test.app);
    expect(test.toasts()).toEqual([ERROR_WORDS['nothing-to-undo'].title]);
  });

  it('that stay as they are while the comment changes say so in its words', async () => {
    const { app } = test;
    await app.createOrganization('Alpha');
    await importRule();
    const request = { keys: [ruleKey('Nmap')], mark: null, comment: 'SOC-42', what: 'Nmap' };
    await markResources(app, { ...request, says: 'Comment saved on Nmap' });
    expect(test.toasts()).toEqual(['Comment saved on Nmap']);
  });

  it('that were taken back in another way take their message along', async () => {
    const { app } = test;
    await app.createOrganization('Alpha');
    await importRule();
    const keys = [ruleKey('Nmap')];
    await markResources(app, { keys, mark: 'deployed', what: 'Nmap' });
    await markResources(app, { keys, mark: 'retired', what: 'Nmap' });
    expect(app.toasts.list.map(({ action }) => action?.keys)).toEqual([undefined, 'Ctrl+Z']);
    await undo(app);
    expect(test.toasts()).toEqual(['Nmap marked deployed', 'Undone: the mark on Nmap']);
  });

  it('are taken back in their own organization, also when another one is shown', async () => {
    const { app } = test;
    const a = await app.createOrganization('Alpha');
    await importRule();
    await markResources(app, { keys: [ruleKey('Nmap')], mark: 'deployed', what: 'Nmap' });
    await app.createOrganization('Beta');
    expect(app.toasts.list[0]!.action).toMatchObject({ label: 'Undo' });
    expect(app.toasts.list[0]!.action!.keys).toBeUndefined();
    app.toasts.list[0]!.action!.run();
    await test.until(() => test.toasts().includes('Undone: the mark on Nmap'));
    await test.until(() => app.organizations.find(({ id }) => id === a!.id)!.marks.deployed === 0);
  });
});

async function importRule(): Promise<void> {
  const path = writeDocuments(test.documents, { T1046: ['Nmap'] });
  await test.client.call('content.import', { items: [{ path }] });
}

describe('errors', () => {
  it('all have words', () => {
    expect(Object.keys(ERROR_WORDS).sort()).toEqual([...ERROR_CODES].sort());
    for (const { title } of Object.values(ERROR_WORDS)) expect(title).toMatch(/^[A-Z][^!]*\.$/);
  });

  it('of a problem stay, with their details to copy', async () => {
    const { app } = test;
    await app.attempt(() => Promise.reject(new AppError('internal', 'It broke.', { at: 'here' })));
    const [toast] = app.toasts.list;
    expect(toast).toMatchObject({ detail: 'It broke.', isProblem: true, stays: true });
    toast!.action!.run();
    await test.until(() => test.copied.length === 1);
    expect(test.copied).toEqual([describeError(new AppError('internal', 'It broke.', { at: 'here' }))]);
    expect(test.copied[0]).toContain('"at": "here"');
  });

  it('at the start stop the window', async () => {
    const refused = { ok: false as const, error: { code: 'data-folder-busy' as const, message: 'Held.' } };
    const host = {
      ...test.app.host,
      transport: { invoke: () => Promise.resolve(refused), subscribe: () => () => {} },
    };
    const location = { hash: '' };
    const history = { pushState() {}, replaceState() {} };
    const app = new AppState(host, { location, history });
    await app.start();
    expect(app.startError?.code).toBe('data-folder-busy');
  });
});

it('keeps what a screen made', () => {
  const first = test.app.keep('x', () => ({ n: 1 }));
  expect(test.app.keep('x', () => ({ n: 2 }))).toBe(first);
});

it('counts changes of the catalog and of the marks', async () => {
  const { app } = test;
  await app.createOrganization('Alpha');
  const { tracking } = app.versions;
  const { organizationId } = app;
  await app.client.call('notes.save', {
    organizationId: organizationId!,
    targetType: 'organization',
    targetKey: organizationId!,
    text: 'Hello',
  });
  await test.until(() => app.versions.tracking > tracking);
  await test.until(() => app.organization?.notes === 1);
});
