import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { startServer, type RunningServer } from '../../../src/serve/server.ts';
import type { Answer } from '../../../src/shared/errors.ts';
import type { ImportItem, ImportResult } from '../../../src/shared/model/content.ts';
import type { MadeReport } from '../../../src/shared/model/report.ts';
import type { Organization } from '../../../src/shared/model/tracking.ts';
import { expect, test as base } from '../../support/browser-app.ts';
import { documentText } from '../../support/technique-document.ts';

// The page's side of the browser host against the real server, without the interface around it.

const HARNESS = path.join(__dirname, 'harness');
const WORKER = path.resolve(__dirname, '../../../src/core/content/import-worker.ts');

const test = base.extend<{ server: RunningServer; hostPage: Page }, { harness: string }>({
  harness: [
    async ({}, use) => {
      const outDir = fs.mkdtempSync(path.join(fs.realpathSync('/tmp'), 'bearing-harness-'));
      await build({
        root: HARNESS,
        configFile: false,
        logLevel: 'error',
        build: { outDir, emptyOutDir: true, modulePreload: { polyfill: false } },
      });
      await use(outDir);
      fs.rmSync(outDir, { recursive: true });
    },
    { scope: 'worker' },
  ],
  server: async ({ harness, scratch }, use) => {
    const server = await startServer({
      dataFolder: path.join(scratch, 'data'),
      port: 0,
      rendererFolder: harness,
      workerFile: WORKER,
      seedFolder: null,
      author: 'Tester',
      version: '0.0.0',
      log: () => undefined,
    });
    await use(server);
    await server.close();
  },
  hostPage: async ({ server, page }, use) => {
    await page.goto(server.url);
    await page.waitForFunction(() => 'host' in window);
    await use(page);
  },
});

function call(page: Page, name: string, input: unknown): Promise<Answer> {
  return page.evaluate(([n, i]) => window.host.transport.invoke(n as string, i), [name, input]);
}

async function value<T>(page: Page, name: string, input: unknown): Promise<T> {
  const answer = await call(page, name, input);
  expect(answer).toMatchObject({ ok: true });
  return (answer as { value: T }).value;
}

function makeFolder(scratch: string): string {
  const folder = path.join(scratch, 'techniques');
  fs.mkdirSync(path.join(folder, 'deep', 'er'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'T1001.md'), documentText('T1001', 'Data Obfuscation', ['First']));
  fs.writeFileSync(
    path.join(folder, 'deep', 'er', 'T1002.md'),
    documentText('T1002', 'Data Compressed', ['Second']),
  );
  fs.writeFileSync(path.join(folder, 'picture.png'), 'no document');
  return folder;
}

async function choose(page: Page, what: 'folder' | 'files', files: string | string[]): Promise<ImportItem[]> {
  const chooser = page.waitForEvent('filechooser');
  const items = page.evaluate((kind) => window.host.chooseImport(kind), what);
  // Together: an answer that is an error may come before the choice has ended.
  const [chosen] = await Promise.all([items, chooser.then((one) => one.setFiles(files))]);
  return chosen ?? [];
}

test('the token leaves the address, outlives a reload, and a new address takes its place', async ({
  hostPage,
  server,
}) => {
  expect(hostPage.url()).toBe(`http://127.0.0.1:${server.port}/`);
  await value(hostPage, 'app.info', {});
  await hostPage.reload();
  await value(hostPage, 'app.info', {});
  await hostPage.evaluate(() => sessionStorage.clear());
  await hostPage.reload();
  // It asks other tabs first.
  await hostPage.waitForFunction(() => 'host' in window);
  expect(await call(hostPage, 'app.info', {})).toMatchObject({
    ok: false,
    error: { code: 'unauthorized', message: expect.stringContaining('terminal') },
  });
  const reloaded = hostPage.waitForEvent('load');
  await hostPage.evaluate((url) => location.assign(url), server.url);
  await reloaded;
  await value(hostPage, 'app.info', {});
});

test('a tab that was opened without the token gets it from one that has it', async ({
  hostPage,
  context,
  server,
}) => {
  const bare = `http://127.0.0.1:${server.port}/`;
  const second = await context.newPage();
  await second.goto(bare);
  await second.waitForFunction(() => 'host' in window);
  await value(second, 'app.info', {});
  await hostPage.close();
  await second.reload();
  await value(second, 'app.info', {});
  await second.close();

  const third = await context.newPage();
  await third.goto(bare);
  await third.waitForFunction(() => 'host' in window);
  expect(await call(third, 'app.info', {})).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
  // A token that the host does not take is handed to nobody.
  await third.goto('about:blank');
  await third.goto(`${bare}#token=${'0'.repeat(64)}`);
  await third.waitForFunction(() => 'host' in window);
  await call(third, 'app.info', {});
  const fourth = await context.newPage();
  await fourth.goto(bare);
  await fourth.waitForFunction(() => 'host' in window);
  expect(await fourth.evaluate(() => sessionStorage.getItem('bearing-token'))).toBe('');
});

