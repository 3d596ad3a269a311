import type { KeyQuestion, TiedOrganization } from '../../../shared/model/import-effect.ts';
import { formatThings } from '../../format.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { tellUndoable } from '../../state/marking.ts';

/** Says that what came is what went, and what moved, with undo. Answers whether it is done; `onundone` runs when it was taken back from here. */
export async function tieResources(
  app: AppState,
  { before, after }: KeyQuestion,
  onundone: () => void,
): Promise<boolean> {
  const done = await app.attempt(() =>
    app.client.call('content.tie', { before: before.key, after: after.key }),
  );
  // Ctrl Z stands in the latest toast: that of the organization that is shown.
  const inOrder = done?.organizations.toSorted((a) => (a.id === app.organizationId ? 1 : -1)) ?? [];
  for (const organization of inOrder) {
    const { id: organizationId, actionId } = organization;
    tellUndoable(
      app,
      { text: describeTied(organization), detail: after.title },
      { organizationId, actionId },
      onundone,
    );
  }
  return done !== undefined;
}

/** `Northfield: mark and 2 notes moved`. */
export function describeTied({ name, movedMark, notes }: TiedOrganization): string {
  const moved = [...(movedMark ? ['mark'] : []), ...(notes > 0 ? [formatThings(notes, 'note')] : [])].join(
    ' and ',
  );
  return moved === '' ? `${name}: the new one has a mark of its own, which stays` : `${name}: ${moved} moved`;
}
