const NAME = 'bearing-token';
const FRAGMENT = /^#token=([0-9a-f]{64})$/;
/** How long another tab has to hand its token over; one that is there answers within a few. */
const PATIENCE_MS = 500;

/** Between tabs of one origin, which is this server alone: what it serves beside this page runs without an origin. */
type TabMessage = { ask: true } | { token: string };

/**
 * The token that the terminal's address carries in its fragment, which no server and no log ever sees. It leaves the
 * address at once and outlives a reload in sessionStorage. A page that was opened without one, as a link in a new tab
 * is, asks the tabs that are open. Empty when none has one.
 */
export async function takeToken(): Promise<string> {
  const given = FRAGMENT.exec(location.hash)?.[1];
  if (given !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  // A new address pasted into this tab changes the fragment alone and loads nothing.
  addEventListener('hashchange', () => {
    if (FRAGMENT.test(location.hash)) location.reload();
  });
  const token = given ?? (recall() || (await askOtherTabs()));
  remember(token);
  return token;
}

/** Hands the token to tabs that ask, as long as `tell` answers one. It is never written anywhere to outlive its tab. */
export function offerToken(tell: () => string): void {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
    const token = tell();
    if ('ask' in data && token !== '') channel.postMessage({ token } satisfies TabMessage);
  });
}

function askOtherTabs(): Promise<string> {
  const channel = new BroadcastChannel(NAME);
  return new Promise<string>((resolve) => {
    channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
      if ('token' in data) resolve(data.token);
    });
    channel.postMessage({ ask: true } satisfies TabMessage);
    setTimeout(() => resolve(''), PATIENCE_MS);
  }).finally(() => channel.close());
}

function remember(token: string): void {
  try {
    sessionStorage.setItem(NAME, token);
  } catch {
    // Storage is switched off: the token lasts until the page is loaded again.
  }
}

function recall(): string {
  try {
    return sessionStorage.getItem(NAME) ?? '';
  } catch {
    return '';
  }
}
