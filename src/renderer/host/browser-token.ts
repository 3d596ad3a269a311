const STORE = 'bearing-token';
const FRAGMENT = /^#token=([0-9a-f]{64})$/;

/**
 * The token that the terminal's address carries in its fragment, which no server and no log ever sees. It leaves the
 * address at once and outlives a reload in sessionStorage. Empty when the page was opened without one.
 */
export function takeToken(): string {
  const given = FRAGMENT.exec(location.hash)?.[1];
  if (given !== undefined) {
    remember(given);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  // A new address pasted into this tab changes the fragment alone and loads nothing.
  addEventListener('hashchange', () => {
    if (FRAGMENT.test(location.hash)) location.reload();
  });
  return given ?? recall();
}

function remember(token: string): void {
  try {
    sessionStorage.setItem(STORE, token);
  } catch {
    // Storage is switched off: the token lasts until the page is loaded again.
  }
}

function recall(): string {
  try {
    return sessionStorage.getItem(STORE) ?? '';
  } catch {
    return '';
  }
}
