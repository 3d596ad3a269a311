import type { AppState } from '../../state/app-state.svelte.ts';
import type { KeyScope } from '../../state/keys.svelte.ts';
import { markKeys } from '../marking/mark-keys.ts';
import type { TechniqueState } from './technique-state.svelte.ts';

/** What only the screen itself can do. */
export interface TechniqueActions {
  /** Moves the focus to the row with the cursor, and it into sight. */
  follow: () => void;
  /** The row where a cursor would begin; null: at the first. */
  firstInSight: () => string | null;
  writeNote: () => void;
  showHistory: () => void;
}

/** The keys of the technique screen. */
export function techniqueKeys(app: AppState, state: TechniqueState, actions: TechniqueActions): KeyScope {
  const move = (by: 1 | -1, isExtending: boolean) => () => {
    const first = state.cursorRow === null ? actions.firstInSight() : null;
    if (first !== null) state.moveTo(first);
    else if (isExtending) state.extend(by);
    else state.step(by);
    actions.follow();
  };
  const neighbour = (which: 'previous' | 'next') => () => {
    const to = state.detail.data?.[which];
    if (to) app.router.go('technique', to.id);
  };
  const hasRow = () => state.cursorRow !== null;
  const hasTarget = () => hasRow() || state.selection.size > 0;
  const isOnRow = (event: KeyboardEvent) =>
    event.target === document.body || (event.target as Element).matches('[data-line], main');
  return {
    name: 'Technique',
    bindings: [
      {
        keys: ['J', 'ArrowDown'],
        label: 'next row',
        bar: { label: 'row', caps: ['J', 'K'] },
        isShown: true,
        run: move(1, false),
      },
      { keys: ['K', 'ArrowUp'], label: 'row before', run: move(-1, false) },
      ...markKeys(hasTarget, (mark) => void state.mark(mark)),
      { keys: '0', label: 'open again', isShown: true, when: hasTarget, run: () => void state.mark(null) },
      {
        keys: 'X',
        label: 'select',
        isShown: true,
        when: hasRow,
        run: () => state.toggleSelected(state.cursorRow),
      },
      { keys: 'Shift+ArrowDown', label: 'extend the selection down', run: move(1, true) },
      { keys: 'Shift+ArrowUp', label: 'extend the selection up', run: move(-1, true) },
      { keys: 'Ctrl+A', label: 'select all of the source', run: () => state.selectSource() },
      { keys: 'M', label: 'comment', isShown: true, when: hasTarget, run: () => state.comment() },
      {
        keys: 'C',
        label: 'copy link',
        when: () => Boolean(state.cursorRow?.resource.url),
        run: () => copyLink(app, state),
      },
      {
        keys: 'Enter',
        label: 'read',
        isShown: true,
        when: hasRow,
        // Enter on a button or a link is theirs.
        run: (event) => (isOnRow(event) ? (state.isReading = true) : (event.target as HTMLElement).click()),
      },
      {
        keys: 'R',
        label: 'record a run',
        when: () => (state.detail.data?.tests.listed ?? 0) > 0,
        run: () => state.recordRun(),
      },
      { keys: 'N', label: 'note', isShown: true, run: actions.writeNote },
      { keys: 'H', label: 'history', run: actions.showHistory },
      { keys: '[', label: 'technique before', run: neighbour('previous') },
      {
        keys: ']',
        label: 'next technique',
        bar: { label: 'technique', caps: ['[', ']'] },
        isShown: true,
        run: neighbour('next'),
      },
    ],
  };
}

function copyLink(app: AppState, state: TechniqueState): void {
  const url = state.cursorRow?.resource.url;
  if (url) void app.copy(url, 'Link');
}
