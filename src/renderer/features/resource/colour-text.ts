import json from 'highlight.js/lib/languages/json';
import markdown from 'highlight.js/lib/languages/markdown';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import { toml } from './toml-grammar.ts';

export type Colour = 'key' | 'string' | 'number' | 'word' | 'comment';

export interface Token {
  text: string;
  /** null: the colour of text. */
  colour: Colour | null;
}

export type TextLine = readonly Token[];

/**
 * Longer texts and lines stay plain: what is not what it seems to be can take the grammars a time that grows with the
 * square of its length.
 */
const LONGEST_LINE = 5000;
const LONGEST = new Map([
  ['yaml', 400_000],
  ['toml', 400_000],
  ['json', 400_000],
  ['markdown', 40_000],
]);

const COLOURS: Readonly<Record<string, Colour>> = {
  attr: 'key',
  section: 'key',
  bullet: 'comment',
  string: 'string',
  code: 'string',
  link: 'string',
  number: 'number',
  literal: 'word',
  keyword: 'word',
  type: 'word',
  meta: 'comment',
  quote: 'comment',
  comment: 'comment',
  strong: 'word',
  emphasis: 'word',
};

const lowlight = createLowlight({ json, markdown, toml, yaml });
type Root = ReturnType<typeof lowlight.highlight>;
type Node = Root['children'][number];

/** A text as lines of coloured pieces; without colours where the language is not known or the text is too long. */
export function colourText(text: string, language: string): TextLine[] {
  const plain = text.split(/\r?\n/);
  const most = LONGEST.get(language) ?? 0;
  if (text.length > most || plain.some((line) => line.length > LONGEST_LINE)) return plain.map(plainLine);
  const lines: Token[][] = [[]];
  for (const node of lowlight.highlight(language, text).children) append(lines, node, null);
  return lines;
}

function plainLine(text: string): TextLine {
  return text === '' ? [] : [{ text, colour: null }];
}

function append(lines: Token[][], node: Node, colour: Colour | null): void {
  if (node.type === 'element') {
    const own = colourOf(node.properties.className) ?? colour;
    for (const child of node.children) append(lines, child, own);
  } else if (node.type === 'text') {
    node.value.split(/\r?\n/).forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)!.push({ text, colour });
    });
  }
}

/** highlight.js names a piece `hljs-attr`, or `hljs-title class_`. */
function colourOf(names: unknown): Colour | null {
  const [first] = Array.isArray(names) ? (names as unknown[]) : [];
  return typeof first === 'string' ? (COLOURS[first.replace(/^hljs-/, '')] ?? null) : null;
}
