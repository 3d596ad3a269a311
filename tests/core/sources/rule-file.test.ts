import { describe, expect, test } from 'vitest';
import { resourceKey } from '../../../src/core/documents/resource-key.ts';
import { elastic } from '../../../src/core/sources/elastic.ts';
import { fileUrl, pathKey } from '../../../src/core/sources/repository-place.ts';
import { authorsOf } from '../../../src/core/sources/rule-file.ts';
import { MAX_RULE_CHARACTERS } from '../../../src/core/sources/rule-tables.ts';
import { sentinel } from '../../../src/core/sources/sentinel.ts';
import { sigma } from '../../../src/core/sources/sigma.ts';
import type { SourceReader } from '../../../src/core/sources/source.ts';
import { splunk } from '../../../src/core/sources/splunk.ts';
import { readOne } from './rule-snapshot.ts';

const READERS = [sigma, elastic, splunk, sentinel];
/** A smallest rule of each source, with a field to put where its id stands. */
const SMALLEST: [SourceReader, string, (id: string, title: string) => string][] = [
  [
    sigma,
    'rules/x.yml',
    (id, title) => `${id && `id: ${id}\n`}${title && `title: ${title}\n`}detection: {}\n`,
  ],
  [
    elastic,
    'rules/x.toml',
    (id, title) => `[rule]\ntype = "query"\n${id && `rule_id = "${id}"\n`}${title && `name = "${title}"\n`}`,
  ],
  [
    splunk,
    'detections/x.yml',
    (id, title) => `${id && `id: ${id}\n`}${title && `name: ${title}\n`}search: s\n`,
  ],
  [
    sentinel,
    'Detections/x.yaml',
    (id, title) => `${id && `id: ${id}\n`}${title && `name: ${title}\n`}query: q\n`,
  ],
];

describe.each(SMALLEST)('a rule of $id', (reader, path, text) => {
  test('without id is known by its path, as technique documents know it', () => {
    const { resource, problems } = readOne(reader, path, text('', 'T'));
    const url = resource?.url ?? '';
    expect(resource?.key).toBe(`${reader.id}:${path}`);
    expect(resource?.key).toBe(resourceKey(reader.id, 'rule', 'T1046', { title: 'T', url }));
    expect(problems).toEqual([
      {
        path,
        line: null,
        code: 'no-id',
        message:
          'Has no id. Known by its path instead: what is said of it holds as long as the file stays where it is.',
      },
    ]);
  });

  test.each(['a b', 'x/y', 'a:b', 'ä', 'a'.repeat(101)])('with the id %j is known by its path too', (id) => {
    const { resource, problems } = readOne(reader, path, text(id, 'T'));
    expect(resource?.key).toBe(`${reader.id}:${path}`);
    expect(problems).toMatchObject([{ code: 'no-id', message: expect.stringContaining('"') as string }]);
  });

  test('without title is named after its file', () => {
    const { resource, problems } = readOne(reader, path, text('a-1', ''));
    expect(resource?.title).toBe(path.split('/').at(-1));
    expect(problems).toMatchObject([{ path, line: null, code: 'no-title' }]);
  });

  test('in a file too large is not read', () => {
    const filler = `# ${'x'.repeat(MAX_RULE_CHARACTERS)}\n`;
    const { resources, problems } = readOne(reader, path, text('a-1', 'T') + filler);
    expect(resources).toEqual([]);
    expect(problems).toMatchObject([{ path, code: 'file-too-large' }]);
    expect(problems[0]?.message).toMatch(/^Has 1,048,\d{3} characters; a rule has at most 1,048,576\. /);
  });

  test('at a path too long is not read', () => {
    const long = path.replace('x', `${'folder/'.repeat(80)}x`);
    expect(readOne(reader, long, text('a-1', 'T')).codes).toEqual(['path-too-long']);
  });

  test('in a broken file is not read, the others are', () => {
    const broken = path.replace('x', 'broken');
    const files = [
      { path: broken, text: 'a = [\n\n"x: \n' },
      { path, text: text('a-1', 'T') },
    ];
    const { resources, problems } = reader.read(files, { hunting: false });
    expect(resources.map(({ key }) => key)).toEqual([`${reader.id}:a-1`]);
    expect(problems).toMatchObject([{ path: broken, code: 'unreadable' }]);
    expect(problems[0]?.line).toBeGreaterThan(0);
    expect(problems[0]?.message).toMatch(/^Is no valid (?:YAML|TOML): .+\. Nothing of this file is read\.$/);
  });

  test('twice the same file is one', () => {
    const file = { path, text: text('a-1', 'T') };
    const { resources, problems } = reader.read([file, file], { hunting: false });
    expect(resources).toHaveLength(1);
    expect(problems).toMatchObject([{ path, code: 'duplicate-id' }]);
  });

  test('nothing is nothing', () => {
    expect(reader.read([], { hunting: true })).toEqual({ resources: [], problems: [] });
    expect(reader.recognizes([])).toBe(false);
  });
});

