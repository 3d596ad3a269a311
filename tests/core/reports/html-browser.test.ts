import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderHtml } from '../../../src/core/reports/html.ts';
import { reportWith } from '../../support/hostile-report.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';
import { OPTIONS, smallReport } from '../../support/report-value.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (file) => existsSync(file),
);
if (executablePath === undefined)
  process.stdout.write('Skipped: the HTML report in a browser. No Chromium in /usr/bin.\n');

describe.skipIf(executablePath === undefined)('the HTML report in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser.close();
  });

  test('runs no hostile text: canary unset, no request, no script element, no complaint of the policy', async () => {
    const page = await browser.newPage();
    const seen = watch(page);
    // Those that need a character of HTML, and one with all the rest.
    const texts = [...HOSTILE_TEXTS.filter((text) => /[<"'&]/.test(text)), HOSTILE_TEXTS.join('\n')];
    for (const text of texts) {
      await page.setContent(renderHtml(reportWith(text), OPTIONS).text);
      const found = await page.evaluate(() => ({
        canary: 'canary' in globalThis,
        active: document.querySelectorAll('script, iframe, object, embed, img, link, base, form, [style]')
          .length,
        title: document.title.startsWith('Coverage report, '),
        // A text that broke out would leave elements of its own behind the end of the report.
        last: document.body.lastElementChild?.tagName,
        styles: document.querySelectorAll('style').length,
      }));
      expect(found, text).toEqual({ canary: false, active: 0, title: true, last: 'MAIN', styles: 1 });
    }
    expect(seen).toEqual({ requests: [], complaints: [] });
    await page.close();
  });

  test('is styled under its own policy, and its contents lead to its headings', async () => {
    const page = await browser.newPage();
    const seen = watch(page);
    const { text, contents } = renderHtml(smallReport(), OPTIONS);
    await page.setContent(text);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('h2[id]:not(#contents)').allTextContents()).toEqual(
      contents.map(({ title }) => title),
    );
    expect(await page.getByRole('navigation').getByRole('link').count()).toBe(contents.length);
    for (const role of ['banner', 'main', 'navigation'] as const)
      expect(await page.getByRole(role).count()).toBe(1);
    expect(seen).toEqual({ requests: [], complaints: [] });
    await page.close();
  });
});

function watch(page: Page): { requests: string[]; complaints: string[] } {
  const seen: { requests: string[]; complaints: string[] } = { requests: [], complaints: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('console', (message) => seen.complaints.push(message.text()));
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  return seen;
}
