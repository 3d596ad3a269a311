import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WRONG_TOKENS_PER_MINUTE } from '../../src/serve/gate.ts';
import {
  ownHeaders,
  send,
  sendOwn,
  sendRaw,
  startTestServer,
  statusOf,
  type TestServer,
} from '../support/serve.ts';

const BODY = '{"name":"app.info","input":{}}';
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'];
/** Address, the methods that it answers, and whether it asks for the token. */
const ROUTES = [
  ['/', ['GET'], false],
  ['/report/0123456789abcdef0123456789abcdef', ['GET'], false],
  ['/api/call', ['POST'], true],
  ['/api/events', ['GET'], true],
  ['/api/uploads', ['POST'], true],
  ['/api/uploads/0123456789abcdef0123456789abcdef', ['PUT', 'DELETE'], true],
] satisfies [string, string[], boolean][];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.end());

/** Lines of the Host header, ours first. */
function hosts(port: number): string[][] {
  const names = [
    `localhost:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port + 1}`,
    `127.1:${port}`,
    `2130706433:${port}`,
    `0x7f000001:${port}`,
    `[::1]:${port}`,
    `[::ffff:127.0.0.1]:${port}`,
    `127.0.0.1.:${port}`,
    `rebound.test:${port}`,
    `127.0.0.1:${port}.rebound.test`,
  ];
  const ours = `127.0.0.1:${port}`;
  return [[ours], ...names.map((name) => [name]), [], [ours, ours], [ours, `rebound.test:${port}`]];
}

/** Origin headers, ours first, then none. */
function origins(port: number): (string | null)[] {
  return [
    `http://127.0.0.1:${port}`,
    null,
    'null',
    `http://127.0.0.1:${port + 1}`,
    `https://127.0.0.1:${port}`,
    `http://localhost:${port}`,
    `http://127.0.0.1.rebound.test:${port}`,
    'http://rebound.test',
  ];
}

function requestText(
  method: string,
  address: string,
  host: string[],
  origin: string | null,
  token: string | null,
): string {
  const lines = [
    `${method} ${address} HTTP/1.1`,
    ...host.map((name) => `Host: ${name}`),
    ...(origin === null ? [] : [`Origin: ${origin}`]),
    ...(token === null ? [] : [`Authorization: Bearer ${token}`]),
    'Content-Type: application/json',
    ...(method === 'GET' || method === 'HEAD' ? [] : [`Content-Length: ${BODY.length}`]),
    'Connection: close',
    '',
    method === 'GET' || method === 'HEAD' ? '' : BODY,
  ];
  return lines.join('\r\n');
}

describe('who is let in', () => {
  test.each(ROUTES)('%s answers %j from its own page alone', async (address, answered, asksToken) => {
    const { port, token } = server;
    const [ourHost = []] = hosts(port);
    const [ourOrigin = null] = origins(port);
    const wrong: string[] = [];
    let passed = 0;
    let refused = 0;
    for (const host of hosts(port)) {
      for (const origin of origins(port)) {
        for (const method of METHODS) {
          for (const given of [token, null]) {
            const text = requestText(method, address, host, origin, given);
            const status = statusOf(await sendRaw(port, text, (answer) => answer.includes('\r\n\r\n')));
            const isOurs =
              host.join() === ourHost.join() &&
              (origin === ourOrigin || (origin === null && method === 'GET')) &&
              answered.includes(method) &&
              (given !== null || !asksToken);
            if (isOurs) passed += 1;
            else refused += 1;
            if (isOurs === [401, 403, 405, 421].includes(status)) wrong.push(`${status} for ${text}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    // By page (and as a bare GET), with the token (or, where none is asked, without).
    expect(passed).toBe((answered.includes('GET') ? 2 : answered.length) * (asksToken ? 1 : 2));
    expect(refused).toBeGreaterThan(1000);
  });

  test.each(['cross-site', 'same-site', 'none ', 'SAME-ORIGIN', ''])(
    'Sec-Fetch-Site %j is refused',
    async (site) => {
      const reply = await sendOwn(server, { path: '/', headers: { 'Sec-Fetch-Site': site } });
      // Spaces around a value are not part of it.
      expect(reply.status).toBe(site.trim() === 'none' ? 200 : 403);
    },
  );

  test.each(['same-origin', 'none'])('Sec-Fetch-Site %s passes', async (site) => {
    const reply = await send(server, { path: '/', headers: { 'Sec-Fetch-Site': site } });
    expect(reply.status).toBe(200);
  });

  test('an absolute or authority form of address finds nothing', async () => {
    const host = `Host: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`;
    for (const target of [
      `http://127.0.0.1:${server.port}/`,
      'http://rebound.test/',
      '*',
      '//',
      'index.html',
    ]) {
      const answer = await sendRaw(server.port, `GET ${target} HTTP/1.1\r\n${host}`);
      expect([target, statusOf(answer)]).toEqual([
        target,
        target.startsWith('index') || target === '*' ? expect.any(Number) : 404,
      ]);
      expect(answer).not.toContain('<title>');
    }
  });
});

describe('the token', () => {
  test('a wrong one never passes, is answered more and more curtly, and does not lock the right one out', async () => {
    const seen = new Map<number, number>();
    const wrongs = [
      server.token.slice(1),
      `${server.token}0`,
      server.token.toUpperCase() + 'x',
      '',
      '0'.repeat(64),
    ];
    for (let i = 0; i < 1000; i++) {
      const headers = { ...ownHeaders(server), Authorization: `Bearer ${wrongs[i % wrongs.length]}` };
      const { status } = await send(server, { path: '/api/events', headers });
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
    expect([...seen.keys()].toSorted()).toEqual([401, 429]);
    expect(seen.get(401)).toBeLessThanOrEqual(WRONG_TOKENS_PER_MINUTE * 2);
    const headers = { 'Content-Type': 'application/json' };
    const reply = await sendOwn(server, { method: 'POST', path: '/api/call', headers, body: BODY });
    expect(reply.status).toBe(200);
  });

  test.each(['Basic', 'bearer', 'Bearer '])('scheme %j with the right token is refused', async (scheme) => {
    const headers = { ...ownHeaders(server), Authorization: `${scheme} ${server.token}` };
    const reply = await send(server, { path: '/api/events', headers });
    expect([401, 429]).toContain(reply.status);
  });

  test('it counts in the header alone', async () => {
    const { Origin } = ownHeaders(server);
    const reply = await send(server, {
      path: `/api/events?token=${server.token}`,
      headers: { Origin, Cookie: `token=${server.token}` },
    });
    expect(reply.status).toBe(401);
  });
});

describe('what every answer says', () => {
  test.each([
    ['/', 'GET'],
    ['/assets/page.js', 'GET'],
    ['/nothing', 'GET'],
    ['/report/0123456789abcdef0123456789abcdef', 'GET'],
    ['/api/call', 'GET'],
    ['/api/call', 'OPTIONS'],
  ])('%s to %s', async (address, method) => {
    const { headers } = await send(server, { path: address, method });
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain('frame-ancestors');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(headers).not.toHaveProperty('location');
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test('a refusal is the JSON error answer', async () => {
    const { status, body, headers } = await send(server, { path: '/api/events' });
    expect(status).toBe(401);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toEqual({
      ok: false,
      error: { code: 'unauthorized', message: expect.stringContaining('token') },
    });
  });
});
