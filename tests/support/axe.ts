import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds wrong on the page as it stands, or within a part of it: each rule with the first element that breaks it. */
export async function findViolations(page: Page, within?: string): Promise<string[]> {
  // Without legacy mode axe opens a page of its own, which Electron does not allow.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (within === undefined ? axe : axe.include(within)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} (${nodes.length})`);
}
