export const SCREENS = ['overview', 'technique', 'search', 'organizations', 'content', 'report'] as const;
const MOST_SHOWN = 60;
export type ScreenName = (typeof SCREENS)[number];

export interface Route {
  screen: ScreenName;
  /** Of a technique. */
  id: string | null;
  /** What stands after `?`. A screen reads what it knows and lets the rest be. */
  params: URLSearchParams;
  /** An address that leads nowhere, as it was given; the overview is shown for it. */
  unknown: string | null;
}

/** What the router needs of a window; tests give their own. */
export interface Address {
  location: { hash: string };
  history: Pick<History, 'pushState' | 'replaceState'>;
}

/** Reads `#/technique/T1046?q=nmap`. Whatever it cannot read is the overview. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = split(hash.replace(/^#\/?/, ''), '?');
  const [name = '', rest = ''] = split(path, '/');
  const params = new URLSearchParams(query);
  const screen = SCREENS.find((known) => known === name) ?? 'overview';
  const id = screen === 'technique' ? decode(rest).toUpperCase() : null;
  // A token that the host did not take says nothing about pages.
  const isKnown = id !== '' && (screen === name || name === '' || name.startsWith('token='));
  const unknown = isKnown ? null : cut(hash);
  return id === '' ? { screen: 'overview', id: null, params, unknown } : { screen, id, params, unknown };
}

/** The address of a screen, for links: `href('technique', 'T1046')`, `href('search', null, {q: 'nmap'})`. */
export function href(screen: ScreenName, id?: string | null, params?: Record<string, string>): string {
  const query = params === undefined ? '' : new URLSearchParams(params).toString();
  return `#/${screen}${id ? `/${encodeURIComponent(id)}` : ''}${query ? `?${query}` : ''}`;
}

/** Where the window is. Back and forward are the browser's own. */
export class Router {
  readonly #address: Address;
  #route = $state.raw<Route>(parseRoute(''));

  constructor(address: Address) {
    this.#address = address;
    this.read();
  }

  get route(): Route {
    return this.#route;
  }

  /** Takes over the address as it stands; called at `hashchange` and `popstate`. */
  read(): void {
    this.#route = parseRoute(this.#address.location.hash);
  }

  go(screen: ScreenName, id?: string | null, params?: Record<string, string>): void {
    const next = href(screen, id, params);
    if (next === this.#address.location.hash) return;
    this.#address.history.pushState(null, '', next);
    this.read();
  }

  /** Goes to a screen in place of the address that stands there. */
  replace(screen: ScreenName): void {
    this.#address.history.replaceState(null, '', href(screen));
    this.read();
  }

  /** Changes parameters of this screen without a step in the history; `null` takes one away. */
  setParams(changes: Record<string, string | null>): void {
    const params = new URLSearchParams(this.#route.params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') params.delete(name);
      else params.set(name, value);
    }
    const { screen, id } = this.#route;
    this.#address.history.replaceState(null, '', href(screen, id, Object.fromEntries(params)));
    this.read();
  }
}

function split(text: string, mark: string): string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function cut(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
