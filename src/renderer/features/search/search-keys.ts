import type { AppState } from '../../state/app-state.svelte.ts';
import type { KeyScope } from '../../state/keys.svelte.ts';
import { markKeys } from '../marking/mark-keys.ts';
import type { SearchRow } from '../../../shared/model/search.ts';
import { openRow } from './open-row.ts';
import type { SearchState } from './search-state.svelte.ts';

export interface SearchActions {
  focusField: () => void;
  focusList: () => void;
  /** Position where a cursor would begin. */
  firstInSight: () => number;
}

const SCREENFUL = 15;

/** The keys of the search screen. */
export function searchKeys(app: AppState, state: SearchState, actions: SearchActions): KeyScope {
  const move = (by: number) => () => {
    if (state.cursor === -1 && by > 0) state.moveTo(actions.firstInSight());
    else state.step(by);
    actions.focusList();
  };
  const extend = (by: 1 | -1) => () => {
    state.extend(by);
    actions.focusList();
  };
  const open = (row: SearchRow) => {
    if (row.type === 'resource') state.read(state.cursor);
    else void openRow(app, row);
  };
  const hasTarget = () => state.cursorRow?.type === 'resource' || state.selection.size > 0;
  const isOnList = (event: KeyboardEvent) =>
    event.target === document.body || (event.target as Element).matches('[role=grid], [role=row], main');
  return {
    name: 'Search',
    bindings: [
      { keys: ['/', 'Ctrl+K'], label: 'to the field', run: actions.focusField },
      {
        keys: ['ArrowDown', 'J'],
        label: 'next row',
        bar: { label: 'move', caps: ['↑', '↓'] },
        isShown: true,
        run: move(1),
      },
      { keys: ['ArrowUp', 'K'], label: 'row before', run: move(-1) },
      { keys: 'PageDown', label: 'a screenful down', run: move(SCREENFUL) },
      { keys: 'PageUp', label: 'a screenful up', run: move(-SCREENFUL) },
      { keys: 'Home', label: 'first row', run: () => state.moveTo(0) },
      { keys: 'End', label: 'last row', run: () => state.moveTo(Infinity) },
      {
        keys: 'Enter',
        label: 'open',
        isShown: true,
        when: () => state.cursorRow !== null,
        // Enter on a button or a link is theirs.
        run: (event) => (isOnList(event) ? open(state.cursorRow!) : (event.target as HTMLElement).click()),
      },
      { keys: 'X', label: 'select', isShown: true, run: () => state.toggleSelected(state.cursorRow) },
      {
        keys: 'Shift+ArrowDown',
        label: 'extend the selection down',
        bar: { label: 'extend', caps: ['Shift', '↓'] },
        isShown: true,
        run: extend(1),
      },
      { keys: 'Shift+ArrowUp', label: 'extend the selection up', run: extend(-1) },
      { keys: 'Ctrl+A', label: 'select all', isShown: true, run: () => void state.selectAll() },
      ...markKeys(hasTarget, (mark) => void state.mark(mark)),
      { keys: '0', label: 'open again', when: hasTarget, run: () => void state.mark(null) },
      { keys: 'M', label: 'comment', isShown: true, when: hasTarget, run: () => void state.comment() },
    ],
  };
}
