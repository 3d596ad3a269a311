import fs from 'node:fs';
import path from 'node:path';
import { expect, test, type Bearing } from '../../support/electron-app.ts';
import { goOnJourney, type JourneyHost } from '../../support/journey.ts';

/** Axe looks at twelve states, seconds each on a busy machine; no test waits for it. */
const TIMEOUT = 600_000;

test('the main job, from the first start to the report', async ({ start, scratch }) => {
  test.setTimeout(TIMEOUT);
  let bearing: Bearing = await start();
  const host: JourneyHost = {
    page: bearing.page,
    async chooseFolder(folder, press) {
      await bearing.app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
      }, folder);
      await press();
    },
    async save(press) {
      const file = path.join(scratch, `saved-${fs.readdirSync(scratch).length}`);
      await bearing.app.evaluate(({ dialog }, chosen) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
      }, file);
      await press();
      await expect.poll(() => fs.existsSync(file) && fs.statSync(file).size > 0).toBe(true);
      return fs.readFileSync(file, 'utf8');
    },
    async restart() {
      await bearing.stop();
      bearing = await start();
      host.page = bearing.page;
      await expect(host.page.getByText('T1046').first()).toBeVisible();
      return host.page;
    },
  };
  await goOnJourney(host, scratch);
});
