import type { ElectronApplication } from '@playwright/test';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../support/electron-app.ts';

/** A task of a thread as Chromium traces it: times in µs. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  args: { name?: string };
}

// `npm run bench:window`: the longest task (https://www.w3.org/TR/longtasks-1: over 50 ms is long) of the window's page and of its main process
// while all of it was previewed and imported, waiting for a processor included. Chromium traces them itself: a timer that should tick
// measures when Electron gets round to timers, too. The page presses its buttons: Playwright's own looking and waiting are tasks as well.
for (const part of ['technique-documents', 'snapshots and documents'])
  test(`the longest task of the window during an import of ${part}`, async ({ start }) => {
    const corpus = process.env.BEARING_CORPUS;
    test.skip(!corpus, 'BEARING_CORPUS names no folder with technique-documents and snapshots');
    const folder = path.join(corpus ?? '', part === 'technique-documents' ? part : '.');
    const { app, page } = await start();
    await expect(page.getByText('T1046').first()).toBeVisible();
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, folder);
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    // What ships is imported first.
    await expect(page.getByRole('button', { name: 'Import folder…' })).toBeEnabled({ timeout: 60_000 });

    const longest = await traceTasks(app, () => page.evaluate(importAll));

    const ms = (task: number) => `${(task / 1000).toFixed(0)} ms`;
    console.log(
      `${part}, previewed and written; longest task: main process ${ms(longest.main)}, page ${ms(longest.page)}`,
    );
  });

/** The longest tasks, in µs, while something is done. */
async function traceTasks(
  app: ElectronApplication,
  act: () => Promise<void>,
): Promise<{ main: number; page: number }> {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ['toplevel'] }),
  );
  await act();
  const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  const { traceEvents } = JSON.parse(fs.readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] };
  fs.rmSync(file);
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const longestOf = (threadName: string) => {
    const threads = new Set(
      traceEvents
        .filter(({ name, args }) => name === 'thread_name' && args.name === threadName)
        .map(threadOf),
    );
    const tasks = traceEvents.filter((event) => event.ph === 'X' && threads.has(threadOf(event)));
    expect(tasks.length, `traced tasks of ${threadName}`).toBeGreaterThan(100);
    return Math.max(...tasks.map(({ dur = 0 }) => dur));
  };
  return { main: longestOf('CrBrowserMain'), page: longestOf('CrRendererMain') };
}

/** Runs in the page. Resolves when the import was previewed, written and shown. */
function importAll(): Promise<void> {
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
  return new Promise((resolve) => {
    const looking = setInterval(() => {
      if (steps[0]?.() === true) steps.shift();
      if (steps.length > 0) return;
      clearInterval(looking);
      // What it waited for is drawn by then.
      requestAnimationFrame(() => setTimeout(resolve, 0));
    }, 10);
  });
}