describe('a snapshot is told by its paths alone', () => {
  test.each([
    [['rules/windows/builtin/x.yml'], 'sigma'],
    [['rules-emerging-threats/2023/x.yml'], 'sigma'],
    [['unsupported/windows/x.yml', 'LICENSE'], 'sigma'],
    [['deprecated/windows/x.yml'], 'sigma'],
    [['rules/windows/x.toml'], 'elastic'],
    [['rules_building_block/x.toml', 'rules/linux/x.yml'], 'elastic'],
    [['rules/linux/x.yml', 'rules/linux/x.toml'], 'elastic'],
    [['hunting/linux/queries/x.toml'], 'elastic'],
    [['detections/endpoint/x.yml'], 'splunk'],
    [['deprecated/yaml-spec/macros_spec.yml', 'detections/web/x.yml'], 'splunk'],
    [['removed/detections/x.yml'], 'splunk'],
    [['Detections/SecurityEvent/x.yaml'], 'sentinel'],
    [['Solutions/Acme/Analytic Rules/x.yaml'], 'sentinel'],
    [['Hunting Queries/SecurityEvent/x.yaml'], 'sentinel'],
    [['analytics/CAR-2013-07-001.yaml', 'atomics/T1003/T1003.yaml', 'docs/index.yaml', 'T1046.md'], null],
    [['rules/readme.md', 'detections/x.txt', 'Solutions/Acme/Data/x.json'], null],
  ])('%j: %s', (paths, id) => {
    expect(READERS.filter((reader) => reader.recognizes(paths)).map((reader) => reader.id)).toEqual(
      id === null ? [] : [id],
    );
  });
});

describe('addresses', () => {
  test.each([
    ['rules/a b.yml', 'rules/a%20b.yml'],
    ['rules/(ASIMVersion).yml', 'rules/(ASIMVersion).yml'],
    ['rules/a&b+c.yml', 'rules/a&b+c.yml'],
    ['rules/ä.yml', 'rules/ä.yml'],
    ['rules/100%.yml', 'rules/100%25.yml'],
    ['rules/%41.yml', 'rules/%2541.yml'],
    ['rules/a#L1.yml', 'rules/a%23L1.yml'],
    ['rules/a?b.yml', 'rules/a%3Fb.yml'],
    ['rules/a\nb.yml', 'rules/a%0Ab.yml'],
  ])('of %j lead to it, and its key is that of its address', (path, escaped) => {
    const url = fileUrl('sigma', 'master', path);
    expect(url).toBe(`https://github.com/SigmaHQ/sigma/blob/master/${escaped}`);
    expect(pathKey('sigma', path)).toBe(resourceKey('sigma', 'rule', 'T1046', { title: '', url }));
  });
});

describe('one id in two files', () => {
  const rule = (title: string, lines = '') => `id: a-1\ntitle: ${title}\n${lines}detection: {}\n`;
  const kept = (files: [string, string][]) => {
    const { resources, problems } = sigma.read(
      files.map(([path, text]) => ({ path, text })),
      { hunting: false },
    );
    return [resources.map(({ key, path }) => `${key} ${path}`), problems.map(({ path }) => path)];
  };

  test('what is deprecated gives way, whatever its title', () => {
    const files: [string, string][] = [
      ['deprecated/a.yml', rule('Old')],
      ['rules/b.yml', rule('New')],
    ];
    expect(kept(files)).toEqual([['sigma:a-1 rules/b.yml'], ['deprecated/a.yml']]);
  });

  test('of two alike the first path stays', () => {
    const files: [string, string][] = [
      ['rules/b.yml', rule('One  title')],
      ['rules/a.yml', rule('one title')],
    ];
    expect(kept(files)).toEqual([['sigma:a-1 rules/a.yml'], ['rules/b.yml']]);
  });

  test('another rule is kept, known by its path', () => {
    const files: [string, string][] = [
      ['rules/a.yml', rule('One')],
      ['rules/b.yml', rule('Other')],
      ['rules/c.yml', rule('Third')],
    ];
    expect(kept(files)).toEqual([
      ['sigma:a-1 rules/a.yml', 'sigma:rules/b.yml rules/b.yml', 'sigma:rules/c.yml rules/c.yml'],
      ['rules/b.yml', 'rules/c.yml'],
    ]);
  });

  test('no two resources ever have one key', () => {
    const files: [string, string][] = [
      ['rules/a.yml', rule('One')],
      ['rules/b.yml', rule('Other')],
      ['rules/b.yml', 'title: Without id\ndetection: {}\n'],
    ];
    expect(kept(files)[0]).toEqual(['sigma:a-1 rules/a.yml', 'sigma:rules/b.yml rules/b.yml']);
  });
});

test.each([
  ['Ann', ['Ann']],
  ['Ann, Bob,Cy ', ['Ann', 'Bob', 'Cy']],
  ['Ann (a, b), Bob (c; d)', ['Ann (a, b)', 'Bob (c; d)']],
  ['Ann - rule; Bob (idea)', ['Ann - rule', 'Bob (idea)']],
  ['Ann / @ann & Bob', ['Ann / @ann & Bob']],
  ['Okta, Inc, Ann, Acme, LLC', ['Okta, Inc', 'Ann', 'Acme, LLC']],
  ['Ann (never closed, Bob', ['Ann (never closed, Bob']],
  ['Ann), Bob', ['Ann)', 'Bob']],
  ['Inc', ['Inc']],
  [' , ;', []],
  ['Ann, Ann', ['Ann']],
  [
    ['Ann, Bob', 'Cy'],
    ['Ann', 'Bob', 'Cy'],
  ],
  [{ name: 'Ann' }, []],
])('the authors of %j are %j', (author, authors) => {
  expect(authorsOf({ author }, 'author')).toEqual(authors);
});

test('a title over several lines becomes one line', () => {
  const { resource } = readOne(sigma, 'rules/x.yml', 'id: a-1\ntitle: |\n  One \n\n   two\ndetection: {}\n');
  expect(resource?.title).toBe('One two');
});
