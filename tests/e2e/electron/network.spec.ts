import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { environment, expect, PROJECT, test } from '../../support/electron-app.ts';

test('the page can ask nobody, and nothing that it asks leaves', async ({ bearing }) => {
  const { app, page } = bearing;
  await app.evaluate(({ session }) => {
    const counts = globalThis as unknown as { sent: string[] };
    counts.sent = [];
    // Told of only after the guard has let a request pass.
    session.defaultSession.webRequest.onSendHeaders(({ url }) => void counts.sent.push(url));
  });
  const answers = await page.evaluate(async () => {
    const refused = (work: Promise<unknown>) =>
      work.then(
        () => 'answered',
        () => 'refused',
      );
    const on = (target: EventTarget) =>
      new Promise<string>((resolve) => {
        target.addEventListener('error', () => resolve('refused'));
        for (const name of ['load', 'open', 'message'])
          target.addEventListener(name, () => resolve('answered'));
      });
    const element = (tag: string, attributes: Record<string, string>) => {
      const made = document.createElement(tag);
      const outcome = on(made);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      document.head.append(made);
      return outcome;
    };
    for (const rel of ['dns-prefetch', 'preconnect', 'prefetch', 'preload', 'icon']) {
      const link = document.createElement('link');
      Object.assign(link, { rel, href: `https://${rel}.example.org/`, as: 'image' });
      document.head.append(link);
    }
    const request = new XMLHttpRequest();
    const xhr = on(request);
    request.open('GET', 'https://xhr.example.org/');
    request.send();
    return {
      fetch: await refused(fetch('https://fetch.example.org/')),
      local: await refused(fetch('http://127.0.0.1:9/')),
      xhr: await xhr,
      image: await element('img', { src: 'https://img.example.org/x.png' }),
      style: await element('link', { rel: 'stylesheet', href: 'https://css.example.org/x.css' }),
      socket: await refused(
        new Promise((resolve, reject) => {
          try {
            void on(new WebSocket('wss://ws.example.org/')).then((outcome) =>
              outcome === 'refused' ? reject(new Error()) : resolve(outcome),
            );
          } catch (error) {
            reject(error as Error);
          }
        }),
      ),
      events: await on(new EventSource('https://events.example.org/')),
      worker: await refused(navigator.serviceWorker?.register('/sw.js') ?? Promise.reject(new Error())),
    };
  });
  expect(new Set(Object.values(answers))).toEqual(new Set(['refused']));
  const sent = await app.evaluate(() => (globalThis as unknown as { sent: string[] }).sent);
  expect(sent.filter((url) => !url.startsWith('app://bearing/'))).toEqual([]);
});

test('main itself gets nothing past the guard, and beyond it no name is found', async ({ bearing }) => {
  const answers = await bearing.app.evaluate(async ({ net, session }) => {
    const ask = (work: () => Promise<unknown>) =>
      work().then(
        () => 'answered',
        (error: Error) => error.message,
      );
    const guarded = await ask(() => net.fetch('https://example.org/'));
    const another = session.fromPartition('another');
    const alsoGuarded = await ask(() => another.fetch('https://example.org/'));
    another.webRequest.onBeforeRequest(null);
    return { guarded, alsoGuarded, unguarded: await ask(() => another.fetch('https://example.org/')) };
  });
  expect(answers).toEqual({
    guarded: expect.stringContaining('ERR_BLOCKED_BY_CLIENT'),
    alsoGuarded: expect.stringContaining('ERR_BLOCKED_BY_CLIENT'),
    unguarded: expect.stringContaining('ERR_NAME_NOT_RESOLVED'),
  });
});

test('not one packet leaves while a page tries', async ({ program, scratch, displayEnv }) => {
  const launch = {
    program,
    data: path.join(scratch, 'data'),
    env: environment(path.join(scratch, 'home'), displayEnv),
  };
  const script = path.join(PROJECT, 'tests/support/count-packets.sh');
  const run = spawnSync(
    'sh',
    [script, process.execPath, path.join(PROJECT, 'tests/support/try-network.mjs')],
    {
      encoding: 'utf8',
      env: { ...process.env, ...displayEnv, BEARING_LAUNCH: JSON.stringify(launch) },
    },
  );
  test.skip(
    run.status === 77,
    `This machine gives no network namespace to count packets in: ${run.stderr.trim()}`,
  );
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toEqual({ control: 1, tried: true, packets: 0 });
});
