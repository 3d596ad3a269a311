import { expect, test, type Bearing } from '../../support/electron-app.ts';

const ELSEWHERE = [
  'https://example.org/',
  'http://example.org/',
  'file:///etc/passwd',
  'data:text/html,<h1>x</h1>',
  'javascript:void(window.ran=1)',
  'app://other/index.html',
  'app://bearing/assets/',
  'blob:app://bearing/0',
  'mailto:a@example.org',
  'smb://host/share',
  'ms-settings:',
  'vbscript:x',
];

test('no way of navigating leaves the page', async ({ bearing }) => {
  const before = bearing.page.url();
  await bearing.page.evaluate(() => ((window as unknown as { here: boolean }).here = true));
  for (const url of ELSEWHERE) {
    await bearing.page.evaluate((to) => void (location.href = to), url);
    await bearing.page.evaluate((to) => location.replace(to), url).catch(() => undefined);
    await bearing.page.evaluate(clickLink, { url, keys: {} });
    await bearing.page.evaluate((to) => {
      const form = document.createElement('form');
      form.action = to;
      document.body.append(form);
      form.submit();
      form.remove();
    }, url);
    await bearing.page.evaluate((to) => {
      const meta = document.createElement('meta');
      meta.httpEquiv = 'refresh';
      meta.content = `0;url=${to}`;
      document.head.append(meta);
    }, url);
    await expectSamePage(bearing, before);
  }
  expect(await bearing.page.evaluate(() => 'ran' in window)).toBe(false);
  expect(bearing.log().filter(({ message }) => message === 'navigation refused').length).toBeGreaterThan(5);
});

test('an empty page is left for the workbench again', async ({ bearing }) => {
  for (const way of ['href', 'replace'] as const) {
    await bearing.page.evaluate((how) => {
      if (how === 'href') location.href = 'about:blank';
      else location.replace('about:blank');
    }, way);
    await expect(bearing.page.getByText('T1046').first()).toBeVisible();
    expect(bearing.page.url()).toMatch(/^app:\/\/bearing\/index\.html/);
  }
});

test('no window opens', async ({ bearing }) => {
  const before = bearing.page.url();
  const own = ['app://bearing/index.html', 'app://bearing/report/0123456789abcdef'];
  for (const url of [...ELSEWHERE, 'about:blank', ...own]) {
    const opened = await bearing.page.evaluate(
      (to) => window.open(to, 'name') === null && window.open(to) === null,
      url,
    );
    expect([url, opened]).toEqual([url, true]);
    for (const keys of [
      { ctrlKey: true },
      { shiftKey: true },
      { button: 1 },
      { target: '_blank' },
      { target: 'x' },
    ]) {
      await bearing.page.evaluate(clickLink, { url, keys });
    }
    await expectSamePage(bearing, before);
  }
});

test('a frame holds a made report and nothing else', async ({ bearing }) => {
  const refused = [
    'app://bearing/index.html',
    'app://bearing/assets/x',
    'app://other/report/0123456789abcdef',
  ];
  for (const url of refused) {
    await bearing.page.evaluate((to) => {
      const frame = document.createElement('iframe');
      frame.src = to;
      document.body.append(frame);
    }, url);
  }
  await expect
    .poll(() => bearing.log().filter(({ message }) => message === 'navigation refused').length)
    .toBeGreaterThanOrEqual(refused.length - 1);
  const texts = await Promise.all(
    bearing.page
      .frames()
      .slice(1)
      .map((frame) => frame.evaluate(() => document.body.innerText)),
  );
  expect(texts.join('')).toBe('');
});

/** A click as a person makes it, on a link that the page did not have. */
function clickLink({ url, keys }: { url: string; keys: MouseEventInit & { target?: string } }): void {
  const link = document.createElement('a');
  link.href = url;
  link.target = keys.target ?? '';
  document.body.append(link);
  link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...keys }));
  link.remove();
}

/** The same document as before, after main has had its turn to answer. */
async function expectSamePage({ app, page }: Bearing, url: string): Promise<void> {
  await page.evaluate(() =>
    (window as unknown as { bearing: { invoke(name: string, input: object): unknown } }).bearing.invoke(
      'settings.get',
      {},
    ),
  );
  expect(page.url()).toBe(url);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
}
