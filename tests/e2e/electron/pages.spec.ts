import fs from 'node:fs';
import { PAGE_CSP, REPORT_CSP } from '../../../src/shared/csp.ts';
import { expect, test, type Bearing } from '../../support/electron-app.ts';
import { listTraversals } from '../../support/traversals.ts';

// The official Electron security checklist, point by point, on the running app.

test('pages have no rights of their own', async ({ bearing }) => {
  const preferences = await bearing.app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((contents) =>
        (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
      ),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({ contextIsolation: true, sandbox: true, webSecurity: true });
  const rights = [
    'nodeIntegration',
    'nodeIntegrationInWorker',
    'nodeIntegrationInSubFrames',
    'allowRunningInsecureContent',
    'experimentalFeatures',
    'webviewTag',
    'navigateOnDragDrop',
    'enableBlinkFeatures',
  ];
  // Electron leaves out those that nobody gave.
  const given = Object.entries(preferences[0]!).filter(([name, value]) => rights.includes(name) && value);
  expect(given).toEqual([]);
  expect(await bearing.app.evaluate(({ session }) => session.defaultSession.isSpellCheckerEnabled())).toBe(
    false,
  );
  const names = ['require', 'process', 'module', 'exports', 'Buffer', 'global', 'setImmediate', '__dirname'];
  expect(await bearing.page.evaluate((all) => all.filter((name) => name in window), names)).toEqual([]);
});

test('page processes are in the sandbox of the system', async ({ bearing }) => {
  test.skip(process.platform !== 'linux', 'Only Linux tells of it in /proc.');
  const pids = await bearing.app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .map(({ pid }) => pid),
  );
  expect(pids.length).toBeGreaterThan(0);
  for (const pid of pids) {
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\t2$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  }
  expect(await bearing.app.evaluate(({ app }) => app.commandLine.hasSwitch('no-sandbox'))).toBe(false);
});

test('every permission is denied', async ({ bearing }) => {
  const answers = await bearing.page.evaluate(async () => {
    const n = navigator as unknown as Record<
      string,
      Record<string, (...args: unknown[]) => Promise<unknown>>
    >;
    const outcome = (work: () => Promise<unknown>) => work().then(String, () => 'refused');
    const asked: Record<string, () => Promise<unknown>> = {
      notifications: () => Notification.requestPermission(),
      camera: () => n.mediaDevices!.getUserMedia!({ video: true, audio: true }),
      screen: () => n.mediaDevices!.getDisplayMedia!({ video: true }),
      place: () =>
        new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      clipboard: () => n.clipboard!.readText!(),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      usb: () => n.usb!.requestDevice!({ filters: [] }),
      hid: () => n.hid!.requestDevice!({ filters: [] }),
      serial: () => n.serial!.requestPort!(),
      bluetooth: () => n.bluetooth!.requestDevice!({ acceptAllDevices: true }),
    };
    const results = Object.entries(asked).map(async ([name, ask]) => [
      name,
      await outcome(async () => ask()),
    ]);
    return Object.fromEntries(await Promise.all(results)) as Record<string, string>;
  });
  for (const [name, answer] of Object.entries(answers)) {
    // A chooser without a choice answers an empty list.
    expect([name, answer]).toEqual([name, expect.stringMatching(/^(denied|refused|)$/)]);
  }
  const names = [
    'camera',
    'microphone',
    'geolocation',
    'notifications',
    'clipboard-read',
    'midi',
    'persistent-storage',
  ];
  const states = await bearing.page.evaluate(
    async (all) =>
      Promise.all(
        all.map(async (name) => (await navigator.permissions.query({ name: name as never })).state),
      ),
    names,
  );
  expect(states.filter((state) => state === 'granted')).toEqual([]);
});

