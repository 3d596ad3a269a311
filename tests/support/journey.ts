import { expect, type Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import fs from 'node:fs';
import path from 'node:path';
import { showAsListed } from './as-listed.ts';
import { findViolations } from './axe.ts';
import { documentText } from './technique-document.ts';

/** What each host does in its own way while a person goes on the journey. */
export interface JourneyHost {
  page: Page;
  /** Chooses this folder when `press` asks for one. */
  chooseFolder(folder: string, press: () => Promise<void>): Promise<void>;
  /** What `press` saves, as text. */
  save(press: () => Promise<void>): Promise<string>;
  /** Stops and starts on the same data folder; answers the new page. */
  restart(): Promise<Page>;
}

const THEMES = ['light', 'dark'] as const;
const RULES = ['Suspicious Nmap Execution', 'Advanced Port Scanner', 'Network Scans Count'];

/** The main job, by keyboard and pointer as an analyst would do it; ends with the numbers of what was exported. */
export async function goOnJourney(host: JourneyHost, scratch: string): Promise<void> {
  const documents = path.join(scratch, 'documents');
  fs.mkdirSync(documents);
  fs.writeFileSync(
    path.join(documents, 'T9046.md'),
    documentText('T9046', 'Scanning for the journey', RULES),
  );
  fs.writeFileSync(path.join(documents, 'T9047.md'), documentText('T9047', 'Another one', [RULES[0]!]));

  await expect(host.page.getByText('T1046').first()).toBeVisible();
  await createOrganization(host.page);
  // The matrix is there before what ships is imported; until then no other import begins.
  await expect(host.page.getByText(/of \d,\d{3} rules/)).toBeVisible({ timeout: 60_000 });
  await importFolder(host, documents);
  await findAndMark(host.page);
  await writeNote(host.page);
  await checkScreens(host.page);

  const page = await host.restart();
  await page.goto(withHash(page, '#/technique/T9046'));
  await expect(page.getByText('Kept over a restart')).toBeVisible();
  await expect(page.getByText('Deployed: 2 of 3 rules.')).toBeVisible();

  await showAsListed(page);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await checkHtml(host, page);
  await checkCsv(host, page);
}

async function createOrganization(page: Page): Promise<void> {
  const steps = page.getByRole('region', { name: 'Three steps to begin' });
  await steps.getByLabel('Organization').fill('Journey Corp');
  await steps.getByLabel('Organization').press('Enter');
  await expect(page.getByRole('button', { name: 'Journey Corp' }).first()).toBeVisible();
}

async function importFolder(host: JourneyHost, documents: string): Promise<void> {
  const { page } = host;
  await page.keyboard.press('Control+i');
  await host.chooseFolder(documents, () => page.getByRole('button', { name: 'Folder…' }).click());
  await page.getByRole('button', { name: 'Write to the catalog' }).click();
  await expect(page.getByText('written to the catalog').first()).toBeVisible();
}

async function findAndMark(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('nmap');
  await expect(page.getByRole('option').filter({ hasText: RULES[0]! }).first()).toBeVisible();
  await page.getByRole('combobox').fill('T9046');
  await expect(page.getByRole('option').first()).toContainText('Scanning for the journey');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /Scanning for the journey/ })).toBeVisible();
  for (const title of RULES.slice(0, 2)) {
    await page.getByRole('group', { name: new RegExp(`^${title}, open`) }).focus();
    await page.keyboard.press('2');
    await expect(page.getByRole('group', { name: new RegExp(`^${title}, deployed`) })).toBeVisible();
  }
  await page.goto(withHash(page, '#/technique/T1046'));
  await page.getByRole('group', { name: /^Port Scan Nmap, open/ }).focus();
  await page.keyboard.press('2');
  await expect(page.getByRole('group', { name: /^Port Scan Nmap, deployed/ })).toBeVisible();
}

async function writeNote(page: Page): Promise<void> {
  await page.goto(withHash(page, '#/technique/T9046'));
  await page.getByRole('textbox', { name: 'New note' }).fill('Kept over **a restart**');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('textbox', { name: 'New note' })).toHaveValue('');
}

async function checkScreens(page: Page): Promise<void> {
  const screens = ['overview', 'technique/T1046', 'search?q=scan', 'organizations', 'content', 'report'];
  for (const theme of THEMES) {
    for (const screen of screens) {
      await page.goto(withHash(page, `#/${screen}`));
      await page.evaluate((chosen) => (document.documentElement.dataset.theme = chosen), theme);
      await expect(page.getByRole('main')).toBeVisible();
      if (screen === 'report') await expect(page.getByText('SHA-256').first()).toBeVisible();
      expect(await findViolations(page), `${screen}, ${theme}`).toEqual([]);
    }
  }
}

async function checkHtml(host: JourneyHost, page: Page): Promise<void> {
  const html = await host.save(() => page.getByRole('button', { name: /^Save HTML/ }).click());
  expect(html).toContain('Journey Corp');
  expect(html).not.toContain('<script');
  const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  // T9046 and T9047 list the marked rule; T1046 has a test deployed, which deploys no rule.
  const deployed = /A rule is deployed for (.*?) techniques/.exec(text)?.[1];
  expect(deployed).toBe(`2 of ${countShipped().techniques + 2}`);
  expect(text).toContain('Kept over');
}

async function checkCsv(host: JourneyHost, page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^CSV/ }).check();
  const csv = await host.save(() => page.getByRole('button', { name: /^Save CSV/ }).click());
  const rows = parse(csv, { columns: true, bom: true }) as {
    technique_id: string;
    kind: string;
    title: string;
    mark: string;
  }[];
  const deployed = rows
    .filter((row) => row.mark === 'deployed')
    .map((row) => `${row.technique_id} ${row.kind} ${row.title}`);
  expect(deployed.toSorted()).toEqual([
    'T1046 test Port Scan Nmap',
    `T9046 rule ${RULES[1]!}`,
    `T9046 rule ${RULES[0]!}`,
    `T9047 rule ${RULES[0]!}`,
  ]);
  // What ships, and 3 and 1 rules of the two imported.
  expect(rows).toHaveLength(countShipped().rows + 4);
}

/** The documents that ship, and the rows of a report on them: a different item of a list has one, and so has a technique for which nothing is listed. */
function countShipped(): { techniques: number; rows: number } {
  const folder = path.resolve(__dirname, '../../data/technique-documents');
  const pages = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
  const rows = pages.map((page) => {
    // Tests of one name in one technique are one resource.
    const items = page.split('\n## ').flatMap((section) => [...new Set(section.match(/^\* .*$/gm))]);
    return Math.max(1, items.length);
  });
  return { techniques: pages.length, rows: rows.reduce((sum, count) => sum + count, 0) };
}

function withHash(page: Page, hash: string): string {
  return page.url().split('#')[0] + hash;
}
