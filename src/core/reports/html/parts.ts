import { isTechniqueId, type Level } from '../../../shared/model/technique.ts';
import { escapeHtml, foreign } from './escape.ts';

/** A column head: its text, its class (`num`, or a width), and whether its cells are numbers. */
export interface Column {
  title: string;
  kind?: string;
}

/** Levels in reading order: best first, what needs work after. */
export const LEVEL_ORDER = [
  'validated',
  'deployed',
  'failed',
  'listed',
  'unlisted',
] as const satisfies Level[];

export interface Section {
  title: string;
  anchor: string;
  html: string;
}

/** A section with its heading. `anchor` is our own word, `body` is HTML. */
export function section(anchor: string, title: string, body: string, className = ''): Section {
  const named = className === '' ? '' : ` class="${className}"`;
  const heading = `<h2 id="${anchor}">${escapeHtml(title)}</h2>`;
  return {
    title,
    anchor,
    html: `<section${named} aria-labelledby="${anchor}">${heading}\n${body}\n</section>`,
  };
}

/** A table with caption and column heads; `rows` are whole `<tr>`s or `<tbody>`s. */
export function table(caption: string, columns: Column[], body: string, className = '', foot = ''): string {
  const named = className === '' ? '' : ` class="${className}"`;
  const heads = columns.map(({ title, kind }) => {
    const style = kind === undefined ? '' : ` class="${kind}"`;
    return `<th scope="col"${style}>${escapeHtml(title)}</th>`;
  });
  const tbody = body.startsWith('<tbody>') ? body : `<tbody>\n${body}\n</tbody>`;
  return `<table${named}><caption>${escapeHtml(caption)}</caption>\n<thead><tr>${heads.join('')}</tr></thead>\n${tbody}${foot}</table>`;
}

/** A cell with a number or `n of m`; `isNil`: it says that there is nothing, and stands back. */
export function num(text: string, isNil = false): string {
  return `<td class="num${isNil ? ' nil' : ''}">${text}</td>`;
}

/** A level as swatch and word. */
export function levelName(level: Level): string {
  return `<span class="lv"><span class="sw ${level}"></span>${level}</span>`;
}

/** A technique id, as a link to its row in this file where `known` has it. */
export function techniqueLink(id: string, known: { has(id: string): boolean }): string {
  return isTechniqueId(id) && known.has(id) ? `<a href="#${id}">${id}</a>` : foreign(id);
}

export const NONE = '<p class="none">None.</p>';
