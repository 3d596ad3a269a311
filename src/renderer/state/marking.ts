import type { Mark } from '../../shared/model/resource.ts';
import { formatThings } from '../format.ts';
import { MARK_WORDS } from '../ui/mark-words.ts';
import type { AppState } from './app-state.svelte.ts';

export interface MarkRequest {
  keys: string[];
  /** null: open again. */
  mark: Mark | null;
  /** Absent: the comment stays. */
  comment?: string | null;
  /** Only resources without a mark. */
  onlyOpen?: boolean;
  /** What is marked, for the toast: a title, `7 rules of Sigma`. */
  what: string;
}

/** Marks resources for the chosen organization and says so, with undo. Answers how many changed, undefined if it failed. */
export async function markResources(app: AppState, request: MarkRequest): Promise<number | undefined> {
  const { what, ...marking } = request;
  const { organizationId } = app;
  if (organizationId === null) {
    app.toasts.show({
      text: 'Marks belong to an organization',
      detail: 'Create one first, in Organizations.',
    });
    return undefined;
  }
  const done = await app.attempt(() => app.client.call('tracking.mark', { organizationId, ...marking }));
  if (!done) return undefined;
  const { actionId, changed } = done;
  if (actionId === null) {
    app.toasts.show({ text: `${what}: nothing to change` });
    return 0;
  }
  app.toasts.show({
    text: `${what} ${request.mark === null ? 'open again' : `marked ${MARK_WORDS[request.mark].toLowerCase()}`}`,
    action: { label: 'Undo', keys: 'Ctrl+Z', run: () => void undo(app, actionId) },
  });
  return changed;
}

/** Takes an action back, or the latest of the chosen organization, and says what. */
export async function undo(app: AppState, actionId?: string): Promise<void> {
  const { organizationId } = app;
  if (organizationId === null) return;
  const done = await app.attempt(() =>
    app.client.call('tracking.undo', { organizationId, ...(actionId && { actionId }) }),
  );
  if (!done) return;
  app.toasts.show({
    text: `Undone: ${done.what}`,
    ...(done.skipped > 0 && {
      detail: `${formatThings(done.skipped, 'entry', 'entries')} changed again since and stayed as they are.`,
    }),
  });
}
