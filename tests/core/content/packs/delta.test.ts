import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fillCatalog, RULES, stateOf, writeTestPack } from '../../../support/packs.ts';
import { sigmaRule } from '../../../support/sigma-snapshot.ts';
import { documentText } from '../../../support/technique-document.ts';
import { createTestWorkbench, type TestWorkbench } from '../../../support/workbench.ts';

let maker: TestWorkbench;
let taker: TestWorkbench;
let base: Awaited<ReturnType<typeof writeTestPack>>;

const NEXT = [...RULES.slice(1), { ...RULES[0]!, title: 'Alpha, better said' }, sigmaRule(5, 'Epsilon')];

beforeEach(async () => {
  maker = createTestWorkbench();
  taker = createTestWorkbench();
  await fillCatalog(maker);
  base = await writeTestPack(maker, {}, 'base.bearing-pack');
});
afterEach(async () => {
  for (const test of [maker, taker]) {
    await test.end();
    expect(test.internal).toEqual([]);
  }
});

const take = (file: string) => taker.client.call('content.import', { items: [{ path: file }] });
const contentOf = async (test: TestWorkbench) => (await test.client.call('app.info', {})).contentHash;

/** What the maker's catalog became meanwhile, against the base. */
async function makeDelta(name = 'delta.bearing-pack') {
  await fillCatalog(maker, NEXT);
  const added = path.join(maker.documents, 'pages', 'deeper', 'T1049.md');
  fs.writeFileSync(added, documentText('T1049', 'Discovery', ['Epsilon']));
  await maker.client.call('content.import', { items: [{ path: path.join(maker.documents, 'pages') }] });
  return writeTestPack(maker, { since: base.file }, name);
}

describe('a pack made since another', () => {
  it('carries what differs, and brings a catalog with its base to the same content', async () => {
    await take(base.file);
    const delta = await makeDelta();
    expect(delta).toMatchObject({ since: base.content, documents: 4, carried: 3 });
    const whole = await writeTestPack(maker, {}, 'whole.bearing-pack');
    expect(delta.content).toBe(whole.content);
    const result = await take(delta.file);
    expect(result).toMatchObject({
      added: 1,
      unchanged: 3,
      snapshots: [
        { sourceId: 'sigma', isUnchanged: false, unchanged: 3 },
        { sourceId: 'atomic', isUnchanged: true },
      ],
      packs: [{ since: base.content }],
    });
    expect(result.snapshots[0]?.changes.map(({ change }) => change).sort()).toEqual(['changed', 'new']);
    expect(await contentOf(taker)).toBe(await contentOf(maker));
    expect((await writeTestPack(taker)).content).toBe(whole.content);
    expect(await take(delta.file)).toMatchObject({ importId: null });
    expect(await take(whole.file)).toMatchObject({ importId: null });
  });

  it('gives the same bytes again', async () => {
    const delta = await makeDelta();
    expect((await writeTestPack(maker, { since: base.file })).bytes).toEqual(delta.bytes);
  });

  it('is refused where its base is not, or something else', async () => {
    const delta = await makeDelta();
    await expect(take(delta.file)).rejects.toMatchObject({
      code: 'pack-base-missing',
      message: expect.stringContaining(base.content.slice(0, 16)),
      detail: { since: base.content },
    });
    expect(await taker.client.call('content.sources', {})).toEqual([]);
    await fillCatalog(taker, [sigmaRule(2, 'Another Beta'), ...RULES.slice(2)]);
    const before = await stateOf(taker);
    await expect(take(delta.file)).rejects.toMatchObject({ code: 'pack-base-missing' });
    expect(await stateOf(taker)).toEqual(before);
  });

  it('of an unchanged source needs the same snapshot there', async () => {
    const same = await writeTestPack(maker, { since: base.file, sources: ['sigma'] });
    expect(same.carried).toBe(0);
    await expect(take(same.file)).rejects.toMatchObject({ code: 'pack-base-missing' });
    await take(base.file);
    expect(await take(same.file)).toMatchObject({ importId: null, snapshots: [{ isUnchanged: true }] });
  });

  it('of a later version with the same records says that version', async () => {
    const items = [{ path: path.join(maker.documents, 'sigma') }];
    await maker.client.call('content.import', { items, hunting: true });
    const delta = await writeTestPack(maker, { since: base.file, sources: ['sigma'] });
    expect(delta.carried).toBe(0);
    await take(base.file);
    expect(await take(delta.file)).toMatchObject({
      snapshots: [{ isUnchanged: false, changes: [], unchanged: 4 }],
    });
    expect((await writeTestPack(taker, { sources: ['sigma'] })).content).toBe(delta.content);
  });

  it('carries a source whole that the base has not', async () => {
    const sigma = await writeTestPack(maker, { sources: ['sigma'] }, 'sigma.bearing-pack');
    const delta = await writeTestPack(maker, { since: sigma.file });
    await take(sigma.file);
    expect(await take(delta.file)).toMatchObject({
      added: 3,
      snapshots: [{ isUnchanged: true }, { isUnchanged: false }],
    });
  });

  it('is not made since one that has no content of its own, nor since no pack', async () => {
    const delta = await makeDelta();
    await expect(writeTestPack(maker, { since: delta.file })).rejects.toMatchObject({
      code: 'pack-base-missing',
    });
    const page = path.join(maker.documents, 'pages', 'deeper', 'T1046.md');
    await expect(writeTestPack(maker, { since: page })).rejects.toMatchObject({ code: 'pack-altered' });
    await expect(writeTestPack(maker, { since: `${page}.none` })).rejects.toMatchObject({
      code: 'path-not-readable',
    });
  });
});
