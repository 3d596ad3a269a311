import createMarkdown, { type MarkdownIt, type RendererRule } from 'markdown-it';
import { visibleText } from '../visible.ts';
import { escapeHtml, foreign, urlText } from './escape.ts';

/** All notes of a report together. Laying out takes some milliseconds a KiB at worst, so what goes in is bounded too. */
const MOST_OUTPUT = 8 * 1024 * 1024;
const MOST_INPUT = 1024 * 1024;
/** Of one note, as a multiple of its own size. */
const MOST_GROWTH = 20;
/** A note of a few characters may grow by more: `-` alone makes a list. */
const FREE_GROWTH = 4096;
/** Longer notes are shown as they were written: nobody reads them laid out. */
const LONGEST_NOTE = 128 * 1024;

/**
 * Shows Markdown of people as HTML, safely without a DOM: no HTML passes, links are their text and URL, pictures are
 * never shown, no attribute carries anything from the text. What would grow beyond the caps is shown as it was written.
 */
export class MarkdownRenderer {
  readonly #markdown = makeMarkdown();
  #input = MOST_INPUT;
  #output = MOST_OUTPUT;

  /** The note as HTML; `isLaidOut` false where it is shown as it was written. */
  render(text: string): { html: string; isLaidOut: boolean } {
    if (text.length > LONGEST_NOTE || text.length > this.#input) return plain(text);
    this.#input -= text.length;
    const html = this.#markdown.render(text);
    if (html.length > Math.max(text.length * MOST_GROWTH, FREE_GROWTH) || html.length > this.#output)
      return plain(text);
    this.#output -= html.length;
    return { html: `<div class="markdown">${html}</div>`, isLaidOut: true };
  }
}

function plain(text: string): { html: string; isLaidOut: boolean } {
  return { html: `<pre class="markdown">${escapeHtml(text)}</pre>`, isLaidOut: false };
}

function makeMarkdown(): MarkdownIt {
  const markdown = createMarkdown({ html: false, linkify: false, typographer: false });
  // Every URL is only ever text, so none needs to be refused; a refused one would leave raw brackets behind.
  markdown.validateLink = () => true;
  markdown.normalizeLink = (url) => url;
  markdown.normalizeLinkText = (url) => url;
  const { rules } = markdown.renderer;
  rules['text'] = (tokens, index) => foreign(tokens[index]?.content ?? '');
  rules['code_inline'] = (tokens, index) => `<code>${escapeHtml(tokens[index]?.content ?? '')}</code>`;
  rules['code_block'] = codeBlock;
  rules['fence'] = codeBlock;
  rules['link_open'] = () => '';
  rules['link_close'] = closeLink;
  rules['image'] = image;
  // Their only attribute would be a style for the alignment of a column.
  for (const tag of ['th', 'td']) rules[`${tag}_open`] = () => `<${tag}>`;
  // Headings of a note stand below those of the report.
  rules['heading_open'] = (tokens, index) => `<${headingTag(tokens[index]?.tag)}>`;
  rules['heading_close'] = (tokens, index) => `</${headingTag(tokens[index]?.tag)}>\n`;
  rules['ordered_list_open'] = () => '<ol>\n';
  return markdown;
}

const codeBlock: RendererRule = (tokens, index) =>
  `<pre><code>${escapeHtml(tokens[index]?.content ?? '')}</code></pre>\n`;

/** The link's URL after its text; an autolink is its own text. */
const closeLink: RendererRule = (tokens, index) => {
  let depth = 0;
  for (let at = index; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.type === 'link_close') depth += 1;
    if (token?.type !== 'link_open') continue;
    depth -= 1;
    if (depth === 0)
      return token.markup === 'autolink' ? '' : ` (${urlText(String(token.attrGet('href') ?? ''))})`;
  }
  return '';
};

const image: RendererRule = (tokens, index) => {
  const token = tokens[index];
  const url = urlText(String(token?.attrGet('src') ?? ''));
  return `[picture, not shown: ${foreign(visibleText(token?.content ?? ''))} ${url}]`;
};

/** `h1` → `h4` and so on, `h6` the least. */
function headingTag(tag: string | undefined): string {
  return `h${Math.min(6, Number((tag ?? 'h1').slice(1)) + 3)}`;
}
