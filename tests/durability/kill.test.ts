import Database from 'better-sqlite3';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runAndKill } from '../support/killed-child.ts';
import {
  createTestWorkbench,
  WORKER_FILE,
  writeDocuments,
  type TestWorkbench,
} from '../support/workbench.ts';

const TIMES = 20;
/** Spread over a start, an import and many marks; any moment must do. */
const moment = (time: number) => (time * 37) % 400;

let test: TestWorkbench;
beforeEach(() => {
  test = createTestWorkbench();
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

function integrity(): unknown[] {
  return ['catalog.db', 'ledger.db'].map(integrityOf);
}

function integrityOf(name: string): unknown {
  const db = new Database(path.join(test.dataFolder, name));
  try {
    return db.pragma('integrity_check', { simple: true });
  } finally {
    db.close();
  }
}

/** Every copy of earlier content that is offered is whole. */
async function expectSoundCopies(): Promise<void> {
  for (const { id, canRestore } of await test.client.call('content.imports', {})) {
    if (canRestore) expect(integrityOf(`previous/${id}.db`)).toBe('ok');
  }
}

/** Forty starts of Node on a busy machine; nothing waits for it. */
const TIMEOUT = 600_000;

describe('kill -9', { timeout: TIMEOUT }, () => {
  it(`${TIMES} times while marking loses no acknowledged mark`, async () => {
    writeDocuments(test.documents, { T9001: Array.from({ length: 40 }, (_, index) => `Rule ${index}`) });
    await test.client.call('content.import', { items: [{ path: test.documents }] });
    const { id } = await test.client.call('organizations.create', { name: 'Northfield' });
    let acknowledged = 0;
    for (let time = 0; time < TIMES; time++) {
      await test.workbench.close();
      const { lines } = await runAndKill(
        path.resolve('tests/durability/mark-until-killed.ts'),
        [test.dataFolder, WORKER_FILE, id, String(acknowledged)],
        moment(time),
      );
      const last = new Map(
        lines
          .map((line) => JSON.parse(line) as { n: number; key: string; mark: string })
          .map((said) => [said.key, said]),
      );
      acknowledged += lines.length;
      expect(integrity()).toEqual(['ok', 'ok']);
      await test.reopen();
      const newest = Math.max(...[...last.values()].map((said) => said.n));
      for (const { n, key, mark } of last.values()) {
        // One mark more than was printed may have been written before the kill.
        if (n + 40 > newest + 1)
          expect((await test.client.call('resources.get', { key, organizationId: id })).mark).toBe(mark);
      }
      const check = await test.client.call('ledger.verify', {});
      expect(check.damage).toEqual([]);
      expect(check.entries).toBeGreaterThanOrEqual(acknowledged + 1);
      acknowledged = check.entries - 1;
    }
    expect(acknowledged).toBeGreaterThan(TIMES);
  });

  it(`${TIMES} times during an import leaves the catalog wholly before or wholly after, and the ledger as it was`, async () => {
    const documents = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`T${1000 + index}`, ['Alpha', 'Beta', `Rule ${index}`]]),
    );
    writeDocuments(test.documents, documents);
    await test.client.call('organizations.create', { name: 'Northfield' });
    for (let time = 0; time < TIMES; time++) {
      await test.workbench.close();
      await runAndKill(
        path.resolve('tests/durability/import-until-killed.ts'),
        [test.dataFolder, WORKER_FILE, test.documents],
        moment(time) * 3,
      );
      expect(integrity()).toEqual(['ok', 'ok']);
      await test.reopen();
      const after = (await test.client.call('app.info', {})).documents;
      expect([0, 300]).toContain(after);
      expect(await test.client.call('organizations.list', {})).toMatchObject([{ name: 'Northfield' }]);
      expect((await test.client.call('ledger.verify', {})).entries).toBe(1);
      await expectSoundCopies();
      if (after === 300) await test.client.call('content.remove', { techniqueIds: Object.keys(documents) });
    }
  });

  it(`${TIMES} times during restores leaves one content or the other, whole`, async () => {
    const write = (rules: string[]) =>
      writeDocuments(
        test.documents,
        Object.fromEntries(
          Array.from({ length: 150 }, (_, index) => [`T${1000 + index}`, [...rules, `Rule ${index}`]]),
        ),
      );
    const hash = async () => (await test.client.call('app.info', {})).contentHash;
    const hashes: string[] = [];
    for (const rules of [['Alpha'], ['Alpha', 'Beta']]) {
      write(rules);
      await test.client.call('content.import', { items: [{ path: test.documents }] });
      hashes.push(await hash());
    }
    for (let time = 0; time < TIMES; time++) {
      await test.workbench.close();
      await runAndKill(
        path.resolve('tests/durability/restore-until-killed.ts'),
        [test.dataFolder, WORKER_FILE],
        moment(time) * 3,
      );
      expect(integrity()).toEqual(['ok', 'ok']);
      await test.reopen();
      expect(hashes).toContain(await hash());
      await expectSoundCopies();
    }
    expect((await test.client.call('content.imports', {})).length).toBeGreaterThan(2);
  });
});
