import fs from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPack } from '../../../../src/core/content/packs/open-pack.ts';
import {
  contentHash,
  MAGIC,
  parseManifest,
  sha256Of,
  sizeOf,
  writePack,
  type PackManifest,
} from '../../../../src/core/content/packs/pack-format.ts';
import { createPackKey, readPublicKey, signWith } from '../../../../src/core/content/packs/pack-keys.ts';
import { fillCatalog, stateOf, writeTestPack } from '../../../support/packs.ts';
import { createTestWorkbench, type TestWorkbench } from '../../../support/workbench.ts';

const keys = createPackKey();
const others = createPackKey();
let maker: TestWorkbench;
let plain: Buffer;
let signed: Buffer;
let taker: TestWorkbench;

beforeAll(async () => {
  maker = createTestWorkbench();
  await fillCatalog(maker);
  const request = { sources: [], since: null };
  plain = Buffer.from((await maker.workbench.makePack({ ...request, privateKey: null })).bytes);
  signed = Buffer.from((await maker.workbench.makePack({ ...request, privateKey: keys.privateKey })).bytes);
});
afterAll(() => maker.end());
beforeEach(() => (taker = createTestWorkbench()));
afterEach(async () => {
  await taker.end();
  expect(taker.internal).toEqual([]);
});

function write(bytes: Uint8Array, name = 'given.bearing-pack'): string {
  const file = path.join(taker.documents, name);
  fs.writeFileSync(file, bytes);
  return file;
}

const take = (file: string) => taker.client.call('content.import', { items: [{ path: file }] });
const trust = (pair = keys) =>
  taker.client.call('keys.add', { publicKey: pair.publicKey, name: 'Content team' });

async function expectRefused(bytes: Uint8Array, code: string, words: RegExp): Promise<void> {
  const file = write(bytes);
  const before = await stateOf(taker);
  const refused: unknown = await take(file).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code, message: expect.stringMatching(words) });
  expect((refused as Error).message).toMatch(/given\.bearing-pack .*Nothing was written\.$/);
  expect(await stateOf(taker)).toEqual(before);
}

/** A pack that Bearing did not make: whole, whatever it says. */
function forge(change: (manifest: PackManifest) => void, privateKey?: string): Buffer {
  const manifest = manifestOf(plain);
  const [, , , , ...rest] = splitHead(plain);
  change(manifest);
  return writePack(manifest, privateKey === undefined ? null : signWith(privateKey), rest);
}

function splitHead(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let at = 0;
  for (let line = 0; line < 4; line++) {
    const end = bytes.indexOf('\n', at) + 1;
    lines.push(bytes.subarray(at, end));
    at = end;
  }
  return [...lines, bytes.subarray(at)];
}

function manifestOf(bytes: Buffer): PackManifest {
  const manifest = parseManifest((splitHead(bytes)[1] ?? Buffer.alloc(0)).toString('utf8').trimEnd());
  if (!manifest) throw new Error('no manifest');
  return manifest;
}

/** A pack of one part with these lines. */
function packOf(lines: string[], name = 'snapshot-sigma'): Buffer {
  const raw = Buffer.from(lines.join(''));
  const packed = deflateRawSync(raw);
  const { source, ...part } = manifestOf(plain).parts.find((one) => one.name === name)!;
  const whole = { ...part, source, sha256: sha256Of(raw), raw: sizeOf(raw), packed: sizeOf(packed) };
  const manifest = { content: contentHash([whole]), madeWith: '0', since: null, parts: [whole] };
  return writePack(manifest, null, [packed]);
}

function linesOf(name: string): string[] {
  const pack = checkPack(plain, 'plain', null);
  const raw = pack.unpack(pack.manifest.parts.find((one) => one.name === name)!).toString('utf8');
  return raw.split(/(?<=\n)/);
}

