import type { Page } from '@playwright/test';
import { findViolations } from '../../support/axe.ts';
import { expect, test } from '../../support/browser-app.ts';
import { sigmaRule, sigmaText } from '../../support/sigma-snapshot.ts';
import { pax, tarGz } from '../../support/tar.ts';

const COMMIT = '1f94f252aabbccddeeff00112233445566778899';
const RULES = Array.from({ length: 6 }, (_, index) =>
  sigmaRule(index + 1, `Made rule ${index + 1}`, {
    techniques: ['T1046', 'T1047'],
    level: 'high',
    status: 'experimental',
  }),
);
const [first, second] = RULES.map(sigmaText) as [string, string];

/** Imports a snapshot through the page, as a person in a browser does. */
async function importSnapshot(page: Page): Promise<void> {
  const modified = Date.UTC(2022, 7, 9) / 1000;
  const files = RULES.map((rule) => ({ name: `sigma-master/${rule.file}`, body: sigmaText(rule), modified }));
  // As `git archive` writes it.
  const buffer = tarGz([pax({ comment: COMMIT }, 'g'), ...files]);
  await page.getByRole('link', { name: 'Content', exact: true }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Import files/ }).click();
  await (await chooser).setFiles({ name: 'sigma-master.tar.gz', mimeType: 'application/gzip', buffer });
  const pane = page.getByRole('complementary', { name: 'Import' });
  const snapshot = pane.getByRole('region', { name: 'Sigma' });
  await expect(snapshot).toContainText(`snapshot\u00a0${COMMIT.slice(0, 8)}, 9 Aug 2022`);
  await snapshot.getByRole('button', { name: '6 new' }).click();
  await expect(snapshot.getByRole('listitem')).toHaveText(RULES.map(({ title }) => title));
  expect(await findViolations(page)).toEqual([]);
  await pane.getByRole('button', { name: /^Write/ }).click();
  await expect(pane).toContainText('written to the catalog');
}

test('a rule of a snapshot is read beside the list, and copied', async ({
  bearingPage: page,
  served,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await importSnapshot(page);
  await page.goto(`${served.origin}/#/technique/T1047`);
  const row = page.getByRole('group', { name: 'Made rule 1, open' });
  await expect(row).toContainText('high · experimental');
  await row.getByRole('button', { name: 'Made rule 1', exact: true }).click();

  const panel = page.getByRole('complementary', { name: 'Made rule 1' });
  await expect(panel).toBeFocused();
  const lines = panel.getByRole('group', { name: 'Lines' });
  await expect(lines).toHaveText(first.trimEnd(), { useInnerText: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findViolations(page)).toEqual([]);
  }
  await panel.getByRole('button', { name: /^Copy text/ }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);

  await page.keyboard.press('J');
  const next = page.getByRole('complementary', { name: 'Made rule 2' });
  await expect(next).toContainText(second.split('\n')[1]!);
  await page.keyboard.press('Escape');
  await expect(next).toBeHidden();
  await expect(page.getByRole('group', { name: 'Made rule 2, open' })).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(next).toBeFocused();
  await next.getByRole('link', { name: 'T1046' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('T1046');
  await expect(page.getByRole('group', { name: 'Made rule 2, open' })).toBeFocused();
  await expect(next).toBeHidden();
});

test('a result of a search is read beside the list, with keys alone', async ({
  bearingPage: page,
  served,
}) => {
  await importSnapshot(page);
  await page.goto(`${served.origin}/#/search?q=made+rule&types=rule`);
  await expect(page.getByRole('row', { name: /Made rule/ })).toHaveCount(6);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const panel = page.locator('aside.drawer');
  await expect(panel).toBeFocused();
  await expect(panel).toContainText('condition: selection');
  await page.keyboard.press('W');
  await expect(panel.getByRole('button', { name: /^Wrap lines/ })).toHaveAttribute('aria-pressed', 'false');
  expect(await findViolations(page, 'aside.drawer')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page.getByRole('grid', { name: 'Results' })).toBeFocused();
});
