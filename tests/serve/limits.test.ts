import os from 'node:os';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALL_BYTES } from '../../src/serve/body.ts';
import {
  call,
  ownHeaders,
  send,
  sendOwn,
  sendRaw,
  startTestServer,
  statusOf,
  type TestServer,
} from '../support/serve.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.end());

const JSON_TYPE = { 'Content-Type': 'application/json' };

function head(method: string, address: string, more: string[] = []): string {
  const { Authorization, Origin } = ownHeaders(server);
  const own = [`Host: 127.0.0.1:${server.port}`, `Authorization: ${Authorization}`, `Origin: ${Origin}`];
  return [`${method} ${address} HTTP/1.1`, ...own, ...more].join('\r\n');
}

async function expectAlive(): Promise<void> {
  expect(await call(server, 'app.info', {})).toMatchObject({ ok: true });
}

describe('bodies', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json-patch+json',
    '',
  ])('type %j is refused', async (type) => {
    const headers = type === '' ? {} : { 'Content-Type': type };
    const reply = await sendOwn(server, {
      method: 'POST',
      path: '/api/call',
      headers,
      body: '{"name":"app.info","input":{}}',
    });
    expect(reply.status).toBe(415);
  });

  test('JSON with a character set passes', async () => {
    const headers = { 'Content-Type': 'Application/JSON; charset=utf-8' };
    const reply = await sendOwn(server, {
      method: 'POST',
      path: '/api/call',
      headers,
      body: '{"name":"app.info","input":{}}',
    });
    expect(reply.status).toBe(200);
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '"app.info"',
    '{"input":{}}',
    '{"name":1}',
    Buffer.from([0xff, 0xfe, 0x7b]),
  ])('%j is no call', async (body) => {
    const reply = await sendOwn(server, { method: 'POST', path: '/api/call', headers: JSON_TYPE, body });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  });

  test('a declared length over the limit is refused before it comes', async () => {
    const text = head('POST', '/api/call', [
      'Content-Type: application/json',
      `Content-Length: ${CALL_BYTES + 1}`,
      '',
      '',
    ]);
    const answer = await sendRaw(server.port, text, (soFar) => soFar.includes('"ok":false'));
    expect(statusOf(answer)).toBe(413);
  });

  test('a body that grows over the limit is refused, and one of the limit is read', async () => {
    const headers = { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' };
    const over = await sendOwn(server, {
      method: 'POST',
      path: '/api/call',
      headers,
      body: Buffer.alloc(CALL_BYTES + 1, ' '),
    });
    expect(over.status).toBe(413);
    const full = await sendOwn(server, {
      method: 'POST',
      path: '/api/call',
      headers,
      body: Buffer.alloc(CALL_BYTES, ' '),
    });
    expect(full.status).toBe(400);
  });

  test('what is deep or hostile JSON is answered like any other', async () => {
    const deep = `{"name":"app.info","input":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const polluting = '{"name":"app.info","input":{"__proto__":{"polluted":true}}}';
    for (const body of [deep, polluting]) {
      const reply = await sendOwn(server, { method: 'POST', path: '/api/call', headers: JSON_TYPE, body });
      expect([200, 400]).toContain(reply.status);
    }
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('requests that are none', () => {
  test('headers of one megabyte are refused', async () => {
    const answer = await sendRaw(
      server.port,
      head('GET', '/', [`X-Long: ${'x'.repeat(1024 * 1024)}`, '', '']),
    );
    expect([0, 431]).toContain(statusOf(answer));
    await expectAlive();
  });

  test('headers and bodies that never end are given up', async () => {
    const impatient = await startTestServer({ timeouts: { headers: 300, request: 600, check: 50 } });
    const headers = await sendRaw(
      impatient.port,
      `GET / HTTP/1.1\r\nHost: 127.0.0.1:${impatient.port}\r\nX-Slow: y`,
    );
    expect(statusOf(headers)).toBe(408);
    const { Authorization, Origin } = ownHeaders(impatient);
    const lines = [
      `Host: 127.0.0.1:${impatient.port}`,
      `Authorization: ${Authorization}`,
      `Origin: ${Origin}`,
    ];
    const text = [
      'POST /api/call HTTP/1.1',
      ...lines,
      'Content-Type: application/json',
      'Content-Length: 100',
      '',
      '{"na',
    ];
    expect([0, 408]).toContain(statusOf(await sendRaw(impatient.port, text.join('\r\n'))));
    expect(await call(impatient, 'app.info', {})).toMatchObject({ ok: true });
    await impatient.end();
  });

  test.each([
    ['two lengths', ['Content-Length: 5', 'Content-Length: 6', '', 'hello']],
    ['length and chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked', '', '0', '', '']],
    ['chunked twice', ['Transfer-Encoding: chunked, chunked', '', '0', '', '']],
    ['a chunk without size', ['Transfer-Encoding: chunked', '', 'xyz', 'hello', '0', '', '']],
    ['a folded header', ['X-Folded: a', ' b', '', '']],
    ['a header without colon', ['Nonsense', '', '']],
    ['a bare line feed', ['X-A: b\nContent-Length: 5', '', 'hello']],
    ['a NUL in a header', ['X-A: \0', '', '']],
    ['a negative length', ['Content-Length: -1', '', '']],
  ])('%s: refused, and the next request is answered', async (_, lines) => {
    const text = head('POST', '/api/call', ['Content-Type: application/json', 'Connection: close', ...lines]);
    const answer = await sendRaw(server.port, text);
    expect(statusOf(answer)).not.toBe(200);
    expect(answer.match(/HTTP\/1\.1 /g)?.length ?? 0).toBeLessThanOrEqual(1);
    await expectAlive();
  });

  test.each(['CONNECT 127.0.0.1:1 HTTP/1.1', 'PRI * HTTP/2.0', 'gibberish', '\0\0\0\0'])(
    '%j opens nothing',
    async (line) => {
      const answer = await sendRaw(
        server.port,
        `${line}\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).not.toContain('<title>');
      await expectAlive();
    },
  );

  test('a thousand malformed requests leave it standing', async () => {
    const seed = 20_261_124;
    let state = seed;
    const random = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const base = Buffer.from(
      head('POST', '/api/call', [
        'Content-Type: application/json',
        'Content-Length: 2',
        'Connection: close',
        '',
        '{}',
      ]),
    );
    for (let i = 0; i < 1000; i++) {
      const bytes = Buffer.from(base);
      for (let k = 0; k < 4; k++) bytes[random(bytes.length)] = random(256);
      const socket = net.connect(server.port, '127.0.0.1', () => socket.end(bytes));
      socket.on('error', () => socket.destroy());
      socket.resume();
      await new Promise((resolve) => socket.on('close', resolve));
    }
    await expectAlive();
    expect(server.lines, `seed ${seed}`).toEqual([]);
  });
});

describe('where it listens', () => {
  test('on 127.0.0.1 and no other address of this machine', async () => {
    const all = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
    const others = ['::1', ...all.map(({ address }) => address)].filter((address) => address !== '127.0.0.1');
    const open = await Promise.all(others.map((address) => isOpen(address, server.port)));
    expect(others.filter((_, i) => open[i])).toEqual([]);
    expect(await isOpen('127.0.0.1', server.port)).toBe(true);
  });

  test('until it is closed, and a taken port is said', async () => {
    const first = await startTestServer();
    await expect(startTestServer({ port: first.port })).rejects.toMatchObject({ code: 'invalid-input' });
    await first.end();
    await first.close();
    expect(await isOpen('127.0.0.1', first.port)).toBe(false);
  });

  test('closing ends what is open', async () => {
    const other = await startTestServer();
    const stream = sendRaw(
      other.port,
      `GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${other.port}\r\nAuthorization: Bearer ${other.token}\r\n\r\n`,
    );
    await send(other, { path: '/' });
    await other.end();
    expect(statusOf(await stream)).toBe(200);
  });
});

function isOpen(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
