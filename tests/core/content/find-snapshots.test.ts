import { expect, it } from 'vitest';
import { findSnapshots } from '../../../src/core/content/find-snapshots.ts';
import type { Listing } from '../../../src/core/content/listing.ts';
import { FAKE_READERS } from '../../support/fake-readers.ts';

function listing(paths: readonly string[]): Listing {
  return {
    files: paths.map((path) => ({
      path,
      file: `root/${path}`,
      size: 1,
      modified: null,
      stamp: () => null,
      problem: null,
      isWanted: false,
      read: () => Promise.resolve(new Uint8Array(1)),
    })),
    problems: [],
    show: (path) => `root/${path}`.replace(/\/$/, ''),
    revision: (folder) => ({ commit: folder.startsWith('stories') ? null : folder, date: null }),
    readHeads: () => Promise.resolve(),
    close: () => undefined,
  };
}

function find(...paths: string[]) {
  const { snapshots, rest, problems } = findSnapshots(listing(paths), FAKE_READERS, { hunting: false });
  return {
    snapshots: snapshots.map(({ sourceId, root, files }) => [
      sourceId,
      root,
      ...files.map(({ path }) => path),
    ]),
    rest: rest.map(({ path }) => path),
    problems: problems.map(({ file, code }) => `${file} ${code}`),
  };
}

it('takes a repository whole: what is not read of it is no document', () => {
  expect(find('README.md', 'rules/a.yml', 'rules/b/c.yml', 'rules/T1003.md', 'docs/x.md')).toEqual({
    snapshots: [['sigma', 'root', 'rules/a.yml', 'rules/b/c.yml']],
    rest: [],
    problems: [],
  });
});

it('looks three folders deep, and one top folder deeper', () => {
  expect(find('a/b/c/rules/x.yml', 'T1003.md').snapshots).toEqual([['sigma', 'root/a/b/c', 'rules/x.yml']]);
  expect(find('a/b/c/d/rules/x.yml', 'T1003.md')).toMatchObject({
    snapshots: [],
    rest: ['T1003.md', 'a/b/c/d/rules/x.yml'],
  });
  expect(find('a/b/c/d/rules/x.yml').snapshots).toEqual([['sigma', 'root/a/b/c/d', 'rules/x.yml']]);
});

it('finds several in one folder, and takes the upper of two', () => {
  expect(find('T1003.md', 'atomic/atomics/x.yaml', 'sigma/copy/rules/y.yml', 'sigma/rules/x.yml')).toEqual({
    snapshots: [
      ['atomic', 'root/atomic', 'atomics/x.yaml'],
      ['sigma', 'root/sigma', 'rules/x.yml'],
    ],
    rest: ['T1003.md'],
    problems: [],
  });
});

it('names the folder of each for its commit', () => {
  const { snapshots } = findSnapshots(listing(['a/rules/x.yml', 'b/c/atomics/x.yaml']), FAKE_READERS, {
    hunting: false,
  });
  expect(snapshots.map(({ commit }) => commit)).toEqual(['a/', 'b/c/']);
});

it('takes a folder that looks like two sources for that with more files, and says so', () => {
  expect(find('atomics/x.yaml', 'rules/a.yml', 'rules/b.yml')).toEqual({
    snapshots: [['sigma', 'root', 'rules/a.yml', 'rules/b.yml']],
    rest: [],
    problems: ['root several-sources'],
  });
});

it('leaves what a person put beside a source’s own folders', () => {
  const stray = [
    'T1003.001.md',
    'attack.json',
    'car.zip',
    'documents/T1046.md',
    'stix/enterprise-attack-18.1.json',
  ];
  const own = [
    'README.md',
    'atomics/T1003/T1003.md',
    'atomics/T1003/x.yaml',
    'bin/x.json',
    'bin/y.zip',
    'a/b/ics-attack.json',
  ];
  const found = find(...own, ...stray, 'clone/rules/a.yml', 'stories/rules/a.yml');
  expect(found.snapshots).toEqual([
    ['atomic', 'root', 'atomics/T1003/x.yaml'],
    ['sigma', 'root/clone', 'rules/a.yml'],
  ]);
  expect([...found.rest].sort()).toEqual(stray);
});

it('takes loose files alone, and a folder of the source’s own name rather than all beside it', () => {
  const beside = ['README.md', 'sigma/README.md', 'sigma/rules/x.yml'];
  const sigma = ['sigma', 'root/sigma', 'rules/x.yml'];
  expect(find('d3fend.csv', ...beside)).toEqual({
    snapshots: [['d3fend', 'root', 'd3fend.csv'], sigma],
    rest: ['README.md'],
    problems: [],
  });
  expect(find('d3fend/d3fend.csv', 'd3fend/LICENSE.md', ...beside)).toEqual({
    snapshots: [['d3fend', 'root/d3fend', 'd3fend.csv'], sigma],
    rest: ['README.md', 'd3fend/LICENSE.md'],
    problems: [],
  });
  expect(find('d3fend.csv', 'rules/x.yml').snapshots).toEqual([
    ['d3fend', 'root', 'd3fend.csv'],
    ['sigma', 'root', 'rules/x.yml'],
  ]);
});

it('says when a source is there but nothing of it is read, and makes no empty snapshot', () => {
  const reader = FAKE_READERS.map((one) => ({ ...one, selects: () => false }));
  const { snapshots, problems } = findSnapshots(listing(['rules/a.yml']), reader, { hunting: false });
  expect(snapshots).toEqual([]);
  expect(problems).toMatchObject([{ file: 'root', code: 'nothing-selected' }]);
});

it('does not know a repository by what cannot be read, but tells of it in one', async () => {
  const link = { file: 'root/rules/a.yml', line: null, code: 'not-a-file', message: 'Is a link.' };
  const only = listing(['rules/a.yml']);
  const both = listing(['rules/a.yml', 'rules/b.yml']);
  for (const { files } of [only, both]) if (files[0]) files[0].problem = link;
  expect(findSnapshots(only, FAKE_READERS, { hunting: false }).snapshots).toEqual([]);
  const [snapshot] = findSnapshots(both, FAKE_READERS, { hunting: false }).snapshots;
  expect(await snapshot?.files[0]?.read()).toEqual(link);
});

it('sorts out hundreds of thousands of files', () => {
  const paths = Array.from({ length: 150_000 }, (_, i) => `a/folder ${i % 1000}/file ${i}.bin`);
  expect(find(...paths.slice(0, 100), 'x').rest).toHaveLength(101);
  const { rest } = findSnapshots(listing(paths), FAKE_READERS, { hunting: false });
  expect(rest).toHaveLength(paths.length);
});
