import type { AppState } from '../../state/app-state.svelte.ts';
import type { KeyBinding, KeyScope } from '../../state/keys.svelte.ts';
import { undo } from '../../state/marking.ts';
import type { ScreenName } from '../../state/router.svelte.ts';
import { SCREENS } from '../../screens.ts';

/** Keys that work everywhere. A screen's own bindings come before them. */
export function appKeys(app: AppState): KeyScope {
  const goTo = (Object.entries(SCREENS) as [ScreenName, (typeof SCREENS)[ScreenName]][]).flatMap<KeyBinding>(
    ([name, screen]) =>
      screen?.nav
        ? [
            {
              keys: `G ${screen.nav.key}`,
              label: `go to ${screen.nav.label}`,
              run: () => app.router.go(name),
            },
          ]
        : [],
  );
  const bindings: KeyBinding[] = [
    { keys: ['/', 'Ctrl+K'], label: 'search', run: () => app.openSearch() },
    ...goTo,
    ...organizationKeys(app),
    { keys: 'Ctrl+I', label: 'import', run: () => app.importer.ask() },
    { keys: 'Ctrl+Z', label: 'undo', run: () => void undo(app) },
    { keys: '?', label: 'all keys', isShown: true, run: () => (app.isHelpOpen = true) },
    { keys: 'Escape', label: 'close or clear, one layer at a time' },
  ];
  if (SCREENS.report) {
    bindings.push({ keys: 'Ctrl+E', label: 'save report', run: () => app.router.go('report') });
  }
  return { name: 'Anywhere', bindings };
}

function organizationKeys(app: AppState): KeyBinding[] {
  return Array.from({ length: 9 }, (_, index) => ({
    keys: `Alt+${index + 1}`,
    label: 'organization 1 to 9',
    caps: ['Alt', '1', '–', '9'],
    when: () => openOrganizations(app)[index] !== undefined,
    run: () => void app.chooseOrganization(openOrganizations(app)[index]!.id),
  }));
}

/** Those that can be chosen, in the order of the switcher. */
export function openOrganizations(app: AppState) {
  return app.organizations.filter(({ archivedAt }) => archivedAt === null);
}
