import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/core/content/archive.ts';
import { want, type Listing } from '../../../src/core/content/listing.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { makeTempFolder, removeFolder } from '../../support/temp-folder.ts';

const COMMIT = '8EAAFFF1a3c6d5c1a3c6d5c1a3c6d5c1a3c6d5c1';
const LIMIT = { bytes: 64 * 1024 * 1024, what: 'a file' };

let folder: string;
const opened: Listing[] = [];

beforeEach(() => {
  folder = makeTempFolder('zip');
});
afterEach(() => {
  opened.splice(0).forEach((listing) => listing.close());
  removeFolder(folder);
});

async function openBytes(bytes: Uint8Array, checkCancelled = () => {}): Promise<Listing> {
  const file = path.join(folder, 'x.zip');
  fs.writeFileSync(file, bytes);
  const listing = await openArchive(file, 'x.zip', () => {}, checkCancelled);
  opened.push(listing);
  return listing;
}

/** With a comment, as GitHub writes the commit. */
function commented(bytes: Uint8Array, comment: string): Buffer {
  const zip = Buffer.from(bytes);
  zip.writeUInt16LE(comment.length, zip.length - 2);
  return Buffer.concat([zip, Buffer.from(comment)]);
}

async function read(listing: Listing, name: string): Promise<unknown> {
  const file = listing.files.find((one) => one.path === name);
  const bytes = file && (await want(file, LIMIT).read());
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString() : bytes;
}

describe('a zip', () => {
  it('as GitHub makes it is listed with its commit and its day', async () => {
    const zip: Zippable = {
      'sigma-master/rules/b.yml': [strToU8('title: b'), { mtime: '2026-08-05T12:00:00' }],
      'sigma-master/rules/a.yml': [strToU8('title: a'), { level: 0, mtime: '2026-08-01T12:00:00' }],
    };
    const listing = await openBytes(commented(zipSync(zip), COMMIT));
    expect(listing.files.map(({ path: name, size }) => [name, size])).toEqual([
      ['sigma-master/rules/a.yml', 8],
      ['sigma-master/rules/b.yml', 8],
    ]);
    expect(listing.revision('sigma-master/')).toEqual({ commit: COMMIT.toLowerCase(), date: '2026-08-05' });
    expect(listing.show('sigma-master')).toBe('x.zip/sigma-master');
    expect(await read(listing, 'sigma-master/rules/a.yml')).toBe('title: a');
    expect(await read(listing, 'sigma-master/rules/b.yml')).toBe('title: b');
  });

  it('with any other comment has no commit, and no day from before git', async () => {
    const zip = zipSync({ x: [new Uint8Array(1), { mtime: '1980-01-01T12:00:00' }] });
    const listing = await openBytes(commented(zip, 'made by hand'));
    expect(listing.revision('')).toEqual({ commit: null, date: null });
  });

  it('may have names that differ in case, but no technique document twice so', async () => {
    const listing = await openBytes(
      zipSync({ 'A.yml': strToU8('1'), 'a.yml': strToU8('2'), 'T1.md': strToU8('3'), 't1.MD': strToU8('4') }),
    );
    expect(await read(listing, 'A.yml')).toBe('1');
    expect(await read(listing, 'a.yml')).toBe('2');
    expect(await read(listing, 'T1.md')).toBe('3');
    expect(await read(listing, 't1.MD')).toMatchObject({ code: 'bad-entry' });
  });

  it('has longer paths in a repository than of a technique document', async () => {
    const [long, longer] = ['d'.repeat(400), 'e'.repeat(1100)];
    const listing = await openBytes(
      zipSync({
        [`${long}.yml`]: strToU8('1'),
        [`${longer}.yml`]: strToU8('2'),
        [`${long}.md`]: strToU8('3'),
      }),
    );
    expect(await read(listing, `${long}.yml`)).toBe('1');
    expect(await read(listing, `${longer}.yml`)).toMatchObject({ code: 'bad-entry' });
    expect(await read(listing, `${long}.md`)).toMatchObject({ code: 'bad-entry' });
  });

  it('follows no links', async () => {
    const listing = await openBytes(
      zipSync({ 'link.yml': [strToU8('/etc/passwd'), { os: 3, attrs: (0o120777 << 16) >>> 0 }] }),
    );
    expect(await read(listing, 'link.yml')).toMatchObject({
      code: 'bad-entry',
      message: expect.stringContaining('link') as string,
    });
  });

  it.each([1, 100, 5000])('that says %d bytes where there are 3000 gives none of them', async (said) => {
    const bytes = Buffer.from(zipSync({ 'a.yml': strToU8('abc'.repeat(1000)) }));
    bytes.writeUInt32LE(said, bytes.indexOf('PK\x01\x02') + 24);
    const listing = await openBytes(bytes);
    expect(await read(listing, 'a.yml')).toMatchObject({ code: 'bad-entry' });
  });

  it('gives the first bytes of packed and stored files', async () => {
    const listing = await openBytes(
      zipSync({
        'a.json': strToU8('abc'.repeat(50_000)),
        'b.json': [strToU8('xyz'), { level: 0 }],
        'c.json': new Uint8Array(),
      }),
    );
    const heads: Record<string, string> = {};
    await listing.readHeads(listing.files, 5, (file, head) => {
      heads[file.path] = Buffer.from(head).toString();
    });
    expect(heads).toEqual({ 'a.json': 'abcab', 'b.json': 'xyz', 'c.json': '' });
  });

  it('is given up when the import is cancelled', async () => {
    const cancelled = openBytes(zipSync({ 'a.yml': strToU8('x') }), () => {
      throw new AppError('import-cancelled', 'cancelled');
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'import-cancelled' });
  });

  it('never breaks the import, whatever has become of it', async () => {
    const whole = zipSync({ 'a/b.yml': strToU8('abc'.repeat(99)), 'c.md': [strToU8('x'), { level: 0 }] });
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(damage, async (bytes) => {
        const damaged = Uint8Array.from(whole);
        for (const [at, byte] of bytes) damaged[at] = byte;
        const listing = await openBytes(damaged);
        for (const file of listing.files) await file.read();
        await listing.readHeads(listing.files, 10, () => {});
        opened.splice(0).forEach((one) => one.close());
      }),
      { numRuns: 300 },
    );
  });
});
