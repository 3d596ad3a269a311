import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAGE_CSP } from '../../src/shared/csp.ts';
import { sendRaw, send, startTestServer, type TestServer } from '../support/serve.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.end());

test('the page and its files are served with their types and the policy', async () => {
  const page = await send(server, { path: '/' });
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers['content-security-policy']).toBe(PAGE_CSP);
  const script = await send(server, { path: '/assets/page.js' });
  expect([script.status, script.headers['content-type'], script.body]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'export {};',
  ]);
  expect((await send(server, { path: '/?from=anywhere' })).status).toBe(200);
});

test('what came after the start is not served', async () => {
  fs.writeFileSync(path.join(server.rendererFolder, 'later.js'), 'later');
  expect((await send(server, { path: '/later.js' })).status).toBe(404);
});

/** Ways to write `..` and what stands around it. */
function traversals(): string[] {
  const ups = ['..', '%2e%2e', '.%2e', '%2E.', '..%00', '%252e%252e', '..;', '....', '%c0%ae%c0%ae', '．．'];
  const slashes = ['/', '%2f', '%2F', '\\', '%5c', '%252f', '//', '/./'];
  const starts = ['', '/assets', '/report', '/%2e'];
  return starts.flatMap((start) =>
    ups.flatMap((up) => slashes.map((slash) => `${start}/${up}${slash}secret.js`)),
  );
}

test('no way of writing a path leaves the list', async () => {
  const absolute = [
    path.join(server.rendererFolder, '..', 'secret.js'),
    '/etc/passwd',
    '/C:/secret.js',
    '//secret.js',
  ];
  const long = [`/${'a/'.repeat(4000)}..`, `/assets/${'../'.repeat(2000)}secret.js`];
  const odd = [
    '/assets',
    '/assets/',
    '/index.html/',
    '/INDEX.HTML',
    '/assets/page.js%00.html',
    '/assets//page.js',
    '/./index.html',
  ];
  const all = [
    ...traversals(),
    ...absolute,
    ...absolute.map((one) => encodeURIComponent(one)),
    ...long,
    ...odd,
  ];
  expect(all.length).toBeGreaterThan(300);
  for (const address of all) {
    const text = `GET ${Buffer.from(address).toString('latin1')} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`;
    const answer = await sendRaw(server.port, Buffer.from(text, 'latin1'));
    expect(answer, address).not.toMatch(/secret$|root:/);
    expect(answer, address).toMatch(/^HTTP\/1\.1 (404|400|431) /);
  }
});

test('an interface that is not built is said before anything listens', async () => {
  const rendererFolder = path.join(server.rendererFolder, 'nothing');
  await expect(startTestServer({ rendererFolder })).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('npm run build'),
  });
});
