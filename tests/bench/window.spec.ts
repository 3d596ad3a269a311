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
  await page.keyboard.press('Control+i');
  await page.getByRole('button', { name: 'Folder…' }).waitFor();

  await app.evaluate(startGauge);
  const longestOfPage = await page.evaluate(importAndMeasure);
  const longestOfMain = await app.evaluate(readGauge);

  console.log(
    `${folder}, previewed and written; longest block: main process ${longestOfMain.toFixed(0)} ms, page ${longestOfPage.toFixed(0)} ms`,
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

function importAndMeasure(): Promise<number> {
  const press = (label: string) => {
    const button = [...document.querySelectorAll('button')].find((one) =>
      one.textContent.trim().startsWith(label),
    );
    button?.click();
    return button !== undefined;
  };
  let step: 'open' | 'previewing' | 'writing' = 'open';
  let last = performance.now();
  let longest = 0;
  return new Promise((resolve) => {
    setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      if (step === 'open' && press('Folder…')) step = 'previewing';
      else if (step === 'previewing' && press('Write to the catalog')) step = 'writing';
      else if (step === 'writing' && document.body.textContent.includes('written to the catalog'))
        resolve(longest);
      last = now;
    }, 1);
  });
}
