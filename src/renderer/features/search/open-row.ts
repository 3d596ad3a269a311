import type { SearchRow } from '../../../shared/model/search.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { href } from '../../state/router.svelte.ts';

/** Where a row leads, when that can be said without asking: not for notes on resources. */
export function rowHref(row: SearchRow): string | null {
  if (row.type === 'technique') return href('technique', row.key);
  if (row.type === 'resource')
    return row.techniques[0] ? href('technique', row.techniques[0], { row: row.key }) : null;
  if (row.target?.type === 'technique') return href('technique', row.target.key);
  return row.target?.type === 'organization' ? href('organizations') : null;
}

/** Opens a technique; a resource in its first technique; a note where it was written. */
export async function openRow(app: AppState, row: SearchRow): Promise<void> {
  if (row.type === 'technique') app.router.go('technique', row.key);
  else if (row.type === 'resource') openResource(app, row.key, row.techniques[0]);
  else if (row.target?.type === 'technique') app.router.go('technique', row.target.key);
  else if (row.target?.type === 'organization') app.router.go('organizations');
  else if (row.target) {
    const { key } = row.target;
    const { organizationId, client } = app;
    const resource = await app.attempt(() => client.call('resources.get', { key, organizationId }));
    if (resource) openResource(app, resource.key, resource.techniques[0]?.id);
  }
}

function openResource(app: AppState, key: string, techniqueId: string | undefined): void {
  if (techniqueId !== undefined) app.router.go('technique', techniqueId, { row: key });
  else app.toasts.show({ text: 'No document lists it any more' });
}
