import path from 'node:path';
import { expect, test } from '../support/electron-app.ts';

// `npm run bench:window`: the longest time for which the window's page and its main process did nothing else while every document was
// previewed and imported. Both gauges tick every few milliseconds, which the figures include. The page presses its buttons itself: Playwright's
// own looking and waiting would block it for longer than the import does.
test('the longest block of the window during an import', async ({ start }) => {
  const corpus = process.env.BEARING_CORPUS;
  test.skip(!corpus, 'BEARING_CORPUS names no folder with technique-documents');
  const folder = path.join(corpus ?? '', 'technique-documents');
  const { app, page } = await start();
  await expect(page.getByText('T1046').first()).toBeVisible();
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  // What ships is imported first.
  await expect(page.getByRole('button', { name: 'Import folder…' })).toBeEnabled({ timeout: 60_000 });

  await app.evaluate(startGauge);
  const inPage = await page.evaluate(importAndMeasure);
  const main = await app.evaluate(readGauge);

  const ms = (value: number) => `${value.toFixed(0)} ms`;
  console.log(
    `${folder}, previewed and written; longest block: main process ${ms(main)}, page ${ms(inPage.running)} while it ran, ${ms(inPage.showing)} to show what it found`,
  );
});

// What follows runs in the process that is measured.

function startGauge(): void {
  const gauge = globalThis as typeof globalThis & { longestGap?: number };
  let last = performance.now();
  gauge.longestGap = 0;
  setInterval(() => {
    const now = performance.now();
    gauge.longestGap = Math.max(gauge.longestGap ?? 0, now - last);
    last = now;
  }, 1);
}

function readGauge(): number {
  return (globalThis as typeof globalThis & { longestGap?: number }).longestGap ?? Number.NaN;
}

function importAndMeasure(): Promise<{ running: number; showing: number }> {
  const press = (label: string) => {
    const button = [...document.querySelectorAll('button')].find((one) =>
      one.textContent.trim().startsWith(label),
    );
    button?.click();
    return button !== undefined;
  };
  const steps = [
    () => press('Import folder…'),
    () => press('Write to the catalog'),
    () => document.body.textContent.includes('written to the catalog'),
  ];
  const longest = { running: 0, showing: 0 };
  let last = performance.now();
  return new Promise((resolve) => {
    setInterval(() => {
      const gap = performance.now() - last;
      const isStep = steps[0]?.() === true;
      if (isStep) steps.shift();
      // What a step waited for has just been drawn.
      const what = isStep ? 'showing' : 'running';
      longest[what] = Math.max(longest[what], gap);
      if (steps.length === 0) resolve(longest);
      last = performance.now();
    }, 1);
  });
}