describe('refused, with nothing written, is a pack', () => {
  it('that ends too early', async () => {
    for (const length of [0, 5, MAGIC.length, 40, 3000, plain.length - 1])
      await expectRefused(plain.subarray(0, length), 'pack-truncated', /ends too early: after \d+ bytes/);
  });

  it('that was altered, in what it lists or what it carries', async () => {
    const line = splitHead(plain)
      .slice(0, 3)
      .reduce((sum, { length }) => sum + length, 0);
    for (const [at, words] of [
      [2, /does not begin as a pack/],
      [MAGIC.length + 20, /first three lines/],
      [line + 3, /first three lines/],
      [plain.length - 1, /the part snapshot-sigma has another SHA-256/],
    ] as const) {
      const bytes = Buffer.from(plain);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await expectRefused(bytes, 'pack-altered', words);
    }
    await expectRefused(Buffer.concat([plain, Buffer.from('x')]), 'pack-altered', /1 bytes follow its end/);
  });

  it('that was altered by someone who made the hashes anew and kept the signature', async () => {
    await trust();
    const forged = forge((manifest) => (manifest.madeWith = '9.9.9'));
    const [magic = '', list = '', , , ...rest] = splitHead(forged);
    const head = Buffer.concat([
      Buffer.from(magic),
      Buffer.from(list),
      splitHead(signed)[2] ?? Buffer.alloc(0),
    ]);
    const bytes = Buffer.concat([head, Buffer.from(`${sha256Of(head)}\n`), ...rest]);
    await expectRefused(
      bytes,
      'pack-altered',
      new RegExp(`signature with the key ${keys.keyId} does not fit`),
    );
  });

  it('that is signed with a key not trusted here, whether or not signatures are required', async () => {
    await trust(others);
    await expectRefused(
      signed,
      'pack-unknown-key',
      new RegExp(`the key ${keys.keyId}.*bearing keys add FILE\\.pub`),
    );
    await taker.client.call('settings.update', { requireSignedPacks: true });
    await expectRefused(signed, 'pack-unknown-key', /not trusted here/);
    await trust();
    expect(await take(write(signed))).toMatchObject({ packs: [{ keyId: keys.keyId }] });
    await taker.client.call('keys.remove', { id: keys.keyId });
    await expectRefused(signed, 'pack-unknown-key', /not trusted here/);
  });

  it('that is not signed, where the settings require it', async () => {
    await taker.client.call('settings.update', { requireSignedPacks: true });
    await expectRefused(plain, 'pack-unsigned', /takes? signed packs alone.*bearing keys require off/);
    await taker.client.call('settings.update', { requireSignedPacks: false });
    expect(await take(write(plain))).toMatchObject({ added: 3, packs: [{ keyId: null }] });
  });

  it('of a newer format, with a newer kind of part, or of a source not known here', async () => {
    const later = Buffer.concat([Buffer.from('bearing-pack 2\n'), plain.subarray(MAGIC.length)]);
    await expectRefused(later, 'pack-newer', /its format is 2, and this version reads format 1/);
    const anew = (manifest: PackManifest) => (manifest.content = contentHash(manifest.parts));
    await expectRefused(
      forge((manifest) => {
        manifest.parts[0]!.kind = 'of-tomorrow';
        anew(manifest);
      }),
      'pack-newer',
      /holds of-tomorrow, which this version does not know/,
    );
    await expectRefused(
      forge((manifest) => {
        manifest.parts[2]!.name = 'snapshot-zeta';
        manifest.parts[2]!.source!.id = 'zeta';
        anew(manifest);
      }),
      'pack-newer',
      /a snapshot of zeta/,
    );
  });

  it.each<[string, () => Buffer, RegExp]>([
    [
      'another content than it has',
      () => forge((list) => (list.content = '0'.repeat(64))),
      /list of contents/,
    ],
    ['no parts', () => forge((list) => (list.parts = [])), /list of contents/],
    ['parts in another order', () => forge(({ parts }) => void parts.reverse()), /list of contents/],
    [
      'what unpacks to more than is said',
      () => forge(({ parts }) => void (parts[0]!.raw.bytes -= 1)),
      /cannot be unpacked|something else/,
    ],
    ['no resource', () => packOf(['{"key":"","problems":[]}\n', '{"key":"sigma:x"}\n']), /no resource/],
    [
      'a resource of another source',
      () => packOf(linesOf('snapshot-sigma').map((line) => line.replace('"sigma:', '"zigma:'))),
      /no resource/,
    ],
    [
      'a technique that is none',
      () => packOf(linesOf('snapshot-sigma').map((line) => line.replace('"T1046"', '"T1046;"'))),
      /no resource/,
    ],
    ['lines that are no records', () => packOf(['[]\n']), /no record/],
    ['half a line', () => packOf(['{"key":""']), /whole line/],
    [
      'the same record twice',
      () => packOf(linesOf('snapshot-sigma').flatMap((line) => [line, line])),
      /not in order/,
    ],
    ['no word of problems', () => packOf(linesOf('snapshot-sigma').slice(1)), /what problems there were/],
    ['the name of a record alone', () => packOf(['""\n']), /does not hold it/],
    ['no document', () => packOf(['{"key":"T1046"}\n'], 'documents'), /no document/],
  ])('that is whole, and holds %s', async (_what, make, words) => {
    await expectRefused(make(), 'pack-invalid', words);
  });

  it('chosen together with other content', async () => {
    const [file, folder] = [write(plain), path.join(maker.documents, 'pages')];
    for (const paths of [
      [file, folder],
      [file, write(plain, 'second.bearing-pack')],
    ])
      await expect(
        taker.client.call('content.import', { items: paths.map((one) => ({ path: one })) }),
      ).rejects.toMatchObject({ code: 'pack-with-others' });
    expect(await taker.client.call('content.sources', {})).toEqual([]);
  });
});

