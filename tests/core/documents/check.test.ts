import { describe, expect, test } from 'vitest';
import { writeDocument } from '../../../src/core/documents/write.ts';
import { lineNumber, listPage, pageWith, parsePage, readFixture, sigmaHead, told } from './pages.ts';

const ITEM = '* [a](https://github.com/SigmaHQ/sigma/blob/master/rules/a.yml)';

/** The problems of the fixture after a change, less those it has anyway; and the page is still written back. */
function toldAfter(from: string, to: string, file = 'T9001.md'): string[] {
  const before = readFixture();
  expect(before).toContain(from);
  const text = before.replace(from, () => to);
  const anyway = new Set(parsePage(before, 'T9001.md').problems.map(({ message }) => message));
  const { document, problems } = parsePage(text, file);
  expect(writeDocument(document)).toBe(text);
  return problems.filter(({ message }) => !anyway.has(message)).map(({ code }) => code);
}

describe('the head', () => {
  test.each([
    ['no name', '# T9001: Borrowed Ladders', '# T9001', ['no-name']],
    ['another heading form', '# T9001: Borrowed', '#  T9001 - Borrowed', []],
    ['no tactics', '**MITRE ATT&CK Tactic(s):** Discovery, Impact', '', ['no-tactics']],
    ['unknown tactic', 'Discovery, Impact', 'Discovery, Ladders', ['unknown-tactic']],
    ['another link', 'techniques/T9001)', 'techniques/T9001/001)', ['attack-url-differs']],
    [
      'no link',
      '**[MITRE ATT&CK Description](https://attack.mitre.org/techniques/T9001)**',
      '',
      ['no-attack-url'],
    ],
    ['no end of the description', '</blockquote>', '', ['description-unmarked']],
    ['no description', '<blockquote>Adv', '<blockquote></blockquote>\n\nAdv', []],
    ['words before the page', '# T9001: Borrowed', 'hello\n# T9001: Borrowed', ['unknown-line']],
    ['words before the sections', '## Policy', 'hello\n## Policy', ['unknown-line']],
    ['mojibake', 'They may:', 'Donâ€™t', ['mojibake']],
    ['German quotes', 'They may:', '„groß“, Ã und Â.', []],
  ])('%s', (_, from, to, codes) => {
    expect(toldAfter(from, to)).toEqual(codes);
  });

  test('a description without block quote is read', () => {
    const text = pageWith('').replace('<blockquote>', '').replace('</blockquote>', '');
    const { document, problems } = parsePage(text);
    expect(document.description).toBe('Adversaries may lose keys.');
    expect(told(problems)).toEqual(['description-unmarked:5']);
    expect(writeDocument(document)).toBe(text);
  });

  test('sections inside the description are its text', () => {
    const text = pageWith('').replace('lose keys.', 'lose keys.\n## Offensive Security Tests\n* x');
    const { document, problems } = parsePage(text);
    expect(document.sections).toHaveLength(3);
    expect(told(problems)).toEqual(['heading-in-description:6', 'bullet-in-description:7']);
  });

  test('an end mark inside the description is its text', () => {
    const text = pageWith('').replace('lose keys.', '<blockquote>lose</blockquote>\nkeys.');
    expect(parsePage(text).document.description).toBe('Adversaries may <blockquote>lose</blockquote>\nkeys.');
  });

  test.each([
    ['T9001.md', []],
    ['a/b/T9001.md', []],
    ['a\\T9001.MD', []],
    ['T9001.001.md', ['file-name-differs']],
    ['page.md', ['file-name-differs']],
  ])('the file name %s', (file, codes) => {
    expect(toldAfter('They', 'They', file)).toEqual(codes);
  });
});

describe('sections', () => {
  const tests = '## Offensive Security Tests';
  test.each([
    ['missing', pageWith('').replace(`\n${tests}\n`, ''), ['missing-section:-']],
    ['twice', `${pageWith('')}${tests}\n`, ['repeated-section:11']],
    ['unknown', `${pageWith('')}## Ladders\n### x\n* y\nz\n`, ['unknown-section:11']],
    ['other words', pageWith('').replace(tests, '##  offensive security tests '), []],
    [
      'out of order',
      pageWith('').replace('## Policy / Process Controls\n', '') + '## Policy / Process Controls\n',
      ['section-order:10'],
    ],
    ['items of no source', pageWith('* x\n'), ['unknown-line:9']],
  ])('%s', (_, text, problems) => {
    const parsed = parsePage(text);
    expect(told(parsed.problems)).toEqual(problems);
    expect(writeDocument(parsed.document)).toBe(text);
  });

  test('an unknown one keeps its sources and has no kind', () => {
    const { document } = parsePage(`${pageWith('')}## Ladders\n${sigmaHead(1)}${ITEM}\n\n`);
    expect(document.sections[3]).toMatchObject({ heading: 'Ladders', kind: null });
    expect(document.sections[3]?.sources[0]?.items).toHaveLength(1);
  });
});

