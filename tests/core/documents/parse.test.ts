import { describe, expect, test } from 'vitest';
import { MAX_DOCUMENT_LINES, parseDocument } from '../../../src/core/documents/parse.ts';
import { MAX_DOCUMENT_PROBLEMS } from '../../../src/core/documents/problems.ts';
import { writeDocument } from '../../../src/core/documents/write.ts';
import {
  lineNumber,
  listPage,
  pageWith,
  parsePage,
  readFixture,
  sigmaHead,
  sourceOf,
  told,
} from './pages.ts';

const YARD = 'https://github.com/SigmaHQ/sigma/blob/master/rules/yard';

describe('everything on the page', () => {
  const { document } = parsePage(readFixture(), 'pages/T9001.md');

  test('the head', () => {
    expect(document).toMatchObject({
      id: 'T9001',
      name: 'Borrowed Ladders',
      url: 'https://attack.mitre.org/techniques/T9001',
      tactics: ['Discovery', 'Impact'],
    });
    expect(document.description.startsWith('Adversaries may borrow a ladder.')).toBe(true);
    expect(document.description.endsWith('<code>ladder.exe</code>.')).toBe(true);
  });

  test('the sections and their sources', () => {
    const sources = document.sections.map(({ kind, sources }) => [kind, sources.map(({ id }) => id)]);
    expect(sources).toEqual([
      ['control', ['d3fend']],
      ['rule', ['elastic', 'sentinel']],
      ['test', ['atomic', 'car']],
    ]);
    expect(sourceOf(document, 'sentinel')).toMatchObject({
      title: 'Microsoft Sentinel and Microsoft 365 Defender repository',
      url: 'https://github.com/Azure/Azure-Sentinel',
      lastAccessed: '2022-08-09',
      total: 450,
      declared: 2,
      statesNone: false,
    });
  });

  test('folders with their links, and round brackets and blanks in links and titles', () => {
    const [asim, windows] = sourceOf(document, 'sentinel').items;
    const folder = 'https://github.com/Azure/Azure-Sentinel/tree/master/Detections/Yard/';
    expect(asim).toMatchObject({
      key: 'sentinel:Detections/Yard/LadderSeen(ASIMVersion).yaml',
      title: 'Ladder seen (ASIM  Version)',
      url: 'https://github.com/Azure/Azure-Sentinel/blob/master/Detections/Yard/LadderSeen(ASIMVersion).yaml',
      trail: [{ name: 'Yard', url: folder }],
      unitTests: null,
    });
    expect(windows?.title).toBe('[windows] Ladder `borrowed` < 5 m');
    expect(windows?.key).toBe('sentinel:Detections/Yard/Ladder borrowed.yaml');
  });

  test('bare titles are tests, repeats included', () => {
    const { items } = sourceOf(document, 'atomic', 2);
    expect(items.map(({ title }) => title)).toHaveLength(4);
    expect(items[2]).toMatchObject({ key: items[0]?.key, title: 'Borrow a ladder', url: null, trail: [] });
    expect(items[0]?.key).toBe('atomic:T9001/Borrow a ladder');
  });

  test('unit tests', () => {
    expect(sourceOf(document, 'car', 2).items.map(({ unitTests }) => unitTests)).toEqual([2, 1]);
  });

  test('a statement of none is no control', () => {
    expect(sourceOf(document, 'd3fend', 0)).toMatchObject({ statesNone: true, declared: 1, items: [] });
  });
});

test('the damage of real pages is told with its lines, and nothing else is', () => {
  const text = readFixture();
  const { problems } = parsePage(text, 'T9001.md');
  expect(told(problems)).toEqual([
    `bullet-in-description:${lineNumber(text, 'lean it')}`,
    `heading-in-description:${lineNumber(text, 'Further ladders')}`,
    `placeholder-counted:${lineNumber(text, '(sub)technique:** 1')}`,
    `doubled-bullet:${lineNumber(text, '* * **')}`,
    `lost-link:${lineNumber(text, 'at Night)**')}`,
    `lost-link:${lineNumber(text, 'File)**')}`,
  ]);
  expect(problems.map(({ sourceId }) => sourceId)).toEqual([
    null,
    null,
    'd3fend',
    'elastic',
    'elastic',
    'elastic',
  ]);
});

test('a doubled item and its echo are one; a title without link is one', () => {
  const { items } = sourceOf(parsePage(readFixture()).document, 'elastic');
  expect(items.map(({ key }) => key)).toEqual([
    'elastic:rules/yard/ladder_leaned.toml',
    'elastic:title/Ladder Taken at Night',
    'elastic:title/Ladder from Shed (PID) File',
    'elastic:rules/yard/rungs_counted.toml',
  ]);
});