describe('a pack', () => {
  it('is told by its content under any name', async () => {
    expect(await take(write(plain, 'renamed.md'))).toMatchObject({ added: 3 });
  });

  it('that lies in a folder is named as one, and not read', async () => {
    write(plain);
    const { problems } = await take(taker.documents);
    expect(problems).toMatchObject([{ code: 'nothing-found' }, { code: 'pack-inside' }]);
  });

  it('signed anew with the same key has the same bytes', async () => {
    const again = await maker.workbench.makePack({ sources: [], since: null, privateKey: keys.privateKey });
    expect(Buffer.from(again.bytes).equals(signed)).toBe(true);
  });
});

describe('keys', () => {
  it('are listed by name, and known by the hash of the key', async () => {
    await trust();
    await taker.client.call('keys.add', { publicKey: others.publicKey, name: 'Another team' });
    const listed = await taker.client.call('keys.list', {});
    expect(listed.map(({ name, id }) => [name, id])).toEqual([
      ['Another team', others.keyId],
      ['Content team', keys.keyId],
    ]);
    expect(readPublicKey(keys.publicKey).id).toBe(keys.keyId);
    await taker.reopen();
    expect(await taker.client.call('keys.list', {})).toEqual(listed);
  });

  it('that are none, or private ones, are refused', async () => {
    const add = (publicKey: string) => taker.client.call('keys.add', { publicKey, name: 'x' });
    await expect(add(keys.privateKey)).rejects.toMatchObject({
      code: 'key-invalid',
      message: expect.stringContaining('private key'),
    });
    await expect(add('nothing')).rejects.toMatchObject({ code: 'key-invalid' });
    await expect(taker.client.call('keys.remove', { id: keys.keyId })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(() => signWith(keys.publicKey)).toThrow(/no private key/);
    await expect(writeTestPack(maker, { privateKey: 'nothing' })).rejects.toMatchObject({
      code: 'key-invalid',
    });
  });
});
