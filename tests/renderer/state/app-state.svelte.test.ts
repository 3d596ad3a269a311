import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppState, describe as describeError } from '../../../src/renderer/state/app-state.svelte.ts';
import { ERROR_WORDS } from '../../../src/renderer/state/errors.ts';
import { markResources, undo } from '../../../src/renderer/state/marking.ts';
import { AppError, ERROR_CODES } from '../../../src/shared/errors.ts';
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

  it('is not an archived one while there is another', async () => {
    const { app } = test;
    const a = await app.createOrganization('Alpha');
    const b = await app.createOrganization('Beta');
    await app.client.call('organizations.archive', { organizationId: b!.id, archived: true });
    await test.until(() => app.organizationId === a!.id);
    await app.client.call('organizations.archive', { organizationId: a!.id, archived: true });
    await test.until(() => app.organizations.every(({ archivedAt }) => archivedAt !== null));
    expect(app.organizationId).toBe(b!.id);
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
});

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
