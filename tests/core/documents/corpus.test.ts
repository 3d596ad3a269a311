import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeDocument } from '../../../src/core/documents/decode.ts';
import type { DocumentSource, TechniqueDocument } from '../../../src/core/documents/document.ts';
import { parseDocument } from '../../../src/core/documents/parse.ts';
import type { DocumentProblem } from '../../../src/core/documents/problems.ts';
import { writeDocument } from '../../../src/core/documents/write.ts';

// The real pages are not ours to ship. The fixed numbers below were counted from the pages with awk and Python,
// not with this parser.
const folder = join(process.env['BEARING_CORPUS'] ?? '', 'technique-documents');
const hasCorpus = process.env['BEARING_CORPUS'] !== undefined && existsSync(folder);

interface RealPage {
  file: string;
  text: string;
  document: TechniqueDocument;
  problems: DocumentProblem[];
}

const pages: RealPage[] = hasCorpus
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.md'))
      .map(readPage)
  : [];
const lists = pages.flatMap(({ document }) =>
  document.sections.flatMap(({ kind, sources }) =>
    sources.map((source) => ({ name: `${kind} ${source.id}`, source, document })),
  ),
);

function readPage(file: string): RealPage {
  const decoded = decodeDocument(readFileSync(join(folder, file)), file);
  const text = decoded.text ?? '';
  const { document, problems } = parseDocument(text, file);
  if (document === null) throw new Error(`${file}: ${JSON.stringify(problems)}`);
  return { file, text, document, problems: [...decoded.problems, ...problems] };
}

/** One number a list, summed by kind and source. */
function byList(value: (source: DocumentSource) => number): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { name, source } of lists) sums[name] = (sums[name] ?? 0) + value(source);
  return sums;
}

function distinctByList(
  identity: (key: string, document: TechniqueDocument) => string,
): Record<string, number> {
  const sets = new Map<string, Set<string>>();
  for (const { name, source, document } of lists) {
    const set = sets.get(name) ?? new Set();
    for (const { key } of source.items) set.add(identity(key, document));
    sets.set(name, set);
  }
  return Object.fromEntries([...sets].map(([name, set]) => [name, set.size]));
}

if (!hasCorpus)
  test('the real pages are at hand', ({ skip }) => {
    skip('BEARING_CORPUS names no folder that has technique-documents in it');
  });

describe.skipIf(!hasCorpus)('the real pages', () => {
  test('are all read', () => {
    expect(pages).toHaveLength(354);
    expect(pages.filter(({ file, document }) => file !== `${document.id}.md`)).toEqual([]);
    expect(pages.filter(({ document }) => document.sections.length !== 3)).toEqual([]);
  });

  test('are written back byte for byte', () => {
    // No exceptions: what is not in standard form keeps its lines.
    expect(
      pages.filter(({ text, document }) => writeDocument(document) !== text).map(({ file }) => file),
    ).toEqual([]);
  });

  test('mean the same when read again', () => {
    for (const { file, document } of pages) {
      expect(parseDocument(writeDocument(document), file).document).toEqual(document);
    }
  });

  test('keep lines only where an item is damaged', () => {
    const kept = lists.flatMap(({ source }) =>
      source.items.filter((item) => item.written !== undefined).map(() => source.id),
    );
    expect(kept).toHaveLength(156);
    expect(new Set(kept)).toEqual(new Set(['elastic']));
    const rest = JSON.stringify(pages.map(({ document }) => document)).match(
      /"(?:intro|statement|isTight|isUnterminated)"/g,
    );
    expect(rest).toBeNull();
    expect(pages.filter(({ document }) => document.written !== undefined)).toEqual([]);
  });

  test('list so many sources', () => {
    expect(byList(() => 1)).toEqual({
      'control d3fend': 260,
      'rule car': 50,
      'rule elastic': 119,
      'rule sentinel': 60,
      'rule sigma': 202,
      'rule splunk': 141,
      'test atomic': 164,
      'test car': 29,
      'test stratus': 8,
    });
  });

  test('list so many items, those that state none apart', () => {
    expect(byList(({ items }) => items.length)).toEqual({
      'control d3fend': 1427 - 71,
      'rule car': 106,
      'rule elastic': 408,
      'rule sentinel': 274,
      'rule sigma': 1840,
      'rule splunk': 966,
      'test atomic': 859,
      'test car': 42,
      'test stratus': 13,
    });
    expect(lists.filter(({ source }) => source.statesNone)).toHaveLength(71);
  });

  test('declare what they list; CAR tests their unit tests', () => {
    const differing = lists.filter(
      ({ source }) => source.declared !== source.items.length && !source.statesNone,
    );
    expect(new Set(differing.map(({ name }) => name))).toEqual(new Set(['test car']));
    expect(differing).toHaveLength(11);
    expect(byList((source) => source.declared ?? 0)['test car']).toBe(57);
    expect(
      byList(({ items }) => items.reduce((sum, item) => sum + (item.unitTests ?? 0), 0))['test car'],
    ).toBe(57);
  });

  test('list so many resources', () => {
    expect(distinctByList((key) => key)).toEqual({
      'control d3fend': 81,
      'rule car': 68,
      'rule elastic': 365,
      'rule sentinel': 231,
      'rule sigma': 1476,
      'rule splunk': 731,
      'test atomic': 689,
      'test car': 23,
      'test stratus': 13,
    });
    expect(new Set(lists.flatMap(({ source }) => source.items.map(({ key }) => key))).size).toBe(3677);
  });

  test('list so many resources each once a technique', () => {
    expect(distinctByList((key, document) => `${document.id} ${key}`)).toMatchObject({
      'rule car': 105,
      'rule elastic': 398,
      'test atomic': 689,
    });
  });

  test('have these problems, and no others', () => {
    const counts: Record<string, number> = {};
    for (const { code } of pages.flatMap(({ problems }) => problems)) counts[code] = (counts[code] ?? 0) + 1;
    expect(counts).toEqual({
      'bullet-in-description': 19,
      'heading-in-description': 2,
      'placeholder-counted': 71,
      'doubled-bullet': 47,
      'lost-link': 109,
      mojibake: 53,
    });
  });
});
