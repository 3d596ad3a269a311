import { pathKey } from './repository-place.ts';
import type { SourceContentRead, SourceProblem, SourceResource } from './source.ts';

/** Which of two files of one rule is its home: the one with the lower rank. */
export type Rank = (path: string) => number;

/**
 * One resource a key. Of several with one id, the first in this order has it: not deprecated before deprecated, then by
 * rank, then by path. Another one is the same rule when its title is, or when it is deprecated or of another rank: it is
 * left out. Else its author forgot to change the id of a copy: it is a rule of its own, known by its path.
 */
export function settleDuplicates(
  source: string,
  resources: readonly SourceResource[],
  rank: Rank,
): SourceContentRead {
  const groups = new Map<string, SourceResource[]>();
  for (const resource of resources) {
    const group = groups.get(resource.key);
    if (group) group.push(resource);
    else groups.set(resource.key, [resource]);
  }
  const kept: SourceResource[] = [];
  const problems: SourceProblem[] = [];
  const taken = new Set(groups.keys());
  for (const group of groups.values()) {
    const [home, ...others] = group.sort((a, b) => compare(a, b, rank));
    if (!home) continue;
    kept.push(home);
    for (const other of others) {
      const key = pathKey(source, other.path);
      const isOwn = !isSameRule(home, other, rank) && !taken.has(key);
      if (isOwn) kept.push({ ...other, key });
      if (isOwn) taken.add(key);
      problems.push(problem(home, other, isOwn));
    }
  }
  return { resources: kept, problems };
}

function compare(a: SourceResource, b: SourceResource, rank: Rank): number {
  const aside = Number(a.isDeprecated) - Number(b.isDeprecated);
  if (aside !== 0) return aside;
  const order = rank(a.path) - rank(b.path);
  if (order !== 0) return order;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function isSameRule(a: SourceResource, b: SourceResource, rank: Rank): boolean {
  if (a.isDeprecated !== b.isDeprecated || rank(a.path) !== rank(b.path)) return true;
  return plain(a.title) === plain(b.title);
}

function plain(title: string): string {
  return title.toLowerCase().replace(/\s+/g, ' ').trim();
}

function problem(home: SourceResource, other: SourceResource, isOwn: boolean): SourceProblem {
  const message = isOwn
    ? `Has the id of another rule, “${home.title}” in “${home.path}”. Kept, known by its path instead of its id.`
    : `Has the id of “${home.path}”. That file is read for the rule, this one is not.${lost(home, other)}`;
  return { path: other.path, line: null, code: 'duplicate-id', message };
}

function lost(home: SourceResource, other: SourceResource): string {
  const known = new Set(home.techniques);
  const ids = other.techniques.filter((id) => !known.has(id));
  if (ids.length === 0) return '';
  const some = ids.slice(0, 5).join(', ') + (ids.length > 5 ? ` and ${ids.length - 5} more` : '');
  return ` It alone lists ${some}.`;
}
