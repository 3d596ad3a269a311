// Parts of a YAML text as they stand in the file, comments and all, to be read where the file itself is not at hand.

import { COLLECTION_STYLE, EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';
import type { Event } from 'js-yaml';
import { LineCounter } from './parse-file.ts';

interface TopKey {
  name: string;
  /** From the start of its line to the start of the next key's line. */
  start: number;
  end: number;
  /** Where each item of its list starts; empty when there is no list in block style. */
  items: number[];
}

/** The text of a key with all that it holds; null when it cannot be cut. For texts that readYaml has read before. */
export function cutKey(text: string, name: string): string | null {
  const key = topKeys(text).find((one) => one.name === name);
  return key ? tidy(text.slice(key.start, key.end)) : null;
}

export interface Item {
  text: string;
  /** Where it starts, from 1. */
  line: number;
}

/** The items of a key's list, without dash and indentation; null when they cannot be cut. */
export function cutItems(text: string, name: string): Item[] | null {
  const key = topKeys(text).find((one) => one.name === name);
  if (!key || key.items.length === 0) return null;
  // One without value has no place of its own.
  if (key.items.includes(-1)) return null;
  const dashes = key.items.map((item) => dashBefore(text, item));
  if (dashes.includes(-1)) return null;
  const lines = new LineCounter(text);
  return key.items.map((item, i) => {
    const dash = dashes[i] ?? 0;
    const next = dashes[i + 1];
    const end = next === undefined ? key.end : lineStart(text, next);
    const width = item - lineStart(text, item);
    const whole = `${text.slice(lineStart(text, dash), dash)} ${text.slice(dash + 1, end)}`;
    return { text: tidy(outdent(whole, width)), line: lines.at(dash) };
  });
}

/** Those of the only document, when it is a table in block style. */
function topKeys(text: string): TopKey[] {
  const events = parseEvents(text, {});
  const [document, root, ...rest] = events;
  const isOnly = events.filter((event) => event.type === EVENT_ID.DOCUMENT).length === 1;
  if (document?.type !== EVENT_ID.DOCUMENT || root?.type !== EVENT_ID.MAPPING || !isOnly) return [];
  if (root.style !== COLLECTION_STYLE.BLOCK) return [];
  const keys: TopKey[] = [];
  let depth = 0;
  let isKey = true;
  let isList = false;
  for (const event of rest) {
    if (event.type === EVENT_ID.POP) depth -= 1;
    else {
      if (depth === 0 && isKey) keys.push(keyAt(text, event));
      if (depth === 0) isList = !isKey && isBlockList(event);
      if (depth === 1 && isList) keys.at(-1)?.items.push(startOf(event));
      if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) depth += 1;
    }
    if (depth < 0) break;
    if (depth === 0) isKey = !isKey;
  }
  if (keys.some(({ start }) => start === -1)) return [];
  keys.forEach((key, i) => (key.end = keys[i + 1]?.start ?? text.length));
  return keys;
}

function keyAt(text: string, event: Event): TopKey {
  const name = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
  const start = startOf(event);
  return { name, start: start === -1 ? -1 : lineStart(text, start), end: 0, items: [] };
}

function isBlockList(event: Event): boolean {
  return event.type === EVENT_ID.SEQUENCE && event.style === COLLECTION_STYLE.BLOCK;
}

/** -1 for an empty value. */
function startOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    default:
      return -1;
  }
}

/** The dash of an item: on its line, or on a line above with nothing but an anchor or a comment after it; else -1. */
function dashBefore(text: string, item: number): number {
  let start = lineStart(text, item);
  let line = text.slice(start, item);
  while (!/^ *-(?:\s|$)/.test(line)) {
    if (start === 0 || !/^\s*(?:#.*)?$/.test(line)) return -1;
    const before = lineStart(text, start - 1);
    line = text.slice(before, start - 1);
    start = before;
  }
  return start + line.indexOf('-');
}

function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Takes at most so many blanks from the start of each line: comments may have fewer. */
function outdent(text: string, width: number): string {
  return text.replace(/^ +/gm, (blanks) => blanks.slice(width));
}

/** Without empty lines around it and without the mark of the document's end. Blanks at the end of its last line belong to it. */
function tidy(text: string): string {
  const whole = text.replace(/\n\.\.\.\s*$/, '\n').replace(/^\s*\n/, '');
  const lineEnd = whole.indexOf('\n', whole.trimEnd().length);
  return lineEnd === -1 ? `${whole}\n` : whole.slice(0, lineEnd + 1);
}
