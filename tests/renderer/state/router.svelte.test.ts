import { describe, expect, it } from 'vitest';
import { href, parseRoute, Router } from '../../../src/renderer/state/router.svelte.ts';

/** A window's address and history, as far as the router uses them. */
function createWindow(hash = '') {
  const steps = [hash];
  const location = { hash };
  const to = (url: unknown) => (location.hash = String(url));
  const history = {
    pushState: (_data: unknown, _title: string, url?: string | URL | null) => steps.push(to(url)),
    replaceState: (_data: unknown, _title: string, url?: string | URL | null) => steps.splice(-1, 1, to(url)),
  };
  return { location, history: history as unknown as Pick<History, 'pushState' | 'replaceState'>, steps };
}

describe('an address', () => {
  it.each([
    ['', 'overview', null],
    ['#', 'overview', null],
    ['#/overview', 'overview', null],
    ['#/technique/T1046', 'technique', 'T1046'],
    ['#/technique/t1003.001', 'technique', 'T1003.001'],
    ['#/technique/', 'overview', null],
    ['#/technique', 'overview', null],
    ['#/technique/%E0%A4%A', 'overview', null],
    ['#/search?q=nmap', 'search', null],
    ['#/content/anything', 'content', null],
    ['#/no-such-screen', 'overview', null],
    ['#/__proto__', 'overview', null],
    ['#token=abc', 'overview', null],
  ])('%j is %s %s', (hash, screen, id) => {
    expect(parseRoute(hash)).toMatchObject({ screen, id });
  });

  it.each([
    ['#/no-such-screen', '#/no-such-screen'],
    ['#/technique/', '#/technique/'],
    [`#/${'x'.repeat(100)}`, `#/${'x'.repeat(58)}…`],
    ['', null],
    ['#', null],
    ['#/', null],
    ['#/?filter=a', null],
    ['#token=abc', null],
    ['#/technique/T1046', null],
  ])('%j is unknown: %j', (hash, unknown) => {
    expect(parseRoute(hash).unknown).toBe(unknown);
  });

  it('keeps parameters, those that nobody knows too', () => {
    const { params } = parseRoute('#/search?q=a%20%26%20b%3F&kind=rule&odd=%ZZ');
    expect([params.get('q'), params.get('kind'), params.get('odd')]).toEqual(['a & b?', 'rule', '%ZZ']);
  });

  it('is written as it is read', () => {
    expect(href('technique', 'T1046')).toBe('#/technique/T1046');
    const written = href('search', null, { q: 'a/b?c=d&e #"ü' });
    expect(parseRoute(written).params.get('q')).toBe('a/b?c=d&e #"ü');
    expect(parseRoute(href('technique', 'a/b')).id).toBe('A/B');
  });
});

describe('the router', () => {
  it('begins where the window is', () => {
    expect(new Router(createWindow('#/content')).route.screen).toBe('content');
  });

  it('makes a step in the history for every screen, and none for the same', () => {
    const window = createWindow('#/overview');
    const router = new Router(window);
    router.go('technique', 'T1046');
    router.go('technique', 'T1046');
    router.go('search', null, { q: 'nmap' });
    expect(window.steps).toEqual(['#/overview', '#/technique/T1046', '#/search?q=nmap']);
    expect(router.route).toMatchObject({ screen: 'search', id: null });
  });

  it('changes parameters in place', () => {
    const window = createWindow('#/search?q=nmap&kind=rule');
    const router = new Router(window);
    router.setParams({ q: 'nmap scan', kind: null, mark: '' });
    expect(window.steps).toEqual(['#/search?q=nmap+scan']);
    expect(router.route.params.get('q')).toBe('nmap scan');
  });

  it('follows back and forward', () => {
    const window = createWindow('#/overview');
    const router = new Router(window);
    router.go('report');
    window.location.hash = '#/overview';
    router.read();
    expect(router.route.screen).toBe('overview');
  });
});
