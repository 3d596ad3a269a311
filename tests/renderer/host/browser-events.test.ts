import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEvents } from '../../../src/renderer/host/browser-events.ts';
import type { Http } from '../../../src/renderer/host/browser-http.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { AppEvent } from '../../../src/shared/events.ts';

/** A transport whose lines the test writes and breaks. */
function fakeHttp() {
  const lines: ReadableStreamDefaultController<Uint8Array>[] = [];
  let status: number | 'gone' = 200;
  const http: Http = {
    isRefused: false,
    async send() {
      if (status === 'gone') throw new AppError('closed', 'gone');
      const body = new ReadableStream<Uint8Array>({ start: (controller) => void lines.push(controller) });
      return new Response(body, { status });
    },
    fetchJson: () => Promise.reject(new Error('not asked here')),
    async invoke(name) {
      const value = name === 'app.info' ? { job: 'job-1' } : [{ id: 'org-1' }, { id: 'org-2' }];
      return { ok: true, value };
    },
  };
  return {
    http,
    answerWith: (next: number | 'gone') => (status = next),
    count: () => lines.length,
    write: (text: string) => lines.at(-1)?.enqueue(new TextEncoder().encode(text)),
    breakLine: () => lines.at(-1)?.error(new Error('broken')),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const line = (event: AppEvent): string => `data: ${JSON.stringify(event)}\n\n`;

test('events arrive whole, however they are cut, and comments are passed over', async () => {
  const { http, write } = fakeHttp();
  const seen: AppEvent[] = [];
  createEvents(http).subscribe((event) => seen.push(event));
  await settle();
  const text = `: open\n\n${line({ name: 'catalog.changed', data: {} })}: alive\n\n${line({ name: 'import.job', data: { job: 'ä' } })}`;
  for (const character of text) write(character);
  await settle();
  expect(seen).toEqual([
    { name: 'catalog.changed', data: {} },
    { name: 'import.job', data: { job: 'ä' } },
  ]);
});

test('one line serves all listeners, and a broken one is opened again with all said to have changed', async () => {
  const { http, count, write, breakLine } = fakeHttp();
  const [first, second]: [string[], AppEvent[]] = [[], []];
  const { subscribe } = createEvents(http);
  const stop = subscribe((event) => first.push(event.name));
  subscribe((event) => second.push(event));
  await settle();
  expect(count()).toBe(1);
  write(line({ name: 'settings.changed', data: {} }));
  await settle();
  stop();
  breakLine();
  await vi.advanceTimersByTimeAsync(1000);
  expect(count()).toBe(2);
  expect(first).toEqual(['settings.changed']);
  expect(second.slice(1)).toEqual([
    { name: 'catalog.changed', data: {} },
    { name: 'settings.changed', data: {} },
    { name: 'organizations.changed', data: {} },
    { name: 'tracking.changed', data: { organizationId: 'org-1' } },
    { name: 'tracking.changed', data: { organizationId: 'org-2' } },
    { name: 'import.job', data: { job: 'job-1' } },
  ]);
});

test('a host that is away is tried again ever more rarely until it is back', async () => {
  const { http, answerWith, count } = fakeHttp();
  const send = vi.fn(http.send);
  answerWith('gone');
  createEvents({ ...http, send }).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(send.mock.calls.length).toBeGreaterThan(5);
  expect(send.mock.calls.length).toBeLessThan(20);
  answerWith(200);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(count()).toBe(1);
});

test('a token that the host does not take is not tried again', async () => {
  const { http, answerWith } = fakeHttp();
  const send = vi.fn(http.send);
  answerWith(401);
  createEvents({ ...http, send }).subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(send.mock.calls.length).toBe(1);
});

test('a host that has gone is said once it does not answer a second time, and that it is back', async () => {
  const { http, answerWith, breakLine } = fakeHttp();
  const said: (string | null)[] = [];
  const events = createEvents(http);
  events.onLost((error) => said.push(error?.code ?? null));
  events.subscribe(() => undefined);
  await settle();
  breakLine();
  await vi.advanceTimersByTimeAsync(1000);
  expect(said).not.toContain('closed');
  answerWith('gone');
  breakLine();
  await vi.advanceTimersByTimeAsync(1000);
  expect(said.at(-1)).toBe('closed');
  answerWith(200);
  await vi.advanceTimersByTimeAsync(6000);
  expect(said.at(-1)).toBe(null);
  answerWith(401);
  breakLine();
  await vi.advanceTimersByTimeAsync(6000);
  expect(said.at(-1)).toBe('unauthorized');
});
