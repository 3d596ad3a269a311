import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkPack, type PackTrust } from '../../../../src/core/content/packs/open-pack.ts';
import { createPackKey } from '../../../../src/core/content/packs/pack-keys.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { fillCatalog, stateOf } from '../../../support/packs.ts';
import { createTestWorkbench, type TestWorkbench } from '../../../support/workbench.ts';

const OF_EACH = 500;
const WHOLE_IMPORTS = 12;
const seed = Number(process.env.PACK_SEED ?? Date.now() % 2 ** 31);

const keys = createPackKey();
const trust: PackTrust = { keys: [{ id: keys.keyId, publicKey: keys.publicKey }], requireSigned: false };
let test: TestWorkbench;
let taker: TestWorkbench;
const packs: Buffer[] = [];

beforeAll(async () => {
  // The way to see the same again.
  process.stdout.write(`packs are damaged with PACK_SEED=${seed}\n`);
  test = createTestWorkbench();
  taker = createTestWorkbench();
  await fillCatalog(test);
  for (const privateKey of [null, keys.privateKey])
    packs.push(Buffer.from((await test.workbench.makePack({ sources: [], since: null, privateKey })).bytes));
  await taker.client.call('keys.add', { publicKey: keys.publicKey, name: 'trusted' });
});
afterAll(() => Promise.all([test.end(), taker.end()]));

/** mulberry32 */
function makeRandom(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return Math.floor((((value ^ (value >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const random = makeRandom(seed);

function truncate(bytes: Buffer): { what: string; bytes: Buffer } {
  const length = random(bytes.length);
  return { what: `cut to ${length} bytes`, bytes: bytes.subarray(0, length) };
}

function change(bytes: Buffer): { what: string; bytes: Buffer } {
  const [at, by] = [random(bytes.length), 1 + random(255)];
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ by;
  return { what: `byte ${at} changed by ${by}`, bytes: changed };
}

function refusalOf(bytes: Buffer): string {
  try {
    checkPack(bytes, 'damaged', trust);
    return 'taken';
  } catch (error) {
    return error instanceof AppError ? error.code : `not understood: ${String(error)}`;
  }
}

it.each([
  ['unsigned', 0],
  ['signed', 1],
])('1,000 damages of an %s pack are all refused', (_what, index) => {
  const pack = packs[index] ?? Buffer.alloc(0);
  expect(refusalOf(pack)).toBe('taken');
  const damages = Array.from({ length: OF_EACH }, () => [truncate(pack), change(pack)]).flat();
  const found = damages.filter(({ bytes }) => !refusalOf(bytes).startsWith('pack-'));
  expect(found.map(({ what }) => what)).toEqual([]);
});

it('every single byte of an unsigned pack counts', () => {
  const [pack = Buffer.alloc(0)] = packs;
  const ignored: number[] = [];
  for (let at = 0; at < pack.length; at++) {
    pack[at] = (pack[at] ?? 0) ^ 0x20;
    if (!refusalOf(pack).startsWith('pack-')) ignored.push(at);
    pack[at] = (pack[at] ?? 0) ^ 0x20;
  }
  expect(ignored).toEqual([]);
});

it('an import refuses them with nothing written', async () => {
  const file = path.join(taker.documents, 'damaged.bearing-pack');
  const before = await stateOf(taker);
  for (let count = 0; count < WHOLE_IMPORTS; count++) {
    const pack = packs[count % 2] ?? Buffer.alloc(0);
    const { what, bytes } = count % 4 < 2 ? truncate(pack) : change(pack);
    fs.writeFileSync(file, bytes);
    const taken = taker.client.call('content.import', { items: [{ path: file }] });
    await expect(taken, what).rejects.toMatchObject({ code: expect.stringMatching(/^pack-/) });
  }
  expect(await stateOf(taker)).toEqual(before);
  expect(taker.internal).toEqual([]);
});
