import path from 'node:path';
import { findViolations } from '../../support/axe.ts';
import { expect, test } from '../../support/browser-app.ts';
import { runBuiltCli } from '../../support/built-cli.ts';
import { SMALL_RULES, writeSmallSnapshots } from '../../support/small-snapshots.ts';

test('a run is recorded, validates the technique, is changed and taken back', async ({
  scratch,
  serve,
  page,
}) => {
  const dataFolder = path.join(scratch, 'data');
  const bearing = (...args: string[]) => runBuiltCli(...args, '--data', dataFolder);
  await bearing('import', writeSmallSnapshots(path.join(scratch, 'snapshots')));
  await bearing('org', 'add', 'Northfield');
  await bearing('mark', 'deployed', `sigma:${SMALL_RULES[0]?.id ?? ''}`);
  const served = await serve({ dataFolder });
  await page.goto(served.url);
  await expect(page.getByRole('link', { name: 'Content', exact: true })).toBeVisible();
  await page.goto(`${served.origin}/#/technique/T1046`);

  const banner = page.getByRole('region', { name: 'Level' });
  await expect(banner).toContainText('no run that counts');
  const row = page.getByRole('group', { name: 'Scan of ports, deployed' });
  await row.click();
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog', { name: 'Record a run' });
  const record = dialog.getByRole('button', { name: /^Record/ });
  await expect(record).toBeDisabled();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findViolations(page)).toEqual([]);
  }
  await dialog.getByLabel('Test').selectOption('Another');
  await dialog.getByRole('button', { name: /^Missed/ }).click();
  await expect(dialog.getByLabel('Scan of ports')).toBeDisabled();
  await dialog.getByRole('button', { name: /^Alerted/ }).click();
  await dialog.getByLabel('Scan of ports').check();
  await dialog.getByLabel('Comment').fill('seen by the night shift');
  await page.keyboard.press('Control+Enter');

  await expect(banner).toContainText('Validated');
  const runs = page.getByRole('region', { name: 'Runs' });
  await expect(runs.getByRole('article')).toContainText('Fired: Scan of ports.');
  await runs.getByRole('article').hover();
  await runs.getByRole('button', { name: 'Edit the run of Another' }).click();
  const change = page.getByRole('dialog', { name: 'Change a run' });
  await change.getByRole('button', { name: /^Logged only/ }).click();
  await change.getByRole('button', { name: /^Save/ }).click();
  await expect(banner).toContainText('Failed');
  await expect(page.getByText('run changed: logged only,')).toBeVisible();
  expect(await findViolations(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect(banner).toContainText('Validated');
  await page.goto(`${served.origin}/#/overview`);
  await expect(page.getByText(/Validated: 1 of .* deployed; 1 of 1 test run was/).first()).toBeAttached();
});
