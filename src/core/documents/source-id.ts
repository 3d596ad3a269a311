import { SOURCES } from '../../shared/model/source.ts';
import type { Source } from '../../shared/model/source.ts';

const MAX_SLUG_LENGTH = 60;

const KNOWN = SOURCES.map((source) => ({
  source,
  words: plainTitle(source.title),
  page: plainUrl(source.url),
}));

/** The known source of a heading in a technique document: by its title, else by its homepage. */
export function findSource(title: string, url: string): Source | null {
  const [words, page] = [plainTitle(title), plainUrl(url)];
  const found = KNOWN.find((known) => known.words === words) ?? KNOWN.find((known) => known.page === page);
  return found?.source ?? null;
}

/** One of SOURCES, or `other-<words-of-the-title>`. */
export function sourceId(title: string, url: string): string {
  return findSource(title, url)?.id ?? `other-${slug(title)}`;
}

function slug(title: string): string {
  // Cut first: normalizing is not linear in a long run of combining marks.
  const words = title
    .slice(0, 4 * MAX_SLUG_LENGTH)
    .normalize('NFKD')
    .toLowerCase();
  const parts = words.replace(/\p{M}/gu, '').match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = parts.join('-').normalize('NFC').slice(0, MAX_SLUG_LENGTH);
  return joined.replace(/[\ud800-\udbff]$|-$/, '') || 'source';
}

function plainTitle(title: string): string {
  return title.trim().replace(/\s+/g, ' ').toLowerCase();
}

function plainUrl(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/(?:\.git)?\/?$/, '');
}
