import Database from 'better-sqlite3';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReader } from '../../../src/core/open-reader.ts';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openForWriting } from '../../../src/core/db/open.ts';
import { LEDGER_MIGRATIONS } from '../../../src/core/ledger/migrations.ts';
import { openLedger } from '../../../src/core/ledger/open-ledger.ts';
import { listBackups } from '../../../src/core/ledger/backup.ts';
import { verifyLedger } from '../../../src/core/ledger/verify.ts';
import { createTestWorkbench, ruleKey, writeDocuments, type TestWorkbench } from '../../support/workbench.ts';

let test: TestWorkbench;
let organizationId: string;

beforeEach(async () => {
  test = createTestWorkbench();
  writeDocuments(test.documents, { T9001: ['Alpha', 'Beta', 'Gamma'] });
  await test.client.call('content.import', { items: [{ path: test.documents }] });
  organizationId = (await test.client.call('organizations.create', { name: 'Northfield' })).id;
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

const ledgerFile = () => path.join(test.dataFolder, 'ledger.db');

async function markAll(): Promise<void> {
  for (const title of ['Alpha', 'Beta', 'Gamma'])
    await test.client.call('tracking.mark', { organizationId, keys: [ruleKey(title)], mark: 'deployed' });
}

/** Changes the file behind the workbench's back, its guards taken away first. */
function tamper(change: string): void {
  const db = new Database(ledgerFile());
  db.exec('DROP TRIGGER entries_stay; DROP TRIGGER entries_remain');
  db.pragma('foreign_keys = 0');
  db.exec(change);
  db.close();
}

describe('the current state', () => {
  it('that is not what was entered is told, and made anew from the entries', async () => {
    await markAll();
    await test.client.call('notes.save', {
      organizationId,
      targetType: 'technique',
      targetKey: 'T9001',
      text: 'Kept',
    });
    expect(await test.client.call('ledger.verify', {})).toMatchObject({ damage: [], state: [] });
    tamper(
      "UPDATE marks SET mark = 'retired' WHERE title = 'Beta'; DELETE FROM notes; INSERT INTO organizations VALUES ('x', 'Made up', '', NULL)",
    );
    const { damage, state } = await test.client.call('ledger.verify', {});
    expect(damage).toEqual([]);
    expect(state.map(({ table }) => table)).toEqual(['organizations', 'marks', 'notes']);
    await test.client.call('ledger.rebuild', {});
    expect(await test.client.call('ledger.verify', {})).toMatchObject({ damage: [], state: [] });
    expect(await test.client.call('search.list', { text: 'kept', organizationId })).toMatchObject({
      total: 1,
    });
  });
});

describe('the ledger', () => {
  it('is marked as Bearing’s by the same write that makes its tables', () => {
    const file = path.join(test.documents, 'ledger.db');
    const db = openForWriting(file, 'full');
    migrate(db, LEDGER_MIGRATIONS);
    db.close();
    openLedger(test.documents, new Date()).close();
  });

  it('syncs every acknowledged entry to disk', () => {
    const db = openLedger(test.documents, new Date());
    db.exec("INSERT INTO settings VALUES ('x', '1')");
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    db.close();
  });

  it('refuses to change or remove an entry', async () => {
    await markAll();
    await test.workbench.close();
    const db = new Database(ledgerFile());
    expect(() => db.exec("UPDATE entries SET author = 'Eve'")).toThrow('append-only');
    expect(() => db.exec('DELETE FROM entries')).toThrow('append-only');
    db.close();
  });

  it.each([
    [
      'a changed body',
      `UPDATE entries SET body = replace(body, 'deployed', 'retired') WHERE seq = 3`,
      3,
      'changed',
    ],
    ['a changed author', `UPDATE entries SET author = 'Eve' WHERE seq = 2`, 2, 'changed'],
    [
      'a changed clock',
      `UPDATE entries SET clock = '2000-01-01T00:00:00.000Z/0000' WHERE seq = 2`,
      2,
      'changed',
    ],
    ['a removed entry', `DELETE FROM heads; DELETE FROM entries WHERE seq = 2`, 3, 'missing'],
    [
      'two entries that changed places',
      `UPDATE entries SET seq = 99 WHERE seq = 2; UPDATE entries SET seq = 2 WHERE seq = 3; UPDATE entries SET seq = 3 WHERE seq = 99`,
      2,
      'follow',
    ],
  ])('shows %s', async (_what, change, seq, words) => {
    await markAll();
    await test.workbench.close();
    tamper(change);
    const db = openReader(test.dataFolder);
    const check = verifyLedger(db);
    db.close();
    expect(check.damage[0]).toMatchObject({ seq, what: expect.stringContaining(words) as string });
  });

  it('has no damage when nobody touched it, and names the head of its feed', async () => {
    await markAll();
    const check = await test.client.call('ledger.verify', {});
    expect(check).toMatchObject({ entries: 4, damage: [] });
    expect(check.feeds).toEqual([
      {
        feed: expect.any(String) as string,
        entries: 4,
        head: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ]);
  });

  it('is backed up once a day, and the backup holds every entry', async () => {
    await markAll();
    await test.reopen({ now: () => new Date('2030-01-02T03:04:05Z') });
    await test.reopen({ now: () => new Date('2030-01-02T23:04:05Z') });
    const backups = listBackups(path.join(test.dataFolder, 'backups'));
    expect(backups.map((file) => path.basename(file))).toEqual(['ledger-2030-01-02T03-04-05-000Z-daily.db']);
    const db = new Database(backups[0] as string, { readonly: true });
    expect(db.prepare('SELECT count(*) FROM entries').pluck().get()).toBe(4);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });

  it('of a newer Bearing is refused and left as it is', async () => {
    await test.workbench.close();
    const db = new Database(ledgerFile());
    db.pragma('user_version = 99990');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = fs.readFileSync(ledgerFile());
    await expect(test.reopen()).rejects.toMatchObject({ code: 'ledger-newer' });
    expect(fs.readFileSync(ledgerFile()).equals(before)).toBe(true);
  });

  it('that is damaged is refused with the newest backup, and left as it is', async () => {
    await markAll();
    await test.reopen({ now: () => new Date('2030-01-02T03:04:05Z') });
    await test.workbench.close();
    fs.writeFileSync(
      ledgerFile(),
      'This is no database, but it is long enough to be looked at as one.'.repeat(100),
    );
    await expect(test.reopen()).rejects.toMatchObject({
      code: 'ledger-damaged',
      message: expect.stringContaining('2030-01-02') as string,
    });
    expect(fs.readFileSync(ledgerFile(), 'utf8')).toContain('no database');
  });

  it('keeps its order when the clock of the machine goes back', async () => {
    const key = ruleKey('Alpha');
    await test.client.call('tracking.mark', { organizationId, keys: [key], mark: 'planned' });
    await test.reopen({ now: () => new Date('2001-01-01T00:00:00Z') });
    await test.client.call('tracking.mark', { organizationId, keys: [key], mark: 'deployed' });
    expect((await test.client.call('resources.get', { key, organizationId })).mark).toBe('deployed');
    const { rows } = await test.client.call('tracking.history', { organizationId, key });
    expect(rows.map((row) => row.after)).toEqual(['deployed', 'planned']);
  });
});
