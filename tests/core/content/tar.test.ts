import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/core/content/archive.ts';
import { want, type Listing } from '../../../src/core/content/listing.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { gnuLongName, pax, tar, tarGz, type TarPart } from '../../support/tar.ts';
import { makeTempFolder, removeFolder } from '../../support/temp-folder.ts';

const COMMIT = '8eaafff1a3c6d5c1a3c6d5c1a3c6d5c1a3c6d5c1';
const LIMIT = { bytes: 64 * 1024 * 1024, what: 'a file' };

let folder: string;
const opened: Listing[] = [];

beforeEach(() => {
  folder = makeTempFolder('tar');
});
afterEach(() => {
  opened.splice(0).forEach((listing) => listing.close());
  removeFolder(folder);
});

async function openBytes(bytes: Uint8Array, checkCancelled = () => {}): Promise<Listing> {
  const file = path.join(folder, 'x.tar.gz');
  fs.writeFileSync(file, bytes);
  const listing = await openArchive(file, 'x.tar.gz', () => {}, checkCancelled);
  opened.push(listing);
  return listing;
}

const open = (parts: readonly TarPart[]) => openBytes(tarGz(parts));

async function texts(listing: Listing): Promise<Record<string, string>> {
  const read: Record<string, string> = {};
  for (const file of listing.files) {
    const bytes = await want(file, LIMIT).read();
    read[file.path] =
      bytes instanceof Uint8Array ? Buffer.from(bytes).toString() : `${bytes.code}: ${bytes.message}`;
  }
  return read;
}

