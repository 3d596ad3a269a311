import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../../support/browser-app.ts';
import { goOnJourney, type JourneyHost } from '../../support/journey.ts';

/** Axe looks at twelve states, seconds each on a busy machine; no test waits for it. */
const TIMEOUT = 600_000;

test('the main job, from the first start to the report', async ({ serve, context, scratch }) => {
  test.setTimeout(TIMEOUT);
  const dataFolder = path.join(scratch, 'data');
  let served = await serve({ dataFolder });
  const requests: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  const origins = new Set([served.origin]);
  const host: JourneyHost = {
    page: await context.newPage(),
    async chooseFolder(folder, press) {
      const chooser = host.page.waitForEvent('filechooser');
      await press();
      await (await chooser).setFiles(folder);
    },
    async save(press) {
      const download = host.page.waitForEvent('download');
      await press();
      return fs.readFileSync(await (await download).path(), 'utf8');
    },
    async restart() {
      await host.page.close();
      await served.stop();
      served = await serve({ dataFolder });
      origins.add(served.origin);
      host.page = await context.newPage();
      await host.page.goto(served.url);
      await expect(host.page.getByText('T1046').first()).toBeVisible();
      return host.page;
    },
  };
  await host.page.goto(served.url);
  await goOnJourney(host, scratch);
  expect(requests.length).toBeGreaterThan(0);
  expect(requests.filter((url) => !origins.has(new URL(url).origin) && !url.startsWith('blob:'))).toEqual([]);
});