test('every answer carries its policy, and the policy holds', async ({ bearing }) => {
  const headers = await bearing.page.evaluate(async () => {
    const elements = document.querySelectorAll<HTMLElement>('script[src], link[href]');
    const loaded = [...elements].map(
      (element) => (element as HTMLScriptElement).src || (element as HTMLLinkElement).href,
    );
    const urls = ['/index.html', ...loaded];
    return Promise.all(
      urls.map(async (url) => {
        const answer = await fetch(url);
        return [answer.headers.get('content-security-policy'), answer.headers.get('x-content-type-options')];
      }),
    );
  });
  expect(headers.length).toBeGreaterThan(2);
  for (const header of headers) expect(header).toEqual([PAGE_CSP, 'nosniff']);
  expect(REPORT_CSP).toContain("default-src 'none'");

  const attempts = await bearing.page.evaluate(async () => {
    // What the test tool runs is exempt from the policy; what a timer runs is not.
    const later = (work: () => unknown) =>
      new Promise<string>((resolve) =>
        setTimeout(() => {
          try {
            work();
            resolve('ran');
          } catch (error) {
            resolve((error as Error).name);
          }
        }),
      );
    const loads = (tag: string, attribute: string, url: string) =>
      new Promise<string>((resolve) => {
        const element = document.createElement(tag);
        document.addEventListener('securitypolicyviolation', () => resolve('refused'), { once: true });
        element.addEventListener('load', () => resolve('loaded'));
        if (tag === 'link') element.setAttribute('rel', 'stylesheet');
        element.setAttribute(attribute, url);
        document.body.append(element);
      });
    return {
      eval: await later(() => eval('1')),
      function: await later(() => new Function('return 1')() as unknown),
      markup: await later(() => (document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>')),
      script: await later(() => (document.createElement('script').textContent = 'alert(1)')),
      image: await loads('img', 'src', 'https://example.org/x.png'),
      data: await loads('img', 'src', 'data:image/gif;base64,R0lGODlhAQABAAAAACw='),
      style: await loads('link', 'href', 'https://example.org/x.css'),
      frame: await loads('iframe', 'src', 'https://example.org/'),
      object: await later(() =>
        document.createElement('object').setAttribute('data', 'https://example.org/'),
      ),
    };
  });
  expect(attempts).toEqual({
    eval: 'EvalError',
    function: 'EvalError',
    markup: 'TypeError',
    script: 'TypeError',
    image: 'refused',
    data: 'refused',
    style: 'refused',
    frame: 'refused',
    object: 'TypeError',
  });
});

test('a webview is only an unknown element', async ({ bearing }) => {
  await bearing.page.evaluate(() => {
    const view = document.createElement('webview');
    for (const [name, value] of [
      ['src', 'app://bearing/index.html'],
      ['nodeintegration', ''],
      ['allowpopups', ''],
    ]) {
      view.setAttribute(name!, value!);
    }
    view.setAttribute('preload', 'file:///tmp/x.js');
    document.body.append(view);
  });
  expect(await countContents(bearing)).toBe(1);
});

test('addresses outside the list of files are answered nothing', async ({ bearing }) => {
  const traversals = listTraversals();
  expect(traversals.length).toBeGreaterThanOrEqual(200);
  const answers = await bearing.page.evaluate(
    async (urls) =>
      Promise.all(
        urls.map(async (url) => {
          try {
            const answer = await fetch(url);
            return { url, status: answer.status, bytes: (await answer.arrayBuffer()).byteLength };
          } catch {
            return { url, status: 0, bytes: 0 };
          }
        }),
      ),
    traversals,
  );
  expect(answers.filter(({ status, bytes }) => bytes > 0 || (status !== 404 && status !== 0))).toEqual([]);
});

test('the page sees one name more than an empty page, with nothing but its functions', async ({
  bearing,
}) => {
  const found = await bearing.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const bare = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    const bridge = (window as unknown as { bearing: Record<string, unknown> }).bearing;
    return {
      // Frames are names of the window too, by number.
      extra: Object.getOwnPropertyNames(window)
        .filter((name) => !bare.has(name) && !/^\d+$/.test(name))
        .sort(),
      members: Object.entries(bridge).map(([name, value]) => `${name}: ${typeof value}`),
      isFrozen: Object.isFrozen(bridge),
      inFrame: 'bearing' in frame.contentWindow!,
    };
  });
  expect(found).toEqual({
    // Svelte notes its version on the window.
    extra: ['__svelte', 'bearing'],
    members: ['invoke', 'subscribe', 'chooseImport', 'pathForFile', 'saveReport', 'copyText'].map(
      (name) => `${name}: function`,
    ),
    isFrozen: true,
    inFrame: false,
  });
});

test('nothing warns and no policy is broken from start to first page', async ({ start }) => {
  const bearing = await start({ env: { ELECTRON_ENABLE_SECURITY_WARNINGS: '1' } });
  const lines: string[] = [];
  bearing.page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  await bearing.page.reload();
  await bearing.page.waitForLoadState('load');
  expect(lines.filter((line) => /^(error|warning)|Security/.test(line))).toEqual([]);
});

function countContents({ app }: Bearing): Promise<number> {
  return app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
}