describe('a tar.gz', () => {
  it('as GitHub makes it is listed with its commit and its day', async () => {
    const modified = Date.UTC(2026, 7, 5, 23, 59) / 1000;
    const listing = await open([
      pax({ comment: COMMIT }, 'g'),
      { name: 'sigma-master/', type: '5', modified },
      { name: 'sigma-master/rules/', type: '5', modified },
      { name: 'sigma-master/rules/b.yml', body: 'title: b', modified },
      { name: 'sigma-master/rules/a.yml', body: 'title: a', modified },
    ]);
    expect(listing.problems).toEqual([]);
    expect(listing.files.map(({ path: name, size }) => [name, size])).toEqual([
      ['sigma-master/rules/a.yml', 8],
      ['sigma-master/rules/b.yml', 8],
    ]);
    expect(listing.files[0]?.file).toBe('x.tar.gz/sigma-master/rules/a.yml');
    expect(listing.revision('sigma-master/')).toEqual({ commit: COMMIT, date: '2026-08-05' });
    expect(await texts(listing)).toEqual({
      'sigma-master/rules/a.yml': 'title: a',
      'sigma-master/rules/b.yml': 'title: b',
    });
  });

  it('gives its commit to nothing but its top folder', async () => {
    const listing = await open([pax({ comment: COMMIT }, 'g'), { name: 'a/x' }, { name: 'b/x' }]);
    expect(listing.revision('a/')).toEqual({ commit: null, date: null });
    expect(listing.revision('').commit).toBe(COMMIT);
  });

  it('has names of every length, and sizes of every kind', async () => {
    const [long, longer] = [`${'ö'.repeat(90)}/x.yml`, `${'d'.repeat(200)}/y.yml`];
    const listing = await open([
      { name: 'x.yml', prefix: 'p'.repeat(150), body: '1' },
      pax({ path: long, mtime: '1700000000.5' }),
      { name: 'cut', body: '2' },
      gnuLongName(longer),
      { name: 'cut', body: '3', magic: 'gnu', prefix: 'other things' },
      { name: './old.yml', body: '4', magic: 'none' },
      { name: 'binary.yml', body: '5', isBinary: true },
      pax({ size: '1' }),
      { name: 'sized.yml', body: '6', size: 0 },
      { name: 'last.yml', body: '7' },
    ]);
    expect(await texts(listing)).toEqual({
      [`${'p'.repeat(150)}/x.yml`]: '1',
      [long]: '2',
      [longer]: '3',
      'old.yml': '4',
      'binary.yml': '5',
      'sized.yml': '6',
      'last.yml': '7',
    });
    expect(listing.revision('').date).toBe('2023-11-14');
  });

  it.each(['../out.yml', '/etc/passwd', 'a/../../b.yml', 'a\\..\\b.yml', 'C:/x.yml'])(
    'with an entry named %j reads all but that',
    async (name) => {
      const listing = await open([
        { name, body: 'x' },
        { name: 'fine.yml', body: 'y' },
      ]);
      const read = Object.values(await texts(listing));
      expect(read.sort()).toEqual(['bad-entry: Its name leads out of the archive. Not read.', 'y']);
    },
  );

  it('follows no links, and nothing after one is taken for something else', async () => {
    const listing = await open([
      { name: 'soft.yml', type: '2', link: '/etc/passwd' },
      { name: 'hard.yml', type: '1', link: 'fine.yml', size: 700 },
      { name: 'device', type: '3' },
      pax({ 'GNU.sparse.major': '1' }),
      { name: 'sparse.yml', body: '1\n0\n' },
      { name: 'fine.yml', body: 'y' },
    ]);
    const link = 'bad-entry: Is a link or a special file. Not followed.';
    expect(await texts(listing)).toEqual({
      'soft.yml': link,
      'hard.yml': link,
      device: link,
      'sparse.yml': link,
      'fine.yml': 'y',
    });
  });

  it('with a name twice gives the first, and takes no name or depth without end', async () => {
    const listing = await open([
      { name: 'a.yml', body: '1' },
      { name: 'a.yml', body: '2' },
      pax({ path: `${'x'.repeat(2000)}.yml` }),
      { name: 'long', body: '3' },
      { name: `${'d/'.repeat(20)}deep.yml`, body: '4' },
    ]);
    const read = await Promise.all(listing.files.map((file) => want(file, LIMIT).read()));
    const told = read.map((one) => (one instanceof Uint8Array ? Buffer.from(one).toString() : one.message));
    expect(told.sort()).toEqual([
      '1',
      'Has a path over 1024 bytes. Not read.',
      'Lies more than 16 folders deep. Not read.',
      'Stands twice in the archive. The first one was read.',
    ]);
  });

  it('is read in any order, wanted or not, and again', async () => {
    const parts = Array.from({ length: 40 }, (_, i) => ({ name: `f${i}.yml`, body: `body ${i}` }));
    const listing = await open(parts);
    const wanted = listing.files.filter((_, i) => i % 3 > 0).map((file) => want(file, LIMIT));
    for (const file of [...wanted.reverse(), ...listing.files, ...wanted])
      expect(Buffer.from((await file.read()) as Uint8Array).toString()).toBe(
        `body ${/\d+/.exec(file.path)?.[0]}`,
      );
    const atOnce = await Promise.all(listing.files.map((file) => file.read()));
    expect(atOnce.every((bytes) => bytes instanceof Uint8Array)).toBe(true);
  });

  it('larger than what is held at once takes several passes', async () => {
    const bodies = Array.from({ length: 3 }, () => randomBytes(22 * 1024 * 1024));
    const listing = await openBytes(
      tarGz(
        bodies.map((body, i) => ({ name: `${i}.bin`, body })),
        0,
      ),
    );
    const files = listing.files.map((file) => want(file, LIMIT));
    for (const [index, file] of files.entries())
      expect(Buffer.compare((await file.read()) as Uint8Array, bodies[index] as Buffer)).toBe(0);
  });

  it('gives the first bytes of many files in one pass', async () => {
    const listing = await open([
      { name: 'a.json', body: 'abcdef' },
      { name: 'b.json' },
      { name: 'c.json', body: 'x' },
    ]);
    const heads: Record<string, string> = {};
    await listing.readHeads(listing.files, 3, (file, head) => {
      heads[file.path] = Buffer.from(head).toString();
    });
    expect(heads).toEqual({ 'a.json': 'abc', 'b.json': '', 'c.json': 'x' });
  });

  it('is given up when the import is cancelled, while it is listed and while it is read', async () => {
    let isCancelled = true;
    const checkCancelled = () => {
      if (isCancelled) throw new AppError('import-cancelled', 'cancelled');
    };
    const bytes = tarGz([{ name: 'a.yml', body: 'x' }]);
    await expect(openBytes(bytes, checkCancelled)).rejects.toMatchObject({ code: 'import-cancelled' });
    isCancelled = false;
    const listing = await openBytes(bytes, checkCancelled);
    isCancelled = true;
    await expect(listing.files[0]?.read()).rejects.toMatchObject({ code: 'import-cancelled' });
    isCancelled = false;
    expect(await listing.files[0]?.read()).toEqual(Buffer.from('x'));
  });

  it('that changes between two passes tells so', async () => {
    const listing = await open([{ name: 'a.yml', body: 'x' }]);
    fs.writeFileSync(path.join(folder, 'x.tar.gz'), tarGz([{ name: 'b.yml', body: 'other' }]));
    expect(await listing.files[0]?.read()).toMatchObject({ code: 'bad-entry' });
  });
});

