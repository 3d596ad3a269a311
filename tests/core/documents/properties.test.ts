import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type {
  DocumentItem,
  DocumentSource,
  TechniqueDocument,
} from '../../../src/core/documents/document.ts';
import { SECTION_HEADINGS } from '../../../src/core/documents/format.ts';
import { parseDocument } from '../../../src/core/documents/parse.ts';
import { MAX_DOCUMENT_PROBLEMS } from '../../../src/core/documents/problems.ts';
import { resourceKey } from '../../../src/core/documents/resource-key.ts';
import { sourceId } from '../../../src/core/documents/source-id.ts';
import { writeDocument } from '../../../src/core/documents/write.ts';
import type { Crumb } from '../../../src/shared/model/resource.ts';
import { KINDS } from '../../../src/shared/model/resource.ts';
import { SOURCES } from '../../../src/shared/model/source.ts';
import { listPage, pageWith, parsePage, readFixture, sigmaHead } from './pages.ts';
import { measureWork } from './work-meter.ts';

const PAGE = readFixture();
const SCRAPS = [
  '\n',
  '\n\n',
  '* ',
  '* * ',
  '**[',
  '](',
  ')**',
  ')',
  ' / ',
  '## ',
  '### ',
  '# ',
  '<blockquote>',
  '</blockquote>',
  '\r',
  '\u0000',
  '\ufeff',
  '\u2028',
  ': 2 unit tests',
  '**Last accessed:** ',
  'no defensive relations yet',
  ...PAGE.split('\n'),
];

/** Reads a text and checks what must hold for every text. */
function checkAny(text: string): void {
  const { document, problems } = parseDocument(text, 'T9001.md');
  expect(problems.length).toBeLessThanOrEqual(MAX_DOCUMENT_PROBLEMS + 1);
  const lines = text.split('\n').length;
  for (const { line, message } of problems) {
    expect(line === null || (line >= 1 && line <= lines)).toBe(true);
    expect(message).toMatch(/^.+\.$/s);
  }
  if (document === null) {
    expect(problems.length).toBeGreaterThan(0);
    return;
  }
  expect(writeDocument(document)).toBe(text);
}

describe('mutated pages never throw, and are written back as they are', () => {
  const edit = fc.record({
    at: fc.nat(PAGE.length),
    remove: fc.oneof(fc.constant(0), fc.nat(5), fc.nat(400)),
    insert: fc.oneof(fc.constantFrom(...SCRAPS), fc.string({ unit: 'binary', maxLength: 8 })),
  });

  test('edited', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
        checkAny(
          edits.reduce(
            (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
            PAGE,
          ),
        );
      }),
      { numRuns: 1500 },
    );
  });

  test('shuffled out of scraps', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SCRAPS), { maxLength: 80 }), fc.boolean(), (scraps, breaks) => {
        checkAny(pageWith(scraps.join(breaks ? '\n' : '')));
        checkAny(scraps.join(breaks ? '\n' : ''));
      }),
      { numRuns: 1000 },
    );
  });

  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => checkAny(text)));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => checkAny(listPage([text], 1))),
    );
  });
});

