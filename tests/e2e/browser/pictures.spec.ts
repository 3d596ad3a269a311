import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../../support/browser-app.ts';
import { runBuiltCli } from '../../support/built-cli.ts';

const CORPUS = process.env.BEARING_CORPUS;
const PICTURES = process.env.BEARING_PICTURES;

/** Each screen, and what it shows when it is there. */
const SCREENS = [
  ['overview', 'Active Scanning'],
  ['technique/T1046', 'Suspicious Nmap Execution'],
  ['search?q=scan', 'Network Service Scanning'],
  ['organizations', 'Northfield Utilities'],
  ['content', 'Microsoft Sentinel'],
  ['report', 'SHA-256'],
] as const;

/** Pictures of every screen, to be looked at; the README shows the first. `BEARING_PICTURES=DIR npm test -- browser` makes them. */
test('pictures of every screen', async ({ scratch, serve, page }) => {
  test.skip(CORPUS === undefined, 'BEARING_CORPUS names no folder with real technique documents.');
  const data = ['--data', path.join(scratch, 'data')];
  await runBuiltCli('import', path.join(CORPUS!, 'technique-documents'), ...data);
  await runBuiltCli('org', 'add', 'Northfield Utilities', ...data);
  const found = await runBuiltCli('search', 'windows', '--kind', 'rule', '--limit', '260', '--json', ...data);
  const keys = (JSON.parse(found) as { rows: { key: string }[] }).rows.map((row) => row.key);
  await runBuiltCli('mark', 'deployed', ...keys.filter((_, index) => index % 2 === 0), ...data);
  const { url } = await serve({ dataFolder: path.join(scratch, 'data') });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(url);
  await expect(page.locator('.cell').first()).toBeVisible();
  const folder = PICTURES ?? path.join(scratch, 'pictures');
  fs.mkdirSync(folder, { recursive: true });
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const theme of ['light', 'dark'] as const) {
      for (const [screen, shown] of SCREENS) {
        await page.goto(`${page.url().split('#')[0]}#/${screen}`);
        await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), theme);
        await expect(page.getByText(shown).first()).toBeVisible();
        if (screen === 'report')
          await expect(page.frameLocator('iframe').getByRole('heading').first()).toBeVisible();
        const name = `${screen.split(/[/?]/)[0] ?? screen}-${width}-${theme}.png`;
        await page.screenshot({ path: path.join(folder, name) });
      }
    }
  }
  expect(fs.readdirSync(folder)).toHaveLength(24);
});
