import { MARKS, type Mark } from '../../../shared/model/resource.ts';
import type { KeyBinding } from '../../state/keys.svelte.ts';
import { MARK_KEYS, MARK_WORDS } from '../../ui/mark-words.ts';

/** `1` to `4`: each sets its mark; the status bar names them together. */
export function markKeys(when: () => boolean, run: (mark: Mark) => void): KeyBinding[] {
  return MARKS.map((mark, index) => ({
    keys: MARK_KEYS[mark],
    label: `mark ${MARK_WORDS[mark].toLowerCase()}`,
    ...(index === 0 && { bar: { label: 'mark', caps: ['1', '–', '4'] }, isShown: true }),
    when,
    run: () => run(mark),
  }));
}
