import DOMPurify, { type Config } from 'dompurify';
import createMarkdown, { type MarkdownIt } from 'markdown-it';

/** Tags of technique documents that mean something; they carry no attribute. Everything else is shown as text. */
const BARE_TAG = /^<\/?(?:code|blockquote|br|sub|sup|em|strong|b|i|p|ul|ol|li)\s*\/?>$/i;
const ANY_TAG = /<[^>]*>/g;

const CONFIG: Config & { RETURN_TRUSTED_TYPE: true } = {
  ALLOWED_TAGS: [
    'p',
    'br',
    'hr',
    'em',
    'strong',
    'b',
    'i',
    's',
    'code',
    'pre',
    'blockquote',
    'sub',
    'sup',
    'ul',
    'ol',
    'li',
    'h3',
    'h4',
    'h5',
    'h6',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'span',
  ],
  ALLOWED_ATTR: ['class', 'data-url', 'title', 'role', 'tabindex', 'aria-label', 'start'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_TRUSTED_TYPE: true,
};

const notes = createRenderer(false);
const documents = createRenderer(true);

/** People's own Markdown: HTML in it is text. */
export function renderNote(text: string) {
  return DOMPurify.sanitize(notes.render(text), CONFIG);
}

/** A document's description: Markdown with a few bare tags. */
export function renderDescription(text: string) {
  return DOMPurify.sanitize(documents.render(text), CONFIG);
}

/** The Markdown part of it, apart so that it can be tested without a page. */
export function createRenderer(allowsTags: boolean): MarkdownIt {
  const markdown = createMarkdown({ html: allowsTags, linkify: false, breaks: false });
  const { rules } = markdown.renderer;
  const escape = markdown.utils.escapeHtml;
  const passBare = (html: string) => {
    let out = '';
    let at = 0;
    for (const match of html.matchAll(ANY_TAG)) {
      out += escape(html.slice(at, match.index)) + (BARE_TAG.test(match[0]) ? match[0] : escape(match[0]));
      at = match.index + match[0].length;
    }
    return out + escape(html.slice(at));
  };
  rules.html_inline = (tokens, index) => passBare(tokens[index]!.content);
  rules.html_block = (tokens, index) => passBare(tokens[index]!.content);
  // A link is text to copy: nothing here can be followed.
  rules.link_open = (tokens, index) => {
    const url = escape(String(tokens[index]!.attrGet('href') ?? ''));
    return `<span class="url" role="button" tabindex="0" data-url="${url}" title="${url}">`;
  };
  rules.link_close = () => '</span>';
  rules.image = (tokens, index) => `<span class="image">${escape(tokens[index]!.content || 'image')}</span>`;
  rules.heading_open = (tokens, index) => `<${lower(tokens[index]!.tag)}>`;
  rules.heading_close = (tokens, index) => `</${lower(tokens[index]!.tag)}>\n`;
  return markdown;
}

/** Headings of a text stand below those of the screen: h1 → h3. */
function lower(tag: string): string {
  return `h${Math.min(6, Number(tag.slice(1)) + 2)}`;
}
