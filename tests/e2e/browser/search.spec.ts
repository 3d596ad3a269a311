import { expect, test } from '../../support/browser-app.ts';

test('a filter with a long name takes the room that it needs', async ({ bearingPage: page, served }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  const tactic = 'A tactic whose name is a whole sentence and one long word Reconnaissanceandmore';
  await page.goto(`${served.origin}/#/search?tactics=${encodeURIComponent(tactic)}`);
  const filters = page.getByRole('complementary', { name: 'Filters' });
  const chosen = filters.getByRole('checkbox', { name: tactic });
  await expect(chosen).toBeChecked();
  const overlaps = await filters.evaluate((aside) => {
    const rows = [...aside.querySelectorAll('li, h2')].map((row) => ({
      text: row.textContent,
      box: row.getBoundingClientRect(),
      inside: Math.max(...[...row.querySelectorAll('*')].map((part) => part.getBoundingClientRect().bottom)),
      wide: row.scrollWidth > row.clientWidth,
    }));
    return rows
      .filter(({ box, inside, wide }, at) => wide || inside > (rows[at + 1]?.box.top ?? box.bottom) + 1)
      .map(({ text }) => text);
  });
  expect(overlaps).toEqual([]);
});
