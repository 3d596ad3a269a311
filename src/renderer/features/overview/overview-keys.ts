import type { AppState } from '../../state/app-state.svelte.ts';
import type { KeyScope } from '../../state/keys.svelte.ts';
import { idOfKey } from './matrix-view.ts';
import type { OverviewState } from './overview-state.svelte.ts';

/** The keys of the overview. What the focused cell does itself is only named here. */
export function overviewKeys(app: AppState, overview: OverviewState, focusFilter: () => void): KeyScope {
  return {
    name: 'Overview',
    bindings: [
      { keys: 'ArrowUp', caps: ['↑', '↓', '←', '→'], label: 'move', isShown: true },
      { keys: 'Enter', label: 'open', isShown: true },
      { keys: 'Space', label: 'fold', isShown: true },
      { keys: 'Z', label: 'zoom', isShown: true, run: () => overview.nextZoom() },
      { keys: 'F', label: 'filter', isShown: true, run: focusFilter },
      { keys: 'E', label: 'unfold or fold all', run: () => overview.toggleAllFolds() },
      {
        keys: 'C',
        label: 'copy id',
        isShown: true,
        when: () => overview.cursor !== null,
        run: () => {
          const id = idOfKey(overview.cursor!);
          void app.copy(id, id);
        },
      },
      { keys: 'Home', caps: ['Home', 'End'], label: 'first, last of the column' },
    ],
  };
}
