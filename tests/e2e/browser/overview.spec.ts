import type { Page } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { showAsListed } from '../../support/as-listed.ts';
import { findViolations } from '../../support/axe.ts';
import { expect, test as base } from '../../support/browser-app.ts';
import { writeMatrix } from '../../support/matrix-documents.ts';
import { runBuiltCli } from '../../support/built-cli.ts';

/** A workbench whose catalog fills the matrix; `organization` is the one shown. */
const test = base.extend<{
  overview: (organization?: string, share?: number) => Promise<Page>;
  techniques: { count: number };
}>({
  techniques: async ({}, use) => {
    await use({ count: 0 });
  },
  overview: async ({ scratch, serve, page, techniques }, use) => {
    await use(async (organization, share = 1) => {
      const dataFolder = path.join(scratch, 'data');
      const documents = path.join(scratch, 'documents');
      techniques.count = writeMatrix(documents, share);
      const run = (...args: string[]) => runBuiltCli(...args, '--data', dataFolder);
      await run('import', documents);
      if (organization !== undefined) {
        await run('org', 'add', organization);
        const keys = ['T1000', 'T1003.001', 'T1600'].map((id) => `sigma:${fileOf(id)}`);
        await run('mark', 'deployed', ...keys, '--org', organization);
      }
      const { url } = await serve({ dataFolder });
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(url);
      await showAsListed(page);
      await page.locator('.cell').first().waitFor();
      return page;
    });
  },
});

function fileOf(id: string): string {
  return `rules/windows/proc_creation_win_rule_of_${id.toLowerCase().replace('.', '_')}.yml`;
}

const cell = (page: Page, id: string) => page.locator(`.cell[data-key$="/${id}"]`).first();
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>('.cell')?.dataset.key);

const techniqueFigure = (page: Page) =>
  page.getByRole('region', { name: 'Summary' }).getByRole('button').first();

/** How far the matrix is wider and higher than its window, and the names that are wider than their cell. */
function findOverflow(page: Page) {
  return page.locator('.view').evaluate((view) => ({
    sideways: view.scrollWidth - view.clientWidth,
    down: view.scrollHeight - view.clientHeight,
    names: [...view.querySelectorAll<HTMLElement>('.cell > a')]
      // Of the height a pixel or two are the room that a font keeps above its letters.
      .filter((link) => link.scrollWidth > link.clientWidth || link.scrollHeight > link.clientHeight + 2)
      .map((link) => link.textContent),
  }));
}

test('all of it is in one glance, and in two bands in a small window', async ({ overview, techniques }) => {
  const page = await overview('Northfield');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    `Overview of ${techniques.count} techniques`,
  );
  await expect(page.locator('.tactic')).toHaveCount(16);
  expect(await findOverflow(page)).toEqual({ sideways: 0, down: 0, names: [] });
  await page.setViewportSize({ width: 1024, height: 700 });
  await expect(page.locator('.matrix.bands')).toBeVisible();
  await expect.poll(() => findOverflow(page)).toMatchObject({ sideways: 0, names: [] });
  await page.keyboard.press('z');
  await expect.poll(() => findOverflow(page)).toMatchObject({ sideways: 0, names: [] });
});

test('levels, counts and sums are those of the organization', async ({ overview, techniques }) => {
  const page = await overview('Northfield');
  for (const [id, level] of [
    ['T1000', 'deployed'],
    ['T1001', 'listed'],
    ['T1003', 'unlisted'],
  ] as const) {
    await expect(cell(page, id)).toHaveAttribute('data-fill', level);
  }
  await expect(cell(page, 'T1003').getByRole('button')).toHaveText('1/2');
  await expect(page.getByRole('button', { name: /Deployed 3/ })).toBeVisible();
  const figure = techniqueFigure(page);
  await expect(figure).toContainText(`3 of ${techniques.count} techniques`);
  await figure.click();
  await expect(page.getByRole('dialog', { name: 'How techniques are counted' })).toContainText(
    `${techniques.count}techniques in the catalog`,
  );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'How techniques are counted' })).toBeHidden();
});

test('everything goes by keyboard', async ({ overview }) => {
  const page = await overview('Northfield');
  await page.keyboard.press('f');
  await page.keyboard.type('t1003');
  await expect(page.getByRole('status').filter({ hasText: '3 of' })).toBeVisible();
  await page.keyboard.press('Enter');
  expect(await focused(page)).toBe('Reconnaissance/T1003');
  await expect(page.locator('.card')).toContainText('Unlisted: no source lists anything');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe('Reconnaissance/T1003.001');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toMatch(/^Resource Development\//);
  await page.keyboard.press('Escape');
  await expect(page.locator('.card')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Filter by id or name' })).toHaveValue('');
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: /Fold all/ })).toBeVisible();
  await expect(cell(page, 'T1600.002')).toBeVisible();
  const last = await focused(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/technique\/T11\d\d/);
  await page.goBack();
  await expect.poll(() => focused(page)).toBe(last);
});

