// The stable key of a resource known only from a technique document (design.md, decision 4). Marks name their
// resource by it: a change here is a change of every ledger, so the rules below only ever grow.

import type { Kind } from '../../shared/model/resource.ts';
import { SOURCES } from '../../shared/model/source.ts';

/** A key has at most this many characters before normalization; a longer one is cut and ends in a hash. */
export const MAX_KEY_LENGTH = 512;

const GITHUB = /^https?:\/\/(?:www\.)?github\.com\//i;

/** Equal for items that mean the same resource, whatever the branch in a link or the blanks in a title. */
export function resourceKey(
  source: string,
  kind: Kind,
  techniqueId: string,
  item: { title: string; url: string | null },
): string {
  return bounded(`${source}:${identity(source, techniqueId, item.title, item.url)}${kindMark(source, kind)}`);
}

/** One address may stand for things of two kinds, as a CAR analytic does for a rule and its tests: all but a source's first kind say theirs. */
function kindMark(source: string, kind: Kind): string {
  return SOURCES.find((one) => one.id === source)?.kinds[0] === kind ? '' : `#${kind}s`;
}

function identity(source: string, techniqueId: string, title: string, url: string | null): string {
  // The title alone is not enough for Atomic Red Team: every technique has its own tests, often of one name.
  if (url === null) return source === 'atomic' ? `${techniqueId}/${title.trim()}` : `title/${title.trim()}`;
  return ownIdentity(source, url) ?? url;
}

function ownIdentity(source: string, url: string): string | null {
  switch (source) {
    case 'd3fend':
      return d3fendClass(url);
    case 'car':
      return /CAR-\d{4}-\d{2}-\d{3}/.exec(url)?.[0] ?? null;
    case 'stratus':
      return lastPathPart(url);
    case 'elastic':
    case 'sigma':
    case 'splunk':
    case 'sentinel':
      return repositoryPath(source, url);
    default:
      return null;
  }
}

/** `https://d3fend.mitre.org/technique/d3f:DecoyFile` → `DecoyFile` */
function d3fendClass(url: string): string | null {
  const at = url.indexOf('d3f:');
  if (at === -1) return null;
  return /^[^/?#]+/.exec(decode(url.slice(at + 4)))?.[0] ?? null;
}

/** `https://stratus-red-team.cloud/attack-techniques/aws/aws.x.y/` → `aws.x.y` */
function lastPathPart(url: string): string | null {
  const host = url.indexOf('://');
  const path = (/^[^?#]+/.exec(url)?.[0] ?? '').split('/').filter((part) => part !== '');
  // Scheme and host are the first two parts: no path is no id.
  return host !== -1 && path.length > 2 ? decode(path[path.length - 1] ?? '') : null;
}

/** `…/blob/master/rules/x%20y.yml` → `rules/x y.yml`; null outside the source's own repository. */
function repositoryPath(sourceId: string, url: string): string | null {
  const own = SOURCES.find((source) => source.id === sourceId)
    ?.url.replace(GITHUB, '')
    .toLowerCase();
  const [owner, repository, view, branch, ...path] = url.replace(GITHUB, '').split('/');
  if (!GITHUB.test(url) || `${owner}/${repository}`.toLowerCase() !== own) return null;
  if ((view !== 'blob' && view !== 'tree') || branch === undefined) return null;
  // Pages escape blanks only, so `#` may be part of a name: cut line marks, not every fragment.
  const [file = ''] = path
    .join('/')
    .replace(/#L\d+(?:-L\d+)?$/, '')
    .split('?', 1);
  return decode(file).replace(/\/$/, '') || null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone `%` in a file name that nobody escaped.
    return text;
  }
}

function bounded(key: string): string {
  // Cut first: neither replacing nor normalizing is cheap on megabytes, and normalizing is not even linear.
  const isHuge = key.length > 4 * MAX_KEY_LENGTH;
  const plain = key
    .slice(0, 4 * MAX_KEY_LENGTH)
    .replace(/\s+/g, ' ')
    .trim();
  if (plain.length <= MAX_KEY_LENGTH && !isHuge) return plain.normalize('NFC');
  const start = plain.slice(0, MAX_KEY_LENGTH - 17).replace(/[\ud800-\udbff]$/, '');
  return `${start}~${hash(isHuge ? key : plain)}`.normalize('NFC');
}

/** 64 bits of FNV-1a in two halves: tells long titles apart, promises nothing against forgery. */
function hash(text: string): string {
  let [high, low] = [0x811c9dc5, 0xcbf29ce4];
  for (let i = 0; i < text.length; i += 1) {
    high = Math.imul(high ^ text.charCodeAt(i), 0x01000193);
    low = Math.imul(low ^ text.charCodeAt(i) ^ (high >>> 24), 0x01000193);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
