import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type {
  DocumentItem,
  DocumentSource,
  TechniqueDocument,
} from '../../../src/core/documents/document.ts';
import { SECTION_HEADINGS } from '../../../src/core/documents/format.ts';
import { writeDocument } from '../../../src/core/documents/write.ts';
import { KINDS } from '../../../src/shared/model/resource.ts';
import { SOURCES } from '../../../src/shared/model/source.ts';
import { listPage, pageWith, parsePage, readFixture, sourceOf } from './pages.ts';

const SEED = new URL('../../../data/example/T1046.md', import.meta.url);

/** A document as a later feature makes it: values alone. */
function documentOf(sources: { kind: number; source: DocumentSource }[]): TechniqueDocument {
  return {
    id: 'T9003',
    name: 'Bent Spoons',
    url: 'https://attack.mitre.org/techniques/T9003',
    tactics: ['Impact'],
    description: 'Adversaries may bend spoons.\n\nAll of them.',
    sections: KINDS.map((kind, i) => ({
      heading: SECTION_HEADINGS[kind],
      kind,
      sources: sources.filter((entry) => entry.kind === i).map((entry) => entry.source),
    })),
  };
}

function sourceWith(title: string, id: string, url: string, items: Partial<DocumentItem>[]): DocumentSource {
  const list = items.map((item) => ({
    key: '',
    title: 'x',
    url: null,
    trail: [],
    unitTests: null,
    line: 0,
    ...item,
  }));
  const counts = { lastAccessed: '2026-01-05', total: 12, declared: items.length };
  return { id, title, url, ...counts, statesNone: false, items: list };
}

/** Without what a value made by hand cannot know. */
function plain(document: TechniqueDocument): TechniqueDocument {
  const copy = structuredClone(document);
  const items = copy.sections.flatMap(({ sources }) => sources.flatMap((source) => source.items));
  for (const item of items) Object.assign(item, { key: '', line: 0 });
  return copy;
}

test('the seed page is written back, and nothing of it kept as text', () => {
  const text = readFileSync(SEED, 'utf8');
  const { document, problems } = parsePage(text, 'T1046.md');
  expect(writeDocument(document)).toBe(text);
  expect(JSON.stringify(document)).not.toMatch(/"(?:written|intro|statement|isTight)"/);
  expect(problems.map(({ code }) => code)).toEqual(['placeholder-counted']);
});

test('a damaged page is written back; only the damaged items keep their lines', () => {
  const text = readFixture();
  const { document } = parsePage(text);
  expect(writeDocument(document)).toBe(text);
  expect(sourceOf(document, 'elastic').items.map(({ written }) => written?.length ?? 0)).toEqual([
    2, 1, 1, 0,
  ]);
  expect(document.written).toBeUndefined();
});

test('without what it keeps, a damaged page becomes a standard one', () => {
  const { document } = parsePage(readFixture());
  for (const item of sourceOf(document, 'elastic').items) delete item.written;
  const again = parsePage(writeDocument(document), 'T9001.md');
  expect(plain(again.document)).toEqual(plain(document));
  expect(writeDocument(document)).toContain('\n* Ladder Taken at Night\n');
});

describe('a document from values', () => {
  test.each(SOURCES.flatMap((source) => source.kinds.map((kind) => ({ ...source, kind }))))(
    '$id $kind',
    ({ id, title, url, kind }) => {
      const link = { title: 'a (b) [c]', url: 'https://example.org/a(b).yml' };
      const trail = [{ name: 'x', url: 'https://example.org/x/' }];
      const items = [link, { ...link, trail }, { ...link, unitTests: 2 }, { title: 'alone' }];
      const source = sourceWith(title, id, url, kind === 'test' ? items : items.slice(0, 2));
      const document = documentOf([{ kind: KINDS.indexOf(kind), source }]);
      const text = writeDocument(document);
      const parsed = parsePage(text, 'T9003.md').document;
      expect(plain(parsed)).toEqual(document);
      expect(JSON.stringify(parsed)).not.toMatch(/"(?:written|intro|isTight)"/);
    },
  );

  test('an unknown source gets a sentence that names its homepage', () => {
    const source = sourceWith('Spoon Rules', 'other-spoon-rules', 'https://spoon.example', [
      { url: 'https://spoon.example/1' },
    ]);
    const text = writeDocument(documentOf([{ kind: 1, source }]));
    expect(text).toContain('files within [this repository](https://spoon.example):\n');
    expect(plain(parsePage(text).document)).toEqual(documentOf([{ kind: 1, source }]));
  });

  test('what is null is not written', () => {
    const source = {
      ...sourceWith('Spoon Rules', 'other-spoon-rules', '', [{}]),
      lastAccessed: null,
      total: null,
      declared: null,
    };
    const text = writeDocument(documentOf([{ kind: 1, source }]));
    expect(text).not.toContain('Last accessed');
    expect(plain(parsePage(text).document)).toEqual(documentOf([{ kind: 1, source }]));
  });

  test('a statement of none', () => {
    const source = {
      ...sourceWith('MITRE D3FEND', 'd3fend', 'https://d3fend.mitre.org/', []),
      statesNone: true,
      declared: 1,
    };
    const document = documentOf([{ kind: 0, source }]);
    expect(plain(parsePage(writeDocument(document)).document)).toEqual(document);
  });

  test('nothing listed', () => {
    expect(writeDocument({ ...documentOf([]), description: 'x' })).toBe(
      pageWith('', '').replace(
        /^/,
        '# T9003: Bent Spoons\n**MITRE ATT&CK Tactic(s):** Impact\n\n**[MITRE ATT&CK Description](https://attack.mitre.org/techniques/T9003)**\n<blockquote>x</blockquote>\n\n',
      ),
    );
  });

  test('a line break in a value starts no line', () => {
    const source = sourceWith('Spoon\nRules', 'other-spoon-rules', 'https://s.example', [
      { title: 'a\n## b\r\n* c', url: 'https://s.example/1' },
    ]);
    const { document } = parsePage(writeDocument(documentOf([{ kind: 1, source }])));
    expect(document.sections).toHaveLength(3);
    expect(sourceOf(document, 'other-spoon-rules').items.map(({ title }) => title)).toEqual(['a ## b * c']);
  });
});

test.each([
  ['no line end at the end', (text: string) => text.slice(0, -1)],
  ['no blank lines', (text: string) => text.replace(/\n\n+/g, '\n')],
  ['more blank lines', (text: string) => text.replaceAll('\n', '\n\n')],
  ['blanks at the ends of lines', (text: string) => text.replaceAll('\n', ' \n')],
  ['empty', (text: string) => text.split('\n')[0] + '\n## Offensive Security Tests'],
])('written back: %s', (_, change) => {
  for (const page of [readFixture(), listPage(['* a', '* b', '']), pageWith('')]) {
    const text = change(page);
    expect(writeDocument(parsePage(text).document)).toBe(text);
  }
});
