import http from 'node:http';
import type { AddressInfo } from 'node:net';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../../support/browser-app.ts';

test('the printed address opens the workbench; nothing but its own address is asked', async ({
  served,
  page,
}) => {
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(served.url);
  await expect(page.getByText('T1046').first()).toBeVisible();
  expect(page.url()).not.toContain(served.token);
  await page.reload();
  await expect(page.getByText('T1046').first()).toBeVisible();
  expect(asked.filter((url) => !url.startsWith(served.origin))).toEqual([]);
  expect(asked.filter((url) => url.slice(served.url.length - 64).includes(served.token))).toEqual([]);
  expect(complaints).toEqual([]);
  expect(served.errors()).toBe('');
});

test('it ends cleanly and leaves no uploads', async ({ served, bearingPage }) => {
  expect(bearingPage.url()).toContain(served.origin);
  expect(await served.stop()).toBe(0);
  expect(fs.existsSync(path.join(served.dataFolder, 'uploads'))).toBe(false);
  expect(fs.existsSync(path.join(served.dataFolder, 'ledger.db'))).toBe(true);
});

test('a name that leads to this machine gets nothing', async ({ served, page }) => {
  const { port } = new URL(served.origin);
  for (const host of ['rebound.test', 'localhost']) {
    const response = await page.goto(`http://${host}:${port}/#token=${served.token}`);
    expect(response?.status()).toBe(421);
    const status = await page.evaluate(async (token) => {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ name: 'app.info', input: {} });
      return fetch('/api/call', { method: 'POST', headers, body }).then((answer) => answer.status);
    }, served.token);
    expect(status).toBe(421);
  }
});

test('another page cannot reach it in any way that a page has', async ({ served, page, request }) => {
  const attacker = http.createServer((_, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><body>'),
  );
  await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
  const { port } = attacker.address() as AddressInfo;
  const answers: [string, number][] = [];
  page.on('response', (response) => {
    if (response.url().startsWith(served.origin))
      answers.push([`${response.request().method()} ${new URL(response.url()).pathname}`, response.status()]);
  });
  for (const host of ['127.0.0.1', 'attacker.test']) {
    await page.goto(`http://${host}:${port}/`);
    await page.evaluate(tryEverything, { origin: served.origin, token: served.token });
  }
  attacker.close();
  expect(answers.length).toBeGreaterThanOrEqual(4);
  expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
  const own = {
    Authorization: `Bearer ${served.token}`,
    Origin: served.origin,
    'Content-Type': 'application/json',
  };
  const body = JSON.stringify({ name: 'organizations.list', input: {} });
  const list = await request.post(`${served.origin}/api/call`, { headers: own, data: body });
  expect(await list.json()).toEqual({ ok: true, value: [] });
});

/** Runs in the attacker's page, which even knows the token. */
async function tryEverything({ origin, token }: { origin: string; token: string }): Promise<void> {
  const call = `${origin}/api/call`;
  const body = JSON.stringify({ name: 'organizations.create', input: { name: 'Attacker' } });
  const settle = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);
  const authorized = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  await settle(fetch(call, { method: 'POST', headers: authorized, body }));
  await settle(fetch(call, { method: 'POST', mode: 'no-cors', body }));
  await settle(fetch(`${origin}/`, { mode: 'no-cors' }));
  await settle(fetch(`${origin}/api/events`));
  navigator.sendBeacon(call, body);
  const loaded = (element: HTMLElement): Promise<unknown> =>
    new Promise((resolve) => {
      for (const name of ['load', 'error']) element.addEventListener(name, resolve);
      document.body.append(element);
    });
  await loaded(Object.assign(document.createElement('img'), { src: `${origin}/` }));
  await loaded(Object.assign(document.createElement('script'), { src: `${origin}/` }));
  await loaded(Object.assign(document.createElement('iframe'), { src: `${origin}/#token=${token}` }));
  const form = Object.assign(document.createElement('form'), {
    action: call,
    method: 'POST',
    enctype: 'text/plain',
    target: 'answer',
  });
  form.append(Object.assign(document.createElement('input'), { name: body }));
  const frame = Object.assign(document.createElement('iframe'), { name: 'answer' });
  document.body.append(form, frame);
  await new Promise((resolve) => {
    frame.addEventListener('load', resolve);
    form.submit();
  });
}
