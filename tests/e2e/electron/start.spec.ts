import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { environment, expect, test, type Program } from '../../support/electron-app.ts';

test('the first start shows T1046', async ({ bearing }) => {
  await expect(bearing.page.getByText('T1046').first()).toBeVisible();
  expect(bearing.log().map(({ message }) => message)).toContain('started');
});

test('the window is there at a size that can be used, and comes back where it was', async ({ start }) => {
  const first = await start();
  const opened = await first.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]!;
    const minimum = window.getMinimumSize();
    window.setBounds({ x: 60, y: 40, width: 1100, height: 800 });
    return minimum;
  });
  expect(opened).toEqual([1024, 700]);
  await expect(first.page).toHaveTitle(/Bearing$/);
  await first.stop();
  const second = await start();
  const size = await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getSize());
  expect(size).toEqual([1100, 800]);
});

test('a second start on the same data folder brings the first window to the front', async ({
  bearing,
  program,
  scratch,
  displayEnv,
}) => {
  await bearing.app.evaluate(({ app, BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]!.minimize();
    const counter = app as unknown as { seconds: number };
    counter.seconds = 0;
    app.on('second-instance', () => counter.seconds++);
  });
  const env = environment(path.join(scratch, 'home'), displayEnv);
  expect(await runToEnd(program, ['--data', bearing.dataFolder], env)).toBe(0);
  await expect
    .poll(() => bearing.app.evaluate(({ app }) => (app as unknown as { seconds: number }).seconds))
    .toBe(1);
  const window = await bearing.app.evaluate(({ BrowserWindow }) => ({
    count: BrowserWindow.getAllWindows().length,
    isMinimized: BrowserWindow.getAllWindows()[0]!.isMinimized(),
  }));
  expect(window).toEqual({ count: 1, isMinimized: false });
});

test('two data folders have two windows at once', async ({ start, scratch }) => {
  await start({ dataFolder: path.join(scratch, 'one') });
  const second = await start({ dataFolder: path.join(scratch, 'two') });
  await expect(second.page.getByText('T1046').first()).toBeVisible();
});

test('a data folder that another program holds is said to be in use, and by whom', async ({
  start,
  scratch,
}) => {
  const first = await start();
  const second = await start({ home: path.join(scratch, 'another-home') });
  await expect(second.page.getByRole('heading', { name: 'The data folder is in use' })).toBeVisible();
  await expect(second.page.getByRole('alert')).toContainText('Bearing window');
  await expect(second.page.getByRole('alert')).toContainText(first.dataFolder);
});

test('a data folder that cannot be written is said to be so', async ({ start, scratch }) => {
  const parent = path.join(scratch, 'locked');
  fs.mkdirSync(parent);
  fs.chmodSync(parent, 0o555);
  const bearing = await start({ dataFolder: path.join(parent, 'data') });
  await expect(
    bearing.page.getByRole('heading', { name: 'The data folder cannot be written' }),
  ).toBeVisible();
  await expect(bearing.page.getByRole('alert')).toContainText(parent);
  await bearing.stop();
  expect(bearing.child.exitCode).toBe(1);
});

test('a ledger from a newer Bearing is left alone', async ({ start }) => {
  const first = await start();
  await first.stop();
  const file = path.join(first.dataFolder, 'ledger.db');
  const ledger = new Database(file);
  ledger.pragma('user_version = 999999');
  ledger.close();
  const before = fs.readFileSync(file);
  const second = await start();
  await expect(
    second.page.getByRole('heading', { name: 'The ledger is from a newer Bearing' }),
  ).toBeVisible();
  await second.stop();
  expect(fs.readFileSync(file).equals(before)).toBe(true);
});

test('wrong arguments are said to be wrong', async ({ start }) => {
  const bearing = await start({ args: ['--data'] });
  await expect(bearing.page.getByText('T1046').first()).toBeVisible();
  const broken = await start({ dataFolder: '--x' });
  await expect(broken.page.getByRole('alert')).toContainText('After --data comes a folder.');
});

test('the page comes back after a crash', async ({ bearing }) => {
  const { app, page } = bearing;
  await expect(page.getByText('T1046').first()).toBeVisible();
  const again = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<string>((resolve) => {
        const { webContents } = BrowserWindow.getAllWindows()[0]!;
        webContents.once('did-finish-load', () => {
          const script = `bearing.invoke('app.info', {}).then((answer) => String(answer.ok))`;
          resolve(webContents.executeJavaScript(script) as Promise<string>);
        });
        webContents.forcefullyCrashRenderer();
      }),
  );
  expect(await again).toBe('true');
  expect(bearing.log()).toContainEqual(expect.objectContaining({ level: 'error', message: 'page crashed' }));
});

test('a page that crashes again and again is replaced by the reason', async ({ bearing }) => {
  const heading = await bearing.app.evaluate(async ({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    for (let crashes = 0; crashes < 4; crashes++) {
      const again = new Promise<void>((resolve) => webContents.once('did-finish-load', () => resolve()));
      webContents.forcefullyCrashRenderer();
      await again;
    }
    return webContents.executeJavaScript(`document.querySelector('h1').textContent`) as Promise<string>;
  });
  expect(heading).toBe('Bearing cannot go on');
});

test('quitting lets go of the data folder', async ({ start }) => {
  const first = await start();
  await expect(first.page.getByText('T1046').first()).toBeVisible();
  const exit = new Promise((resolve) =>
    first.child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  await first.stop();
  expect(await exit).toEqual({ code: 0, signal: null });
  // All that people entered is in the one file that they would copy.
  expect(fs.readdirSync(first.dataFolder).filter((name) => name.startsWith('ledger.db-'))).toEqual([]);
  const second = await start({ home: path.join(first.dataFolder, '../other-home') });
  await expect(second.page.getByText('T1046').first()).toBeVisible();
});

/** Starts the program and answers its exit code. */
function runToEnd(program: Program, args: string[], env: Record<string, string>): Promise<number | null> {
  const child = spawn(program.executable, [...program.args, ...args], { env, stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
}