test('the legend dims the rest, and removes nothing', async ({ overview }) => {
  const page = await overview('Northfield');
  const all = await page.locator('.cell').count();
  await page.getByRole('button', { name: /Deployed 3/ }).click();
  await expect(cell(page, 'T1001')).toHaveClass(/dim/);
  await expect(cell(page, 'T1000')).not.toHaveClass(/dim/);
  // Folded, it hides one that is deployed.
  await expect(cell(page, 'T1003')).not.toHaveClass(/dim/);
  expect(await page.locator('.cell').count()).toBe(all);
});

test('a card shows after a moment of pointing', async ({ overview }) => {
  const page = await overview('Northfield');
  await cell(page, 'T1000').hover();
  await expect(page.locator('.card')).toContainText('Deployed: 1 of 1 rule deployed');
  await page.mouse.move(5, 5);
  await expect(page.locator('.card')).toBeHidden();
});

test('without an organization it says how to begin, and begins', async ({ overview }) => {
  const page = await overview(undefined, 0.4);
  await expect(page.getByText('Here already')).toBeVisible();
  await expect(cell(page, 'T1000')).toHaveAttribute('data-fill', 'listed');
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Tab');
  const name = page.getByRole('textbox', { name: 'Organization' });
  await name.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('A name is needed.')).toBeVisible();
  await name.fill('Northfield');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Organization: Northfield' })).toBeVisible();
  await expect(techniqueFigure(page)).toContainText('0 of');
});

test('at a first start what ships is there, and the steps go when there is an organization', async ({
  bearingPage: page,
}) => {
  const shipped = fs.readdirSync(path.resolve(__dirname, '../../../data/technique-documents')).length;
  await showAsListed(page);
  await expect(page.getByRole('main')).toContainText(`${shipped} techniques`);
  const steps = page.getByRole('region', { name: 'Three steps to begin' });
  await steps.getByLabel('Organization').fill('Northfield');
  await steps.getByLabel('Organization').press('Enter');
  await expect(techniqueFigure(page)).toContainText(`0 of ${shipped}`);
  await expect(page.getByRole('region', { name: 'What comes next' })).toBeHidden();
  expect(await findViolations(page)).toEqual([]);
});

test('next steps stay beside a single document until more is imported', async ({ serve, page, scratch }) => {
  const dataFolder = path.join(scratch, 'data');
  await runBuiltCli('import', path.resolve(__dirname, '../../../data/example'), '--data', dataFolder);
  await page.goto((await serve({ dataFolder })).url);
  await showAsListed(page);
  const steps = page.getByRole('region', { name: 'Three steps to begin' });
  await steps.getByLabel('Organization').fill('Northfield');
  await steps.getByLabel('Organization').press('Enter');
  const next = page.getByRole('region', { name: 'What comes next' });
  await expect(next).toContainText('The catalog holds one technique document.');
  await expect(page.getByRole('region', { name: 'Summary' })).toContainText(
    /0 of 1 technique\b[^]*0 of 0 controls\s*none listed/,
  );
  expect(await findViolations(page)).toEqual([]);
  const chooser = page.waitForEvent('filechooser');
  await next.getByRole('button', { name: /Import/ }).click();
  const documents = path.join(scratch, 'more');
  writeMatrix(documents, 0.1);
  await page.getByRole('button', { name: 'Folder…' }).click();
  await (await chooser).setFiles(documents);
  await page.getByRole('button', { name: 'Write to the catalog' }).click();
  await expect(page.getByText('Marks and notes are as they were.')).toBeVisible();
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.locator('.cell').nth(3)).toBeVisible();
  await expect(next).toBeHidden();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in ${colorScheme}`, async ({ overview }) => {
    const page = await overview('Northfield', 0.4);
    await page.emulateMedia({ colorScheme });
    await cell(page, 'T1003').getByRole('link').focus();
    await page.keyboard.press('Space');
    await expect(page.locator('.card')).toBeVisible();
    expect(await findViolations(page)).toEqual([]);
    await techniqueFigure(page).click();
    expect(await findViolations(page, '[popover]:popover-open')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys and settings' })).toBeVisible();
    expect(await findViolations(page, 'dialog')).toEqual([]);
  });
}

test('it prints on one page', async ({ overview }) => {
  const page = await overview('Northfield');
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});
