import fc from 'fast-check';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Bridge } from '../../../src/shared/bridge.ts';
import { CONTRACT } from '../../../src/shared/contract.ts';
import { ERROR_CODES, type Answer } from '../../../src/shared/errors.ts';
import type { MadeReport } from '../../../src/shared/model/report.ts';
import type { Organization } from '../../../src/shared/model/tracking.ts';
import { expect, test, type Bearing } from '../../support/electron-app.ts';
import { readAnswer } from '../../../src/shared/client.ts';

const RUNS = 200;

test('a call comes back as an answer', async ({ bearing }) => {
  const answer = await invoke(bearing, 'app.info', {});
  expect(answer).toMatchObject({ ok: true, value: { dataFolder: bearing.dataFolder } });
});

test('any name and argument is answered with a value or a known error', async ({ bearing }) => {
  // Imports and removals would change what the next run meets.
  const names = Object.keys(CONTRACT).filter((name) => !name.startsWith('content.'));
  const anyName = fc.oneof(
    fc.constantFrom(...names),
    fc.string(),
    fc.constantFrom('__proto__', 'constructor', 'toString'),
  );
  await fc.assert(
    fc.asyncProperty(anyName, fc.jsonValue({ maxDepth: 3 }), async (name, input) => {
      const answer = await invoke(bearing, name, input);
      if (!answer.ok) expect(ERROR_CODES).toContain(answer.error.code);
    }),
    { numRuns: RUNS },
  );
});

test('another window is refused, even with the same page and script', async ({ bearing }) => {
  const message = await bearing.app.evaluate(async ({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/preload/index.js`;
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await other.loadURL('app://bearing/index.html');
    const script = `bearing.invoke('app.info', {}).then(() => 'answered', (error) => error.message)`;
    const result = (await other.webContents.executeJavaScript(script)) as string;
    other.destroy();
    return result;
  });
  expect(message).toContain('Only the window of Bearing itself may ask this.');
});

test('the own window is refused once it shows another page', async ({ bearing }) => {
  const messages = await bearing.app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    // Main would leave an empty page at once.
    webContents.removeAllListeners('did-navigate');
    await webContents.loadURL('about:blank');
    const ask = (call: string) =>
      webContents.executeJavaScript(
        `bearing.${call}.then(() => 'answered', (error) => error.message)`,
      ) as Promise<string>;
    return Promise.all([ask(`invoke('app.info', {})`), ask(`copyText('x')`)]);
  });
  for (const message of messages)
    expect(message).toContain('Only the window of Bearing itself may ask this.');
});

test('dialogs answer paths, or null when nothing was chosen', async ({ bearing }) => {
  const { app, page } = bearing;
  const choose = () =>
    page.evaluate(() =>
      (
        window as unknown as { bearing: { chooseImport(what: string): Promise<unknown> } }
      ).bearing.chooseImport('folder'),
    );
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = (() =>
      Promise.resolve({ canceled: false, filePaths: ['/media/stick/documents'] })) as never;
  });
  expect(await choose()).toEqual([{ path: '/media/stick/documents' }]);
  await app.evaluate(({ dialog }) => {
    dialog.showOpenDialog = (() => Promise.resolve({ canceled: true, filePaths: [] })) as never;
  });
  expect(await choose()).toBeNull();
});

test('a made report is shown in a frame without rights, and saved byte for byte', async ({
  bearing,
  scratch,
}) => {
  const made = await makeReport(bearing);
  const file = path.join(scratch, made.fileName);
  await bearing.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath: chosen })) as never;
  }, file);
  const saved = await bearing.page.evaluate(
    (id) => (window as unknown as { bearing: Bridge }).bearing.saveReport(id),
    made.id,
  );
  expect(saved).toBe(file);
  expect(crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex')).toBe(made.sha256);

  await bearing.page.evaluate((id) => {
    const frame = document.createElement('iframe');
    frame.src = `/report/${id}`;
    frame.id = 'probe';
    document.body.append(frame);
  }, made.id);
  await expect(bearing.page.frameLocator('#probe').getByRole('heading', { level: 1 })).toBeVisible();
  const origin = await bearing.page
    .frames()
    .at(-1)!
    .evaluate(() => self.origin);
  expect(origin).toBe('null');
});

test('a report that cannot be saved is said to be so', async ({ bearing, scratch }) => {
  const made = await makeReport(bearing);
  const file = path.join(scratch, 'no-such-folder', made.fileName);
  await bearing.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath: chosen })) as never;
  }, file);
  const message = await bearing.page.evaluate(
    (id) =>
      (window as unknown as { bearing: Bridge }).bearing
        .saveReport(id)
        .catch((error: Error) => error.message),
    made.id,
  );
  expect(message).toContain(`${file} was not saved`);
});

test('a report that was not made cannot be saved', async ({ bearing }) => {
  const message = await bearing.page.evaluate(() =>
    (window as unknown as { bearing: { saveReport(id: string): Promise<unknown> } }).bearing
      .saveReport('0'.repeat(32))
      .catch((error: Error) => error.message),
  );
  expect(message).toBe('This report is no longer there. Make it again.');
});

test('text is copied, and a dropped file has a path', async ({ bearing }) => {
  const { app, page } = bearing;
  await page.evaluate(() =>
    (window as unknown as { bearing: { copyText(text: string): Promise<void> } }).bearing.copyText('T1046'),
  );
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe('T1046');
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'probe';
    document.body.append(input);
  });
  await page.locator('#probe').setInputFiles(__filename);
  const found = await page.evaluate(() => {
    const [file] = (document.getElementById('probe') as HTMLInputElement).files!;
    return (window as unknown as { bearing: { pathForFile(file: File): string } }).bearing.pathForFile(file!);
  });
  expect(found).toBe(__filename);
});

async function makeReport(bearing: Bearing): Promise<MadeReport> {
  const organization = await invoke(bearing, 'organizations.create', { name: 'North' });
  const organizationId = readAnswer<Organization>(organization).id;
  const report = await invoke(bearing, 'reports.make', { organizationId, format: 'html' });
  return readAnswer(report);
}

function invoke({ page }: Bearing, name: string, input: unknown): Promise<Answer> {
  return page.evaluate(
    ([call, argument]) =>
      (
        window as unknown as { bearing: { invoke(name: string, input: unknown): Promise<Answer> } }
      ).bearing.invoke(call as string, argument),
    [name, input],
  );
}
