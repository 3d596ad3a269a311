import fs from 'node:fs';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scan, type Scan } from '../../../src/core/content/scan.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { FAKE_READERS } from '../../support/fake-readers.ts';
import { tarGz, pax } from '../../support/tar.ts';
import { makeTempFolder, removeFolder } from '../../support/temp-folder.ts';

const COMMIT = '8eaafff1a3c6d5c1a3c6d5c1a3c6d5c1a3c6d5c1';
const BUNDLE = '{"type": "bundle", "objects": []}';
const MiB = 1024 * 1024;

let folder: string;
let result: Scan | undefined;

beforeEach(() => {
  folder = makeTempFolder('scan');
});
afterEach(() => {
  result?.close();
  removeFolder(folder);
});

function write(files: Record<string, string | Uint8Array>): void {
  for (const [name, bytes] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), bytes);
  }
}

function zip(files: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

/** What was found, by paths below the folder. */
async function found(name = '', checkCancelled = () => {}) {
  const items = [{ path: path.join(folder, name) }];
  const isAttack = (head: string) => head.includes('"type": "bundle"');
  result = await scan(items, () => {}, checkCancelled, FAKE_READERS, { hunting: false }, isAttack);
  const below = (file: string) => path.relative(folder, file);
  return {
    documents: result.files.map(({ file }) => below(file)),
    snapshots: result.snapshots.map(({ sourceId, root, commit, files }) => [
      sourceId,
      below(root),
      commit,
      files.map((file) => file.path).join(' '),
    ]),
    attack: result.attack.map(({ root, files }) => [below(root), files.map((file) => file.path).join(' ')]),
    problems: result.problems.map(({ file, code }) => `${below(file)} ${code}`),
  };
}

async function readAll(): Promise<string[]> {
  const files = [...(result?.snapshots ?? []), ...(result?.attack ?? [])].flatMap((one) => one.files);
  const read = await Promise.all([...files, ...(result?.files ?? [])].map((file) => file.read()));
  return read.map((one) => (one instanceof Uint8Array ? Buffer.from(one).toString() : one.code));
}

describe('a scan', () => {
  it('tells what is what in a folder that holds some of everything', async () => {
    const tar = [
      pax({ comment: COMMIT }, 'g'),
      { name: 'atomic-red-team/atomics/x.yaml', body: 'atomic' },
      { name: 'atomic-red-team/README.md', body: '# A readme' },
    ];
    write({
      'documents/T1003.md': 'document',
      'documents/notes.md': 'notes',
      'sigma/.git/HEAD': COMMIT,
      'sigma/README.md': '# A readme',
      'sigma/rules/a.yml': 'sigma',
      'stix/enterprise-attack/enterprise-attack.json': BUNDLE,
      'stix/package.json': '{}',
      'elastic.zip': zip({
        'detection-rules-main/rules/x.toml': 'elastic',
        'detection-rules-main/README.md': '',
      }),
      'atomic.tar.gz': tarGz(tar),
      'pages.zip': zip({ 'T1046.md': 'page', 'README.md': '# A readme' }),
      'photos.zip': zip({ 'a.jpg': '' }),
    });
    expect(await found()).toEqual({
      documents: ['documents/T1003.md', 'documents/notes.md', 'pages.zip/T1046.md'],
      snapshots: [
        ['sigma', 'sigma', COMMIT, 'rules/a.yml'],
        ['atomic', 'atomic.tar.gz/atomic-red-team', COMMIT, 'atomics/x.yaml'],
        ['elastic', 'elastic.zip/detection-rules-main', null, 'rules/x.toml'],
      ],
      attack: [['', 'stix/enterprise-attack/enterprise-attack.json']],
      problems: [],
    });
    expect(result?.roots).toEqual([folder]);
    expect(await readAll()).toEqual(['sigma', 'atomic', 'elastic', BUNDLE, 'document', 'notes', 'page']);
  });

  it('without readers looks for documents alone, as ever', async () => {
    write({
      'T1003.md': '1',
      'rules/a.yml': '',
      'rules/b.md': '2',
      'x.zip': zip({ 'T1046.md': '3' }),
      'a.json': BUNDLE,
    });
    result = await scan(
      [{ path: folder }],
      () => {},
      () => {},
    );
    expect(result).toMatchObject({ snapshots: [], attack: [], problems: [], roots: [folder] });
    expect(result.files.map(({ file }) => path.relative(folder, file))).toEqual(['T1003.md', 'rules/b.md']);
  });

  it('knows an archive by itself, whichever it is', async () => {
    write({
      'a.zip': zip({ 'top/rules/a.yml': 'x', 'top/b.json': BUNDLE, 'T1003.md': '' }),
      'b.tgz': tarGz([{ name: 'a.json', body: BUNDLE }, { name: 'b.md' }]),
    });
    expect(await found('a.zip')).toEqual({
      documents: ['a.zip/T1003.md'],
      snapshots: [['sigma', 'a.zip/top', null, 'rules/a.yml']],
      attack: [['a.zip', 'top/b.json']],
      problems: [],
    });
    result?.close();
    expect(await found('b.tgz')).toEqual({
      documents: ['b.tgz/b.md'],
      snapshots: [],
      attack: [['b.tgz', 'a.json']],
      problems: [],
    });
    expect(await readAll()).toEqual([BUNDLE, '']);
  });

  it('knows a file by itself, and takes it for a document otherwise', async () => {
    write({ 'd3fend.csv': 'x', 'bundle.json': BUNDLE, 'other.json': '{}', 'T1003.md': '' });
    expect((await found('d3fend.csv')).snapshots).toEqual([['d3fend', 'd3fend.csv', null, 'd3fend.csv']]);
    expect((await found('bundle.json')).attack).toEqual([['bundle.json', 'bundle.json']]);
    expect((await found('other.json')).documents).toEqual(['other.json']);
    expect((await found('T1003.md')).documents).toEqual(['T1003.md']);
  });

  it('reads no rule over 2 MiB, and an export up to 64', async () => {
    write({
      'sigma/rules/a.yml': Buffer.alloc(2 * MiB),
      'sigma/rules/b.yml': Buffer.alloc(2 * MiB + 1),
      'd3fend/d3fend.csv': Buffer.alloc(3 * MiB),
    });
    await found();
    const read = await Promise.all(
      (result?.snapshots ?? []).flatMap(({ files }) => files.map((file) => file.read())),
    );
    expect(read.map((one) => (one instanceof Uint8Array ? one.length : one.code))).toEqual([
      3 * MiB,
      2 * MiB,
      'file-too-large',
    ]);
    fs.truncateSync(path.join(folder, 'd3fend/d3fend.csv'), 64 * MiB + 1);
    expect(await result?.snapshots[0]?.files[0]?.read()).toMatchObject({
      file: path.join(folder, 'd3fend/d3fend.csv'),
      code: 'file-too-large',
      message: 'Has 64.0 MiB; a file of d3fend has at most 64. Not read.',
    });
  });

  it('tells of a bundle over 64 MiB', async () => {
    write({ 'a.json': BUNDLE });
    fs.truncateSync(path.join(folder, 'a.json'), 64 * MiB + 1);
    expect((await found()).attack).toHaveLength(1);
    expect(await readAll()).toEqual(['file-too-large']);
  });

  it.each([
    ['by itself', ['a.json'], true],
    ['in a folder with a document', ['mixed'], false],
    ['beside a document', ['a.json', 'mixed/T1003.md'], false],
  ])('tells whether ATT&CK was chosen alone: %s', async (_what, names, isAlone) => {
    write({ 'a.json': BUNDLE, 'mixed/b.json': BUNDLE, 'mixed/T1003.md': 'document' });
    const items = names.map((name) => ({ path: path.join(folder, name) }));
    result = await scan(
      items,
      () => {},
      () => {},
      FAKE_READERS,
      { hunting: false },
      (head) => head.includes('"type": "bundle"'),
    );
    expect(result.attack.map((one) => one.isAlone)).toEqual([isAlone]);
  });

  it('looks at the beginning of a file alone', async () => {
    write({ 'a.json': `${' '.repeat(64 * 1024)}${BUNDLE}`, 'T1003.md': '' });
    expect((await found()).attack).toEqual([]);
  });

  it('follows no links and leaves the folders of tools', async () => {
    write({
      'sigma/rules/a.yml': 'x',
      'node_modules/x/README.md': '',
      'sigma/.git/rules/b.yml': '',
      '.git/T1003.md': '',
    });
    fs.symlinkSync('/etc/passwd', path.join(folder, 'sigma/rules/link.yml'));
    fs.symlinkSync(path.join(folder, 'sigma'), path.join(folder, 'loop'));
    fs.symlinkSync('/etc/passwd', path.join(folder, 'T1046.md'));
    fs.symlinkSync('/etc/passwd', path.join(folder, 'bundle.json'));
    fs.symlinkSync('/etc/passwd', path.join(folder, 'x.zip'));
    expect(await found()).toEqual({
      documents: [],
      snapshots: [['sigma', 'sigma', null, 'rules/a.yml rules/link.yml']],
      attack: [],
      problems: ['T1046.md not-a-file'],
    });
    expect(await readAll()).toEqual(['x', 'not-a-file']);
  });

  it('goes on when an archive in a folder is not sound', async () => {
    write({ 'a.zip': '<html>', 'b.tar.gz': tarGz([{ name: 'x' }]).subarray(0, 30), 'T1003.md': '' });
    expect(await found()).toMatchObject({
      documents: ['T1003.md'],
      problems: ['a.zip bad-archive', 'b.tar.gz bad-archive'],
    });
  });

  it('takes a file for an archive that is named as one', async () => {
    write({ 'a.zip': Buffer.from([0x8a, 0x00, 0xff, 0x0a, 0x00]), 'b.tgz': '' });
    for (const name of ['a.zip', 'b.tgz']) {
      expect(await found(name)).toMatchObject({ documents: [], problems: [`${name} bad-archive`] });
      expect(result?.problems[0]?.message).toBe(
        'Is named as an archive, and is neither a zip nor a tar.gz. Not read; copy it again from where it was made.',
      );
      result?.close();
    }
  });

  it('says when there is nothing for it', async () => {
    write({ 'x/a.txt': '', 'y.zip': zip({ 'b.txt': '' }) });
    expect((await found()).problems).toEqual([' nothing-found']);
    expect((await found('y.zip')).problems).toEqual(['y.zip nothing-found']);
    expect(result?.problems[0]?.message).toContain('no snapshot');
  });

  it('is given up when the import is cancelled', async () => {
    write({ 'sigma/rules/a.yml': 'x', 'a.tar.gz': tarGz([{ name: 'x' }]), 'b.json': BUNDLE });
    for (let after = 0; after < 6; after++) {
      let asked = 0;
      const check = () => {
        if (asked++ === after) throw new AppError('import-cancelled', 'cancelled');
      };
      await expect(found('', check)).rejects.toMatchObject({ code: 'import-cancelled' });
    }
  });
});
