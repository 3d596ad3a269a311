/** One tag of an HTML file. */
export interface Tag {
  name: string;
  isEnd: boolean;
  attributes: Map<string, string>;
}

const TAG = /<(?:!doctype html>|(\/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)( ?\/)?>)/y;
const ATTRIBUTE = / ([a-z-]+)(?:="([^"<>]*)")?/g;
/** Elements without an end tag. */
const VOID = new Set(['meta', 'br', 'hr']);

/**
 * Reads HTML as strictly as our reports are written: every `<` opens a tag of the plainest form, every `&` is one of
 * five references, every element is closed in turn. Throws where that is not so. The style element's text is passed
 * over. Answers the tags and the text between them.
 */
export function readStrictHtml(html: string): { tags: Tag[]; text: string } {
  const tags: Tag[] = [];
  const open: string[] = [];
  let text = '';
  let at = 0;
  while (at < html.length) {
    const next = html.indexOf('<', at);
    const end = next === -1 ? html.length : next;
    text += unescapeHtml(html.slice(at, end));
    if (next === -1) break;
    TAG.lastIndex = next;
    const match = TAG.exec(html);
    if (!match) throw new Error(`No plain tag at ${html.slice(next, next + 80)}`);
    at = TAG.lastIndex;
    const [whole, slash, name, attributes = '', isEmpty] = match;
    if (name === undefined) continue;
    tags.push({ name, isEnd: slash === '/', attributes: readAttributes(attributes, whole) });
    if (slash === '/') {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> closes <${last ?? 'nothing'}>`);
    } else if (!VOID.has(name) && isEmpty === undefined) open.push(name);
    if (name === 'style' && slash !== '/') at = html.indexOf('</style>', at);
    if (/^(?:td|th|tr|p|li|dt|dd|h\d)$/.test(name)) text += '\n';
  }
  if (open.length > 0) throw new Error(`Never closed: ${open.join(', ')}`);
  return { tags, text };
}

function readAttributes(text: string, tag: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    if (attributes.has(name)) throw new Error(`${name} stands twice in ${tag}`);
    attributes.set(name, unescapeHtml(value));
  }
  return attributes;
}

const REFERENCES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function unescapeHtml(text: string): string {
  return text.replace(/&(?:([a-z0-9#]+);)?/g, (match, name: string | undefined) => {
    const character = REFERENCES[name ?? ''];
    if (character === undefined) throw new Error(`No plain reference: ${match}`);
    return character;
  });
}
