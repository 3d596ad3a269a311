import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MarkdownRenderer } from '../../../src/core/reports/html/markdown.ts';
import { anyText } from '../../support/hostile-report.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';
import { readStrictHtml } from '../../support/html-tokens.ts';

const ELEMENTS = new Set(
  'div p bdi span h4 h5 h6 ul ol li em strong s code pre blockquote table thead tbody tr th td br hr'.split(
    ' ',
  ),
);

const render = (text: string): string => new MarkdownRenderer().render(text).html;

describe('notes in the HTML report', () => {
  test('are laid out as Markdown, headings below those of the report', () => {
    expect(render('# One\n\n**two** `three`\n\n3. four')).toBe(
      '<div class="markdown"><h4><bdi>One</bdi></h4>\n<p><strong><bdi>two</bdi></strong><bdi> </bdi><code>three</code></p>\n<ol>\n<li><bdi>four</bdi></li>\n</ol>\n</div>',
    );
  });

  test('show links as their text and URL, and pictures as words', () => {
    const { text, tags } = readStrictHtml(
      render(
        '[see [x]](https://a.example/?a=1&b=2) <https://b.example/> ![pic](https://c.example/p.png) [j](javascript:x)',
      ),
    );
    expect(text.trim()).toBe(
      'see [x] (https://a.example/?a=1&b=2) https://b.example/ [picture, not shown: pic https://c.example/p.png] j (javascript:x)',
    );
    expect(tags.some((tag) => tag.attributes.has('href') || tag.attributes.has('src'))).toBe(false);
  });

  test('have no attribute but our classes, whatever is in a table or a code fence', () => {
    const { tags } = readStrictHtml(render('| a | b |\n| :-: | --: |\n| c | d |\n\n```js onload=x\ny\n```'));
    expect(tags.flatMap((tag) => [...tag.attributes])).toEqual([['class', 'markdown']]);
  });

  test('are shown as written when they are too long or would grow too much', () => {
    const growing = '| a | b | c | d | e | f | g | h |\n|-|-|-|-|-|-|-|-|\n' + '|\n'.repeat(500);
    expect(render(growing)).toMatch(/^<pre class="markdown">/);
    const deep = '>'.repeat(5000);
    expect(render(deep).length).toBeLessThan(deep.length * 20);
    const long = `# ${'a'.repeat(130 * 1024)}`;
    expect(render(long)).toBe(`<pre class="markdown">${long}</pre>`);
  });

  test('together are laid out up to 8 MiB, and up to 1 MiB as written', () => {
    const tables = `| a | b |\n|-|-|\n${'===\n'.repeat(30_000)}`;
    const words = 'word '.repeat(20_000);
    for (const note of [tables, words]) {
      const renderer = new MarkdownRenderer();
      const shown = Array.from({ length: 12 }, () => renderer.render(note).html);
      expect(shown[0]).toMatch(/^<div/);
      expect(shown.at(-1)).toMatch(/^<pre/);
      const laidOut = shown.filter((html) => html.startsWith('<div'));
      expect(laidOut.length * note.length).toBeLessThan(1024 * 1024);
      expect(laidOut.join('').length).toBeLessThan(8.1 * 1024 * 1024);
    }
  });

  test.each(HOSTILE_TEXTS)('%j gives no element of its own', (text) => {
    expectSafe(text);
  });

  test('no text gives an element of its own', () => {
    fc.assert(
      fc.property(anyText, (text) => expectSafe(text)),
      { numRuns: 200 },
    );
  });
});

function expectSafe(text: string): void {
  const { tags } = readStrictHtml(render(text));
  expect(tags.map((tag) => tag.name).filter((name) => !ELEMENTS.has(name))).toEqual([]);
  expect(tags.flatMap((tag) => [...tag.attributes]).filter(([name]) => name !== 'class')).toEqual([]);
}
