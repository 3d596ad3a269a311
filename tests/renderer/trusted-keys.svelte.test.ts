import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyIdOf } from '../../src/renderer/features/settings/key-id.ts';
import { TrustedKeys } from '../../src/renderer/features/settings/trusted-keys.svelte.ts';
import { createPackKey } from '../../src/core/content/packs/pack-keys.ts';
import { createTestApp, type TestApp } from '../support/workbench-client.ts';

let test: TestApp;

beforeEach(async () => {
  test = await createTestApp();
});
afterEach(async () => {
  expect(test.internal).toEqual([]);
  await test.end();
});

it('a key is trusted under the id that was shown before', async () => {
  const { publicKey } = createPackKey();
  const { id } = await new TrustedKeys(test.app).add('Northfield', publicKey);
  expect(await keyIdOf(publicKey)).toBe(id);
});

it('a key that is trusted no more can be trusted again for as long as the person wants', async () => {
  const trusted = new TrustedKeys(test.app);
  await trusted.remove(await trusted.add('Northfield', createPackKey().publicKey));
  expect(trusted.list.data).toEqual([]);
  const toast = test.app.toasts.list.at(-1)!;
  expect(toast).toMatchObject({ text: 'The key of Northfield is trusted no more', stays: true });
  toast.action!.run();
  await test.until(() => trusted.list.data?.length === 1);
});