test('a folder is chosen, uploaded, imported, and its gone document reported', async ({
  hostPage,
  scratch,
}) => {
  const folder = makeFolder(scratch);
  const items = await choose(hostPage, 'folder', folder);
  expect(items.map(({ name, root }) => [name, root]).toSorted()).toEqual([
    ['techniques/T1001.md', 'upload:techniques'],
    ['techniques/deep/er/T1002.md', 'upload:techniques'],
  ]);
  expect(await value<ImportResult>(hostPage, 'content.import', { items, dryRun: true })).toMatchObject({
    added: 2,
  });
  expect(await value<ImportResult>(hostPage, 'content.import', { items })).toMatchObject({
    added: 2,
    techniques: 2,
  });
  await expect.poll(() => hostPage.evaluate(() => window.events)).toContain('catalog.changed');

  fs.rmSync(path.join(folder, 'deep'), { recursive: true });
  const again = await choose(hostPage, 'folder', folder);
  const result = await value<ImportResult>(hostPage, 'content.import', { items: again });
  expect(result).toMatchObject({ unchanged: 1, changes: [{ techniqueId: 'T1002', change: 'gone' }] });
  expect(
    await value<ImportResult>(hostPage, 'content.import', { items: again, removeGone: true }),
  ).toMatchObject({ removed: 1, techniques: 1 });
});

test('files are chosen; one that is too large is a problem and does not stop the rest', async ({
  hostPage,
  scratch,
}) => {
  const folder = makeFolder(scratch);
  const large = path.join(folder, 'large.md');
  fs.writeFileSync(large, Buffer.alloc(9 * 1024 * 1024, 'x'));
  const items = await choose(hostPage, 'files', [
    path.join(folder, 'T1001.md'),
    large,
    path.join(folder, 'picture.png'),
  ]);
  expect(items.map(({ name, root }) => [name, root])).toEqual([
    ['T1001.md', undefined],
    ['large.md', undefined],
    ['picture.png', undefined],
  ]);
  const result = await value<ImportResult>(hostPage, 'content.import', { items });
  expect(result.added).toBe(1);
  expect(result.problems.map(({ file, code }) => [file, code]).toSorted()).toEqual([
    ['large.md', 'file-too-large'],
    ['picture.png', 'not-a-technique-document'],
  ]);
});

test('nothing chosen is null, and a folder without documents holds none', async ({ hostPage, scratch }) => {
  const opened = hostPage.waitForEvent('filechooser');
  const items = hostPage.evaluate(() => window.host.chooseImport('files'));
  await (await opened).setFiles([]);
  expect(await items).toBe(null);
  const empty = path.join(scratch, 'empty');
  fs.mkdirSync(empty);
  expect(await choose(hostPage, 'folder', empty)).toEqual([]);
  fs.writeFileSync(path.join(empty, 'picture.png'), '');
  expect(await choose(hostPage, 'folder', empty)).toEqual([]);
});

test('folders and files are dropped', async ({ hostPage, scratch }) => {
  const folder = makeFolder(scratch);
  const single = path.join(scratch, 'T1003.md');
  fs.writeFileSync(single, documentText('T1003', 'Credential Dumping', ['Third']));
  const session = await hostPage.context().newCDPSession(hostPage);
  const data = { items: [], files: [folder, single], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 20, y: 20, data });
  }
  await hostPage.waitForFunction(() => window.dropped !== undefined);
  const items = (await hostPage.evaluate(() => window.dropped)) ?? [];
  expect(items.map(({ name, root }) => [name, root]).toSorted()).toEqual([
    ['T1003.md', undefined],
    ['techniques/T1001.md', 'upload:techniques'],
    ['techniques/deep/er/T1002.md', 'upload:techniques'],
  ]);
  expect(await value<ImportResult>(hostPage, 'content.import', { items })).toMatchObject({ added: 3 });
});

test('the files go when the page goes', async ({ hostPage, server, scratch }) => {
  await choose(hostPage, 'folder', makeFolder(scratch));
  const uploads = path.join(scratch, 'data', 'uploads');
  expect(fs.readdirSync(uploads)).toHaveLength(1);
  await hostPage.goto('about:blank');
  await expect.poll(() => fs.readdirSync(uploads)).toEqual([]);
  expect(server.port).toBeGreaterThan(0);
});

test('a report is shown in a frame, without script, and saved', async ({ hostPage, scratch }) => {
  const organization = await value<Organization>(hostPage, 'organizations.create', {
    name: 'Example <b>Bank</b>',
  });
  const report = await value<MadeReport>(hostPage, 'reports.make', {
    organizationId: organization.id,
    format: 'html',
  });
  const violations: string[] = [];
  hostPage.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
  await hostPage.evaluate((made) => {
    const frame = document.createElement('iframe');
    frame.src = window.host.reportUrl(made);
    document.body.append(frame);
  }, report);
  await expect(hostPage.frameLocator('iframe').getByText('Example <b>Bank</b>').first()).toBeVisible();
  expect(violations).toEqual([]);

  const download = hostPage.waitForEvent('download');
  expect(await hostPage.evaluate((made) => window.host.saveReport(made), report)).toBe(report.fileName);
  const saved = path.join(scratch, 'saved.html');
  await (await download).saveAs(saved);
  expect((await download).suggestedFilename()).toBe(report.fileName);
  expect(fs.statSync(saved).size).toBe(report.size);
});

test('text is copied', async ({ hostPage, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await hostPage.evaluate(() => window.host.copyText('T1046'));
  expect(await hostPage.evaluate(() => navigator.clipboard.readText())).toBe('T1046');
});

test('a host that has gone is said, with what to do', async ({ hostPage, server, scratch }) => {
  await server.close();
  expect(await call(hostPage, 'app.info', {})).toMatchObject({
    ok: false,
    error: { code: 'closed', message: expect.stringContaining('Start it again') },
  });
  await expect(choose(hostPage, 'folder', makeFolder(scratch))).rejects.toThrow('Start it again');
});
