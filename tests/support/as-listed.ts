import { expect, type Page } from '@playwright/test';

/** Shows the technique ids of the documents themselves, whatever ATT&CK has made of them. */
export async function showAsListed(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^resolved to ATT&CK/ }).click();
  await page.getByRole('button', { name: 'As listed' }).click();
  await expect(page.getByRole('button', { name: 'techniques as listed' })).toBeVisible();
  await page.keyboard.press('Escape');
}