describe('items as a person reads them', () => {
  test.each<[string, string[], string[], string[]]>([
    ['a plain link', [`* [a](${YARD}/a.yml)`], ['sigma:rules/yard/a.yml'], []],
    ['another bullet', [`- [a](${YARD}/a.yml)`], ['sigma:rules/yard/a.yml'], []],
    ['an indented bullet', [`   * [a](${YARD}/a.yml)`], ['sigma:rules/yard/a.yml'], ['nested-bullet']],
    ['many bullets', [`* * - * [a](${YARD}/a.yml)`], ['sigma:rules/yard/a.yml'], ['doubled-bullet']],
    ['a lost bullet', [`**[a](${YARD}/a.yml)**`], ['sigma:rules/yard/a.yml'], ['missing-bullet']],
    [
      'a link said twice',
      [`* [a](${YARD}/a.yml)`, `**[a](${YARD}/a.yml)**`],
      ['sigma:rules/yard/a.yml'],
      ['repeated-link', 'declared-differs'],
    ],
    ['a title alone', ['* a  title'], ['sigma:title/a title'], ['title-without-link']],
    ['a cut title', ['* **[a (b))**'], ['sigma:title/a (b)'], ['lost-link']],
    ['an empty link', ['* [a]()'], ['sigma:title/a'], ['lost-link']],
    ['an open link', [`* [a](${YARD}/a.yml`], ['sigma:rules/yard/a.yml'], ['unclosed-link']],
    ['words after', [`* [a](${YARD}/a.yml) (new)`], ['sigma:rules/yard/a.yml'], ['text-after-link']],
    ['no web address', ['* [a](javascript:alert(1))'], ['sigma:javascript:alert(1)'], ['link-not-web']],
    ['brackets in a title', [`* [a](b) c](${YARD}/a.yml)`], ['sigma:rules/yard/a.yml'], []],
    ['hidden characters', [`* [a\u202eb](${YARD}/a.yml)`], ['sigma:rules/yard/a.yml'], ['hidden-characters']],
    ['a long title', [`* [${'a'.repeat(301)}](${YARD}/a.yml)`], ['sigma:rules/yard/a.yml'], ['long-title']],
    [
      'an empty bullet',
      ['*', `* [a](${YARD}/a.yml)`],
      ['sigma:rules/yard/a.yml'],
      ['empty-item', 'declared-differs'],
    ],
    [
      'folders without links',
      [`* x / **[a](${YARD}/a.yml)**`],
      ['sigma:rules/yard/a.yml'],
      ['folder-without-link'],
    ],
    ['folders, no bold', [`* [x](${YARD}/) / [a](${YARD}/a.yml)`], ['sigma:rules/yard/a.yml'], []],
    ['a folder and a cut title', [`* [x](${YARD}/) / a)**`], ['sigma:title/a'], ['lost-link']],
  ])('%s', (_, list, keys, codes) => {
    const text = listPage(list);
    const { document, problems } = parsePage(text);
    expect(sourceOf(document, 'sigma').items.map(({ key }) => key)).toEqual(keys);
    expect(problems.map(({ code }) => code).sort()).toEqual([...codes].sort());
    expect(writeDocument(document)).toBe(text);
  });

  test('titles of 300 characters are nothing to tell', () => {
    const { problems } = parsePage(listPage([`* [${'a'.repeat(300)}](${YARD}/a.yml)`]));
    expect(problems).toEqual([]);
  });

  test('unknown lines in a list stay in it', () => {
    const text = listPage([`* [a](${YARD}/a.yml)`, 'and some more'], 1);
    const { document, problems } = parsePage(text);
    expect(told(problems)).toEqual([`unknown-line:${lineNumber(text, 'and some more')}`]);
    expect(sourceOf(document, 'sigma').items[0]?.written).toHaveLength(2);
    expect(writeDocument(document)).toBe(text);
  });
});

describe('refused', () => {
  test.each([
    ['nothing', '', 'not-a-technique-document:-'],
    ['another page', '# T1046 - Ladder\n## Atomic Tests\n* x\n', 'not-a-technique-document:-'],
    ['no id', 'x\n# Ladder\n## Offensive Security Tests\n', 'no-technique-id:2'],
    ['half an id', '# T104: x\n## Offensive Security Tests\n', 'no-technique-id:1'],
    ['no heading', '## Offensive Security Tests\n', 'no-technique-id:-'],
    ['too many lines', `${'\n'.repeat(MAX_DOCUMENT_LINES + 1)}`, `too-many-lines:${MAX_DOCUMENT_LINES}`],
  ])('%s', (_, text, problem) => {
    const { document, problems } = parseDocument(text, 'x.md');
    expect(document).toBeNull();
    expect(told(problems)).toEqual([problem]);
  });

  test('as many lines as are allowed are read', () => {
    const page = pageWith('');
    const text = page + '\n'.repeat(MAX_DOCUMENT_LINES - page.split('\n').length + 1);
    expect(parsePage(text).problems).toEqual([]);
  });
});

test('a document has at most so many problems, then one that counts the others', () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `${' '.repeat(i % 40)}* * ${i}`);
  const { document, problems } = parsePage(listPage(lines));
  expect(sourceOf(document, 'sigma').items).toHaveLength(10_000);
  expect(problems).toHaveLength(MAX_DOCUMENT_PROBLEMS + 1);
  // Two for each item: doubled bullets, no link.
  expect(problems.at(-1)).toMatchObject({
    code: 'more-problems',
    message: '19800 more problems in this file. Not listed.',
  });
});

test('ten thousand bullets before one item', () => {
  const { document } = parsePage(listPage([`${'* '.repeat(10_000)}x`]));
  expect(sourceOf(document, 'sigma').items.map(({ title }) => title)).toEqual(['x']);
});

test('problems are in line order', () => {
  const { problems } = parsePage(pageWith(`x\n${sigmaHead(3)}* a\n\n`), 'T1.md');
  expect(told(problems)).toEqual([
    'file-name-differs:-',
    'unknown-line:9',
    'declared-differs:15',
    'title-without-link:19',
  ]);
});
