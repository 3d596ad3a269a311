import { spawn } from 'node:child_process';
import Database from 'better-sqlite3';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkbench } from '../../../src/core/workbench.ts';
import {
  createTestWorkbench,
  WORKER_FILE,
  writeDocuments,
  type TestWorkbench,
} from '../../support/workbench.ts';

let test: TestWorkbench;

beforeEach(() => {
  test = createTestWorkbench();
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

const options = (more = {}) => ({
  dataFolder: test.dataFolder,
  workerFile: WORKER_FILE,
  holder: 'second',
  author: 'Eve',
  version: '0.0.0',
  ...more,
});

describe('a data folder', () => {
  it('is held by one writer, and a second one is told who', () => {
    expect(() => openWorkbench(options())).toThrow(
      expect.objectContaining({
        code: 'data-folder-busy',
        message: expect.stringContaining(`test (process ${process.pid}`) as string,
      }),
    );
  });

  it('is free again after its holder was killed', async () => {
    await test.workbench.close();
    const source = `import { openWorkbench } from ${JSON.stringify(path.resolve('src/core/workbench.ts'))};
      // Held, as a host does: what nobody holds is collected, and its lock with it.
      globalThis.held = openWorkbench(${JSON.stringify(options({ holder: 'killed' }))}); console.log('open'); setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await expect(test.reopen()).rejects.toMatchObject({
      code: 'data-folder-busy',
      message: expect.stringContaining('killed') as string,
    });
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exit;
    await test.reopen();
  });

  it('is read beside its writer, sees what it writes, and refuses to write', async () => {
    const reader = openWorkbench(options({ mode: 'read' }));
    await test.client.call('organizations.create', { name: 'Northfield' });
    expect(await reader.call('organizations.list', {})).toMatchObject({
      ok: true,
      value: [{ name: 'Northfield' }],
    });
    for (const [call, input] of [
      ['organizations.create', { name: 'South' }],
      ['content.import', { items: [{ path: test.documents }] }],
      ['settings.update', { theme: 'dark' }],
    ] as const) {
      expect(await reader.call(call, input)).toMatchObject({ ok: false, error: { code: 'not-supported' } });
    }
    await reader.close();
  });

  it('that holds nothing cannot be read', () => {
    expect(() => openWorkbench(options({ mode: 'read', dataFolder: test.documents }))).toThrow(
      expect.objectContaining({ code: 'data-folder-empty' }),
    );
    expect(fs.readdirSync(test.documents)).toEqual([]);
  });

  it('that is a file is refused', () => {
    const file = path.join(test.documents, 'file');
    fs.writeFileSync(file, '');
    expect(() => openWorkbench(options({ dataFolder: file }))).toThrow(
      expect.objectContaining({ code: 'data-folder-not-writable' }),
    );
  });

  it('answers every call after closing with an error', async () => {
    await test.workbench.close();
    await test.workbench.close();
    expect(await test.workbench.call('app.info', {})).toMatchObject({ ok: false, error: { code: 'closed' } });
  });
});

describe('a ledger that was lost', () => {
  const ledger = () => path.join(test.dataFolder, 'ledger.db');
  async function lose(how: (file: string) => void): Promise<void> {
    await test.client.call('organizations.create', { name: 'Northfield' });
    // The second start makes the first backup.
    await test.reopen();
    await test.workbench.close();
    how(ledger());
  }

  it.each([
    ['an empty file', (file: string) => fs.truncateSync(file, 0), 'ledger-damaged'],
    ['cut short', (file: string) => fs.truncateSync(file, 5000), 'ledger-damaged'],
    ['not there', (file: string) => fs.rmSync(file), 'ledger-missing'],
  ])('(%s) is refused and names the newest backup', async (_what, how, code) => {
    await lose(how);
    await expect(test.reopen()).rejects.toMatchObject({
      code,
      message: expect.stringContaining('backups') as string,
    });
    expect(fs.existsSync(ledger()) ? fs.statSync(ledger()).size : 0).toBeLessThanOrEqual(5000);
    fs.copyFileSync(newestBackup(), ledger());
    await test.reopen();
    expect(await test.client.call('organizations.list', {})).toMatchObject([{ name: 'Northfield' }]);
  });

  it('is refused for reading with the same words', async () => {
    await lose((file) => fs.truncateSync(file, 0));
    await expect(test.reopen({ mode: 'read' })).rejects.toMatchObject({ code: 'ledger-damaged' });
    fs.copyFileSync(newestBackup(), ledger());
    await test.reopen();
  });

  function newestBackup(): string {
    const folder = path.join(test.dataFolder, 'backups');
    return path.join(folder, fs.readdirSync(folder).sort().at(-1)!);
  }
});

describe('a first start that was killed', () => {
  it.each([
    ['before anything was written', (file: string) => fs.writeFileSync(file, '')],
    [
      'before the ledger had its tables',
      (file: string) => {
        const db = new Database(file);
        db.pragma('journal_mode = WAL');
        db.close();
      },
    ],
  ])('%s is begun again', async (_what, leave) => {
    await test.workbench.close();
    for (const name of fs.readdirSync(test.dataFolder))
      fs.rmSync(path.join(test.dataFolder, name), { recursive: true });
    leave(path.join(test.dataFolder, 'ledger.db'));
    await test.reopen();
    expect(await test.client.call('organizations.create', { name: 'Northfield' })).toMatchObject({
      name: 'Northfield',
    });
  });
});

describe('the lock', () => {
  it('is made anew when its file is garbage', async () => {
    await test.workbench.close();
    fs.writeFileSync(path.join(test.dataFolder, 'lock.db'), 'no database '.repeat(1000));
    await test.reopen();
    expect(await test.client.call('organizations.list', {})).toEqual([]);
  });

  it.runIf(fs.existsSync('/proc/self'))('says that a folder cannot be made where none can be', () => {
    expect(() => openWorkbench({ ...NOWHERE, dataFolder: '/proc/bearing/data' })).toThrow(
      expect.objectContaining({ code: 'data-folder-not-writable' }) as Error,
    );
  });
});

const NOWHERE = { workerFile: '', holder: 'test', author: 'Ada', version: '0.0.0' };

describe('a damaged catalog', () => {
  const catalog = () => path.join(test.dataFolder, 'catalog.db');

  it.each([
    ['no database', (file: string) => fs.writeFileSync(file, 'no database '.repeat(1000))],
    ['a newer one', (file: string) => newer(file)],
    ['with a broken page', (file: string) => breakPages(file)],
  ])('(%s) is set aside and begun anew; the ledger stays', async (_what, damage) => {
    writeDocuments(test.documents, { T9001: ['Alpha', 'Beta'] });
    await test.client.call('content.import', { items: [{ path: test.documents }] });
    await test.client.call('organizations.create', { name: 'Northfield' });
    await test.workbench.close();
    damage(catalog());
    await test.reopen();
    expect(await test.client.call('content.sources', {})).toEqual([]);
    expect(await test.client.call('organizations.list', {})).toMatchObject([{ name: 'Northfield' }]);
    expect(fs.existsSync(`${catalog()}.set-aside`)).toBe(true);
    expect(test.workbench.warning).toContain('set-aside');
    expect(await test.client.call('content.import', { items: [{ path: test.documents }] })).toMatchObject({
      added: 1,
    });
  });

  it('that was met while it was open is looked for at the next start, though nobody has touched the file since', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha', 'Beta'] });
    await test.client.call('content.import', { items: [{ path: test.documents }] });
    await test.reopen();
    breakPages(catalog());
    await expect(test.client.call('content.import', { items: [{ path: test.documents }] })).rejects.toThrow(
      'damaged',
    );
    await test.workbench.close();
    await test.reopen();
    expect(fs.existsSync(`${catalog()}.set-aside`)).toBe(true);
  });

  function newer(file: string): void {
    const db = new Database(file);
    db.pragma('user_version = 99990');
    db.close();
  }

  function breakPages(file: string): void {
    const bytes = fs.readFileSync(file);
    fs.writeFileSync(file, bytes.fill(0xff, 4096 * 2, 4096 * 12));
  }
});