describe('sources', () => {
  test.each([
    [
      'unknown',
      'Elastic Detection Rules](https://github.com/elastic/detection-rules)',
      'Ladder Rules](https://ladder.example)',
      ['unknown-source'],
    ],
    [
      'without homepage',
      '[Elastic Detection Rules](https://github.com/elastic/detection-rules)',
      'Elastic Detection Rules',
      ['source-without-homepage'],
    ],
    ['no date', '**Last accessed:** May 23, 2022\n', '', ['no-last-accessed']],
    ['a date of no calendar', 'May 23, 2022', 'May 32, 2022', ['no-last-accessed']],
    ['no total', '**Total ATT&CK-mapped rules:** 641\n', '', ['no-total']],
    ['a total of another form', 'rules:** 641', 'rules:** 1,641', []],
    ['a total of another thing', 'rules:** 641', 'ladders:** 641', []],
    ['no count', '**ATT&CK-mapped resources for this (sub)technique:** 2\n', '', ['no-declared']],
    ['a count in words', '(sub)technique:** 2', '(sub)technique:** two', ['no-declared']],
    ['another count', '(sub)technique:** 2', '(sub)technique:** 3', ['declared-differs']],
    ['another intro', 'can be viewed on', 'can be seen on', []],
    [
      'another file of tests',
      'atomics/T9001/T9001.yaml',
      'atomics/T1046/T1046.yaml',
      ['atomic-file-differs'],
    ],
    [
      'a label twice',
      '**Last accessed:** May 23, 2022',
      '**Last accessed:** May 23, 2022\n**Last accessed:** May 24, 2022',
      ['unknown-line'],
    ],
    [
      'a statement of none that declares more',
      '(sub)technique:** 1',
      '(sub)technique:** 7',
      ['declared-differs'],
    ],
    ['a statement of none that declares none', '(sub)technique:** 1', '(sub)technique:** 0', []],
    [
      'a statement beside items',
      '* Ladder Taken at Night)**',
      '* no defensive relations yet',
      ['placeholder-beside-items'],
    ],
    ['unit tests, the items', '(sub)technique:** 3', '(sub)technique:** 2', ['unit-tests-differ']],
    ['unit tests, neither', '(sub)technique:** 3', '(sub)technique:** 9', ['unit-tests-differ']],
  ])('%s', (_, from, to, codes) => {
    expect(toldAfter(from, to)).toEqual(codes);
  });

  test('without list', () => {
    const text = pageWith(`${sigmaHead(4)}\n`);
    expect(told(parsePage(text).problems)).toEqual([`source-without-list:${lineNumber(text, '### ')}`]);
  });

  test('twice in a section', () => {
    const source = `${sigmaHead(1)}${ITEM}\n\n`;
    const { document, problems } = parsePage(pageWith(source + source));
    expect(problems.map(({ code }) => code)).toEqual(['repeated-source']);
    expect(document.sections[1]?.sources).toHaveLength(2);
  });

  test('in a section of another kind', () => {
    const { problems } = parsePage(
      listPage([ITEM])
        .replace('## Technical Controls (Detection Rules)\n', '')
        .replace(/\n\n## Off/, '\n## Technical Controls (Detection Rules)\n\n## Off'),
    );
    expect(problems.map(({ code }) => code)).toContain('source-misplaced');
  });
});

test('messages say what it is and what Bearing did', () => {
  const { problems } = parsePage(readFixture().replace('technique:** 3', 'technique:** 9'), 'T9001.md');
  expect(problems.map(({ message }) => message)).toEqual([
    'A list inside the description. Kept as its text, not as resources.',
    'A heading inside the description. Kept as its text.',
    'The page declares 1, which is the line that says that there is none. Read as none listed.',
    'Doubled bullet, and the same link again on the next line. Read as one item.',
    '“Ladder Taken at Night” lost its link. Kept by its title.',
    '“Ladder from Shed (PID) File” lost its link. Kept by its title.',
    'The page declares 9, which is neither: it lists 2 items with 3 unit tests. Both kept.',
  ]);
});