describe('a tar.gz that is not sound is one problem', () => {
  const parts = [
    { name: 'a.yml', body: 'x'.repeat(2000) },
    { name: 'b.yml', body: 'y'.repeat(3000) },
  ];
  const refused = async (bytes: Uint8Array, why: RegExp) => {
    const listing = await openBytes(bytes);
    expect(listing.files).toEqual([]);
    expect(listing.problems).toMatchObject([{ file: 'x.tar.gz', code: 'bad-archive' }]);
    expect(listing.problems[0]?.message).toMatch(why);
  };

  it('when it is cut short anywhere', async () => {
    const bytes = tarGz(parts);
    for (let length = 4; length < bytes.length; length += 7)
      await refused(bytes.subarray(0, length), /unexpected end of file/);
  });

  it('when a byte has changed', async () => {
    const bytes = tarGz(parts, 0);
    bytes[bytes.indexOf('xxxx')] = 0x7a;
    await refused(bytes, /incorrect data check/);
  });

  it.each([
    ['a header that does not add up', tar([{ name: 'a', isDamaged: true }]), /a header is damaged/],
    ['no tar in it', Buffer.from('{"type":"bundle"}'.repeat(100)), /a header is damaged/],
    ['the beginning of a header', tar([{ name: 'a' }]).subarray(0, 100), /in the middle/],
    ['a size beyond its end', tar([{ name: 'a', body: 'x', size: 9_999_999 }]), /in the middle/],
    ['a size beyond all measure', tar([{ name: 'a', size: 2 ** 47, isBinary: true }]), /in the middle/],
    ['an extended header without form', tar([{ name: 'p', type: 'x', body: '99 a=b\n' }]), /extended header/],
    ['an extended header of zero', tar([{ name: 'p', type: 'x', body: '0 a=b\n' }]), /extended header/],
    ['a huge extended header', tar([{ name: 'p', type: 'x', body: ' '.repeat(70_000) }]), /too large/],
    ['a negative size', tar([pax({ size: '-1' }), { name: 'a' }]), /extended header/],
    ['an old sparse file', tar([{ name: 'a', type: 'S' }]), /parts of files/],
  ])('when it has %s', async (_what, bytes, why) => {
    await refused(gzipSync(bytes), why);
  });

  it('when it unpacks to far more than it has', async () => {
    await refused(tarGz([{ name: 'bomb.yml', body: Buffer.alloc(66 * 1024 * 1024) }], 1), /too much/);
    // Behind the end of the tar, too.
    await refused(gzipSync(Buffer.concat([tar(parts), Buffer.alloc(66 * 1024 * 1024)])), /too much/);
  });

  it('whatever has become of it', async () => {
    const whole = tar([
      pax({ path: 'a/b.yml', size: '4' }),
      { name: 'x', body: 'abcd' },
      gnuLongName('c'),
      ...parts,
    ]);
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(damage, async (bytes) => {
        const damaged = Buffer.from(whole);
        for (const [at, byte] of bytes) damaged[at] = byte;
        const listing = await openBytes(gzipSync(damaged, { level: 1 }));
        for (const file of listing.files) await file.read();
        listing.close();
        opened.splice(0);
      }),
      { numRuns: 150 },
    );
  });
});

it('is told from what is neither zip nor tar.gz', async () => {
  const listing = await openBytes(Buffer.from('<html>Not found</html>'));
  expect(listing.problems).toMatchObject([
    { code: 'bad-archive', message: expect.stringContaining('neither') as string },
  ]);
});
