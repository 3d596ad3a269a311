import type { Crumb } from '../../shared/model/resource.ts';
import { SOURCES } from '../../shared/model/source.ts';

/** `rules/a b.yml` → `https://github.com/owner/name/blob/master/rules/a%20b.yml`, as technique documents link it. */
export function fileUrl(source: string, branch: string, path: string): string {
  return `${repositoryUrl(source)}/blob/${branch}/${escapePath(path)}`;
}

/** Every folder below the root folder, whose name technique documents leave out. */
export function folderTrail(source: string, branch: string, path: string): Crumb[] {
  const [root = '', ...folders] = path.split('/').slice(0, -1);
  return folders.map((name, i) => {
    const folder = escapePath([root, ...folders.slice(0, i + 1)].join('/'));
    return { name, url: `${repositoryUrl(source)}/tree/${branch}/${folder}/` };
  });
}

/** The key of a resource without id: as technique documents have it, which know it by its address (resource-key.ts). */
export function pathKey(source: string, path: string): string {
  return `${source}:${path}`.replace(/\s+/g, ' ').trim().normalize('NFC');
}

function repositoryUrl(source: string): string {
  return SOURCES.find(({ id }) => id === source)?.url.replace(/\/$/, '') ?? '';
}

/** Technique documents escape blanks alone, brackets stay. `%`, `#` and `?` would end a path or begin an escape. */
function escapePath(path: string): string {
  return path.replace(/[\s%#?\p{Cc}]/gu, encodeURIComponent);
}
