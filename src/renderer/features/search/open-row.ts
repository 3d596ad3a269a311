import type { SearchRow } from '../../../shared/model/search.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { href } from '../../state/router.svelte.ts';

/** Where a row leads, when that can be said without asking: not for resources, which are shown where they are, nor for notes on them. */
export function rowHref(row: SearchRow): string | null {
  if (row.type === 'technique') return href('technique', row.key);
  if (row.type === 'resource') return null;
  if (row.target?.type === 'technique') return href('technique', row.target.key);
  return row.target?.type === 'organization' ? href('organizations') : null;
}

/** Opens a technique; a resource in its first technique; a note where it was written. */
export async function openRow(app: AppState, row: SearchRow): Promise<void> {
  if (row.type === 'technique') app.router.go('technique', row.key);
  else if (row.type === 'resource') openResource(app, row, row.techniques[0]);
  else if (row.target?.type === 'technique') app.router.go('technique', row.target.key);
  else if (row.target?.type === 'organization') app.router.go('organizations');
  else if (row.target) {
    const { key } = row.target;
    const { organizationId, client, asOf } = app;
    const resource = await app.attempt(() => client.call('resources.get', { key, organizationId, asOf }));
    if (resource) openResource(app, resource, resource.techniques[0]?.id);
  }
}

/** In its technique; what no technique lists has its text alone, which the search shows. */
function openResource(
  app: AppState,
  { key, title }: { key: string; title: string },
  techniqueId: string | undefined,
): void {
  if (techniqueId !== undefined) app.router.go('technique', techniqueId, { row: key });
  else app.router.go('search', null, { q: title, read: key });
}
