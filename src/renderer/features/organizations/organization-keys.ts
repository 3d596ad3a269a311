import type { KeyBinding } from '../../state/keys.svelte.ts';
import type { OrganizationsState } from './organizations-state.svelte.ts';

/** The keys of the list of organizations; they act on the row with the cursor. */
export function organizationKeys(organizations: OrganizationsState, beginNew: () => void): KeyBinding[] {
  const isOpen = () => organizations.cursor?.archivedAt === null;
  return [
    {
      keys: ['J', 'ArrowDown'],
      label: 'next row',
      bar: { label: 'row', caps: ['J', 'K'] },
      isShown: true,
      run: () => organizations.moveCursor(1),
    },
    { keys: ['K', 'ArrowUp'], label: 'row before', run: () => organizations.moveCursor(-1) },
    {
      keys: 'Enter',
      label: 'show',
      isShown: true,
      // On a button the key presses that.
      when: () => isOpen() && !isOnControl(),
      run: () => void organizations.choose(organizations.cursor!.id),
    },
    {
      keys: 'F2',
      label: 'rename',
      isShown: true,
      when: isOpen,
      run: () => organizations.beginRename(organizations.cursor!),
    },
    {
      keys: 'N',
      label: 'note',
      isShown: true,
      when: isOpen,
      run: () => organizations.beginNote(organizations.cursor!.id),
    },
    {
      keys: 'A',
      label: 'archive or bring back',
      isShown: true,
      when: () => organizations.cursor !== null,
      run: () => void organizations.archive(organizations.cursor!, isOpen()),
    },
    { keys: 'Insert', label: 'new organization', isShown: true, run: beginNew },
  ];
}

function isOnControl(): boolean {
  return document.activeElement?.matches('button, a, input, [tabindex="0"]') ?? false;
}
