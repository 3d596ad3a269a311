import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test as base, type ServedBearing } from '../../support/browser-app.ts';
import { runBuiltCli } from '../../support/built-cli.ts';
import { documentText } from '../../support/technique-document.ts';

/** Three techniques and two organizations, and a page at the overview. */
const test = base.extend<{ bearing: { page: Page; served: ServedBearing } }>({
  bearing: async ({ scratch, serve, page }, use) => {
    const dataFolder = path.join(scratch, 'data');
    const documents = path.join(scratch, 'documents');
    fs.mkdirSync(documents);
    for (const id of ['T9001', 'T9002', 'T9003'])
      fs.writeFileSync(
        path.join(documents, `${id}.md`),
        documentText(id, `Technique ${id}`, ['Nmap', 'Scan']),
      );
    const run = (...args: string[]) => runBuiltCli(...args, '--data', dataFolder);
    await run('import', documents);
    await run('org', 'add', 'Alpha');
    await run('org', 'add', 'Beta');
    const served = await serve({ dataFolder });
    await page.goto(served.url);
    await page.locator('.cell').first().waitFor();
    await use({ page, served });
  },
});

const organization = (page: Page) => page.getByRole('button', { name: /^Organization:/ });
const newNote = (page: Page) => page.getByRole('textbox', { name: 'New note' });

async function show(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), hash);
}

test('a link opened in a new tab works, and each tab keeps its own organization', async ({
  bearing: { page, served },
  context,
}) => {
  const opened = context.waitForEvent('page');
  await page
    .locator('.cell[data-key$="/T9001"] > a')
    .first()
    .click({ modifiers: ['ControlOrMeta'] });
  const second = await opened;
  await expect(second.getByRole('heading', { level: 1, name: /Technique T9001/ })).toBeVisible();
  await expect(second).toHaveTitle('T9001 Technique T9001 · Bearing');
  await expect(organization(second)).toContainText('Alpha');

  await second.keyboard.press('Alt+2');
  await expect(organization(second)).toContainText('Beta');
  const third = await context.newPage();
  await third.goto(served.origin);
  await expect(organization(third)).toContainText('Beta');
  await expect(organization(page)).toContainText('Alpha');
  await page.reload();
  await expect(organization(page)).toContainText('Alpha');
});

test('a note is saved where it was written, and its box is empty then, on every technique', async ({
  bearing: { page },
}) => {
  for (const id of ['T9001', 'T9002', 'T9003']) {
    await show(page, `#/technique/${id}`);
    await expect(page.getByRole('heading', { level: 1, name: id })).toBeVisible();
    await expect(newNote(page)).toHaveValue('');
    await newNote(page).fill(`About ${id}`);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('article')).toHaveText(new RegExp(`About ${id}`));
    await expect(newNote(page)).toHaveValue('');
  }
  await newNote(page).fill('For Alpha alone');
  await page.keyboard.press('Alt+2');
  await expect(organization(page)).toContainText('Beta');
  await expect(newNote(page)).toHaveValue('');
  await page.keyboard.press('Alt+1');
  await expect(newNote(page)).toHaveValue('For Alpha alone');
});

test('loading again asks while a note is not saved, and not before or after', async ({
  bearing: { page },
}) => {
  await show(page, '#/technique/T9001');
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual([]);
  // Chromium asks only on a page that a person has touched.
  await newNote(page).click();
  await page.keyboard.type('half a sen');
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await newNote(page).click();
  await page.keyboard.type('whole');
  await page.keyboard.press('Control+Enter');
  await expect(newNote(page)).toHaveValue('');
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
});

test('a step back closes what lies above the page, and an address that leads nowhere is said', async ({
  bearing: { page },
}) => {
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page).toHaveTitle('Content · Bearing');
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog', { name: 'Search' })).toBeHidden();
  await expect(page).toHaveTitle('Overview · Bearing');
  await show(page, '#/bogus');
  await expect(page.getByText('There is no page at #/bogus')).toHaveCount(1);
  await expect(page).toHaveURL(/#\/overview$/);
});

test('a mark that was taken back by keys takes its message along', async ({ bearing: { page } }) => {
  await show(page, '#/technique/T9001');
  await page.getByRole('group', { name: /^Nmap, open/ }).focus();
  await page.keyboard.press('2');
  await expect(page.getByText('Nmap marked deployed')).toBeVisible();
  await page.keyboard.press('3');
  await expect(page.getByText('Nmap marked retired')).toBeVisible();
  const toasts = page.getByRole('region', { name: 'Messages' });
  await expect(toasts.locator('kbd')).toHaveText(['Ctrl', 'Z']);
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Undone: the mark on Nmap')).toBeVisible();
  await expect(page.getByText('Nmap marked retired')).toBeHidden();
  await page.keyboard.press('m');
  await page.getByRole('textbox', { name: 'Comment' }).fill('SOC-42');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Comment saved on Nmap')).toBeVisible();
});

test('a host that ends is said at once on every page', async ({ bearing: { page, served } }) => {
  await served.stop();
  await expect(page.getByRole('alert')).toContainText('Bearing no longer answers');
});

test('a name that turns the order of letters turns its own alone', async ({ bearing: { page } }) => {
  await show(page, '#/organizations?new=1');
  const field = page.getByRole('textbox', { name: 'Organization', exact: true });
  await field.fill(`Evil \u202Egnirts`);
  await field.press('Enter');
  await expect(organization(page)).toContainText('Evil');
  await page
    .getByRole('row', { name: /Evil/ })
    .getByRole('button', { name: /Archive/ })
    .click();
  const message = page.getByText(/^Evil .* archived$/);
  await expect(message).toHaveText('Evil gnirts archived');
  await expect(page.getByText(/Alpha is shown now/)).toBeVisible();
  await page.getByRole('button', { name: 'New organization…' }).click();
  await field.fill('A'.repeat(200));
  await expect(page.getByText('At most 120 characters; there is no room for more.')).toBeVisible();
});