describe('generated documents', () => {
  const words = fc
    .array(
      fc.constantFrom('a', 'B', '9', '_', '-', '.', ',', '(x)', '[x]', '`', '<', '&', 'ä', '規', '\u{1f600}'),
      { minLength: 1, maxLength: 12 },
    )
    .map((parts) => `T${parts.join(' ')}`);
  const url = fc
    .string({ unit: fc.constantFrom('a', 'B', '/', '(', ')', '%20', '.', '#', '?', ':'), maxLength: 20 })
    .map((path) => `https://example.org/${path}`);
  const crumb = fc.record({ name: words, url });
  const count = fc.option(fc.nat(999_999_999));
  const date = fc.option(
    fc
      .date({ min: new Date('1000-01-01'), max: new Date('9999-12-30'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
  );
  const linked = fc.record({
    title: words,
    url,
    trail: fc.array(crumb, { maxLength: 4 }),
    unitTests: fc.option(fc.nat(99)),
  });
  const bare = fc.record({
    title: words,
    url: fc.constant(null),
    trail: fc.constant<Crumb[]>([]),
    unitTests: fc.constant(null),
  });
  const home = fc.oneof(
    fc.constantFrom(...SOURCES),
    fc.record({ title: words, url: fc.oneof(url, fc.constant('')) }),
  );
  const source = fc.record({
    home,
    intro: fc.option(words, { nil: undefined }),
    lastAccessed: date,
    total: count,
    declared: count,
    items: fc.array(fc.oneof(linked, bare), { minLength: 1, maxLength: 6 }),
  });
  const page = fc.record({
    id: fc
      .tuple(fc.integer({ min: 1000, max: 9999 }), fc.option(fc.integer({ min: 100, max: 999 })))
      .map(([a, b]) => `T${a}${b === null ? '' : `.${b}`}`),
    name: words,
    url,
    tactics: fc.array(fc.constantFrom('Impact', 'Discovery', 'Command and Control'), {
      minLength: 1,
      maxLength: 3,
    }),
    description: fc.array(words, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n\n')),
    sections: fc.array(fc.array(source, { maxLength: 3 }), { minLength: 3, maxLength: 3 }),
  });

  test('are read as they were meant', () => {
    fc.assert(
      fc.property(page, ({ sections, ...head }) => {
        let line = 0;
        const document: TechniqueDocument = {
          ...head,
          sections: KINDS.map((kind, i) => ({
            heading: SECTION_HEADINGS[kind],
            kind,
            sources: (sections[i] ?? []).map(
              ({ home: { title, url: homepage }, items, intro, ...counts }): DocumentSource => {
                const id = sourceId(title, homepage);
                const list = items.map((item): DocumentItem => ({
                  key: resourceKey(id, kind, head.id, item),
                  ...item,
                  line: (line += 1),
                }));
                return {
                  id,
                  title,
                  url: homepage,
                  ...counts,
                  statesNone: false,
                  items: list,
                  ...(intro === undefined ? {} : { intro }),
                };
              },
            ),
          })),
        };
        const text = writeDocument(document);
        const parsed = parsePage(text, `${head.id}.md`).document;
        const read = parsed.sections.flatMap((section) => section.sources.flatMap((entry) => entry.items));
        let at = 0;
        for (const item of read) item.line = at += 1;
        expect(parsed).toEqual(document);
        expect(writeDocument(parsed)).toBe(text);
      }),
      { numRuns: 400 },
    );
  });
});

describe('work grows with the text, whatever the text', () => {
  const sizes = [20_000, 80_000];
  const repeated = (part: string) => (size: number) => part.repeat(Math.ceil(size / part.length));
  const shapes: [string, (size: number) => string][] = [
    ['nothing', repeated('\n')],
    ['sections', (size) => pageWith(repeated('## x\n')(size))],
    ['sources', (size) => pageWith(repeated('### x\n')(size))],
    ['items', (size) => listPage([repeated('* x\n')(size)])],
    ['unknown lines', (size) => listPage([repeated('x\n')(size)])],
    ['doubled items', (size) => listPage([repeated('* * **[a](u)**\n**[a](u)**\n')(size)])],
    ['statements', (size) => listPage([repeated('* no defensive relations yet\n')(size)])],
    ['bullets', (size) => listPage([`${repeated('* ')(size)}x`])],
    ['folders', (size) => listPage([`* ${repeated('[a](b) / ')(size)}**[t](u)**`])],
    ['half folders', (size) => listPage([`* [${repeated(') / [a')(size)}`])],
    ['open brackets', (size) => listPage([`* ${repeated('[')(size)}`])],
    ['middles', (size) => listPage([`* [${repeated('](http')(size)}`])],
    ['closing brackets', (size) => listPage([`* [a](b${repeated(')')(size)} x`])],
    ['bold', (size) => listPage([`* **[${repeated('**')(size)}`])],
    ['unit tests', (size) => listPage([`* [a](b)${repeated(': 1 unit tests')(size)}`])],
    ['blanks', (size) => listPage([`* x${repeated(' ')(size)}x`])],
    [
      'questions',
      (size) => listPage([`* [a](https://github.com/SigmaHQ/sigma/blob/m/${repeated('?#L1')(size)}\rx)`]),
    ],
    ['marks', (size) => listPage([`* a${repeated('\u0315\u0300')(size)}`])],
    ['quotes', (size) => pageWith('').replace('lose keys.', repeated('<blockquote>\n</blockquote>\n')(size))],
    ['tactics', (size) => pageWith('').replace('Impact', repeated('a,')(size))],
    ['half mojibake', (size) => pageWith(repeated('â€')(size))],
    ['labels', (size) => pageWith(sigmaHead(1) + repeated('**Total ATT&CK-mapped ')(size))],
    ['headings', repeated('# ')],
  ];

  test.each(shapes)('%s', (_, make) => {
    const [small, large] = sizes.map((size) => {
      const text = make(size);
      const work = measureWork(() => void parseDocument(text, 'T9002.md'));
      // Some dozens of looks at a character, and what a line costs by itself, its problem's message most of all.
      const lines = text.split('\n').length;
      expect(work.characters).toBeLessThan(40 * text.length + 1_000 * lines);
      expect(work.calls).toBeLessThan(100 * lines + 1_000);
      return work.characters / text.length;
    });
    expect(large).toBeLessThan((small ?? 0) * 1.5 + 1);
  });
});
