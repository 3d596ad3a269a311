import type { Mark } from '../../shared/model/resource.ts';
import { formatThings } from '../format.ts';
import { MARK_WORDS } from '../ui/mark-words.ts';
import type { AppState } from './app-state.svelte.ts';
import type { ToastContent, UndoableAction } from './toasts.svelte.ts';

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
  /** What the toast says instead of the mark: where only the comment is another. */
  says?: string;
}

/** Marks resources for the chosen organization and says so, with undo. Answers how many changed, undefined if it failed. */
export async function markResources(app: AppState, request: MarkRequest): Promise<number | undefined> {
  const { what, says, ...marking } = request;
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
  const word = request.mark === null ? 'open again' : `marked ${MARK_WORDS[request.mark].toLowerCase()}`;
  tellUndoable(app, says ?? `${what} ${word}`, { organizationId, actionId });
  return changed;
}

/**
 * Says what was done, with undo. `Ctrl Z` stands there where it takes back the same: it undoes the latest action of the
 * organization that is shown. `onundone` runs when it was taken back from here.
 */
export function tellUndoable(
  app: AppState,
  said: string | Pick<ToastContent, 'text' | 'detail'>,
  action: UndoableAction,
  onundone?: () => void,
): void {
  const run = async () => {
    if (await undo(app, action)) onundone?.();
  };
  app.toasts.show({
    ...(typeof said === 'string' ? { text: said } : said),
    undoes: action,
    action: {
      label: 'Undo',
      ...(action.organizationId === app.organizationId && { keys: 'Ctrl+Z' }),
      run: () => void run(),
    },
  });
}

/** Takes an action back, or the latest of the chosen organization, and says what. Answers whether it did. */
export async function undo(app: AppState, action?: UndoableAction): Promise<boolean> {
  const organizationId = action?.organizationId ?? app.organizationId;
  if (organizationId === null) return false;
  const done = await app.attempt(() =>
    app.client.call('tracking.undo', { organizationId, ...(action && { actionId: action.actionId }) }),
  );
  if (!done) return false;
  app.toasts.closeUndone(done.actionId);
  app.toasts.show({
    text: `Undone: ${done.what}`,
    ...(done.skipped > 0 && {
      detail: `${formatThings(done.skipped, 'entry', 'entries')} changed again since and ${done.skipped === 1 ? 'stays as it is' : 'stay as they are'}.`,
    }),
  });
  return true;
}
