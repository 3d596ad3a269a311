import Database from 'better-sqlite3';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundle, stix, technique } from '../sources/attack-bundle.ts';
import { sigmaRule, writeSigma, type SigmaRule } from '../../support/sigma-snapshot.ts';
import { createTestWorkbench, writeDocuments, type TestWorkbench } from '../../support/workbench.ts';

let test: TestWorkbench;
let organizationId: string;

beforeEach(async () => {
  test = createTestWorkbench();
  organizationId = (await test.client.call('organizations.create', { name: 'Northfield' })).id;
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

const keyOf = (rule: SigmaRule) => `sigma:${rule.id}`;
const previous = () => path.join(test.dataFolder, 'previous');
const kept = () => fs.readdirSync(previous()).sort();
const importRules = (...rules: SigmaRule[]) => {
  const items = [{ path: writeSigma(path.join(test.documents, 'sigma'), rules) }];
  return test.client.call('content.import', { items });
};
const idOf = async (imported: Promise<{ importId: number | null }>) => (await imported).importId ?? 0;
const restore = (importId: number, dryRun = false) =>
  test.client.call('content.restore', { importId, dryRun });
const canRestore = async () =>
  (await test.client.call('content.imports', {})).flatMap((one) => (one.canRestore ? [one.id] : []));

/** All that a person sees of the content. */
async function everything() {
  const { techniques } = await test.client.call('coverage.get', { organizationId });
  const { keys } = await test.client.call('search.keys', { text: '', organizationId });
  const search = (text: string) => test.client.call('search.list', { text, organizationId });
  return {
    techniques: await Promise.all(
      techniques.map(({ id }) => test.client.call('techniques.get', { techniqueId: id, organizationId })),
    ),
    resources: await Promise.all(
      keys.map((key) => test.client.call('resources.get', { key, organizationId })),
    ),
    sources: await test.client.call('content.sources', {}),
    hash: (await test.client.call('app.info', {})).contentHash,
    searches: await Promise.all(['alpha', 'made-0002', 'Windows', 'better'].map(search)),
    problems: await test.client.call('content.problems', {}),
    coverage: await test.client.call('coverage.get', { organizationId }),
  };
}

const alpha = sigmaRule(1, 'Alpha');
const beta = sigmaRule(2, 'Beta');
const gamma = sigmaRule(3, 'Gamma', { techniques: ['T1003.001'] });
const next = [
  { ...alpha, title: 'Alpha, better said', level: 'high' },
  { ...beta, file: 'rules/linux/beta.yml' },
  sigmaRule(4, 'Windows again', { techniques: ['T1059'] }),
];

describe('restoring', () => {
  it('brings back all that was there, and is an import that can be taken back in the same way', async () => {
    await importRules(alpha, beta, gamma);
    await test.client.call('tracking.mark', {
      organizationId,
      keys: [alpha, gamma].map(keyOf),
      mark: 'deployed',
    });
    const before = await everything();
    const second = await idOf(importRules(...next));
    const after = await everything();
    expect(after).not.toEqual(before);

    test.events.length = 0;
    const dry = await restore(second, true);
    expect(await everything()).toEqual(after);
    expect(test.events.map(({ name }) => name)).not.toContain('catalog.changed');
    const restored = await restore(second);
    expect({ ...dry, importId: restored.importId }).toEqual(restored);
    expect(test.events.map(({ name }) => name)).toContain('catalog.changed');
    expect(await everything()).toEqual(before);
    expect(restored).toMatchObject({
      restores: second,
      resources: { rule: 3 },
      snapshots: [{ sourceId: 'sigma', unchanged: 0, files: 3 }],
      organizations: [{ deployed: 2, changed: 1, back: 1 }],
    });
    expect(restored.snapshots[0]?.changes.map(({ change, key }) => [change, key])).toEqual([
      ['changed', keyOf(alpha)],
      ['moved', keyOf(beta)],
      ['new', keyOf(gamma)],
      ['gone', keyOf(sigmaRule(4, ''))],
    ]);
    const imports = await test.client.call('content.imports', {});
    expect(imports.map(({ id, restores }) => [id, restores])).toEqual([
      [restored.importId, second],
      [second, null],
      [second - 1, null],
    ]);
    expect(await test.client.call('content.importResult', { importId: restored.importId ?? 0 })).toEqual(
      restored,
    );

    await restore(restored.importId ?? 0);
    expect(await everything()).toEqual(after);
    expect(kept()).toHaveLength(3);
    expect((await test.client.call('ledger.verify', {})).damage).toEqual([]);
  });

  it('is the same after closing, and the next import goes on from it', async () => {
    await importRules(alpha, beta);
    const before = await everything();
    await restore(await idOf(importRules(...next)));
    await test.reopen();
    expect(await everything()).toEqual(before);
    expect(await importRules(alpha, beta)).toMatchObject({ importId: null });
    expect((await importRules(...next)).snapshots[0]?.changes).toHaveLength(3);
  });

  it('shows whoever asks meanwhile the one content or the other, whole', async () => {
    const many = (more: Partial<SigmaRule>) =>
      Array.from({ length: 400 }, (_, index) => sigmaRule(index + 10, `Rule ${index}`, more));
    await importRules(...many({}));
    const hash = async () => (await test.client.call('app.info', {})).contentHash;
    const seen = async () => {
      const { rows } = await test.client.call('search.list', { text: 'rule', organizationId, limit: 1000 });
      return new Set(rows.map(({ techniques }) => techniques.join()));
    };
    const before = await hash();
    const second = await idOf(importRules(...many({ techniques: ['T1059'], level: 'high' })));
    const after = await hash();
    let isDone = false;
    const restored = restore(second).finally(() => (isDone = true));
    const hashes = new Set<string>();
    while (!isDone) {
      hashes.add(await hash());
      expect(await seen()).toHaveProperty('size', 1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await restored;
    hashes.add(await hash());
    expect(hashes).toEqual(new Set([after, before]));
    expect(await seen()).toEqual(new Set(['T1046']));
  });

  it('ties marks that were made since', async () => {
    writeDocuments(test.documents, { T1046: ['Alpha', 'Beta'] });
    await test.client.call('content.import', { items: [{ path: path.join(test.documents, 'T1046.md') }] });
    const second = await idOf(importRules(alpha, beta));
    const marked = { organizationId, keys: [keyOf(beta)], mark: 'deployed' as const };
    await test.client.call('tracking.mark', marked);
    expect(await restore(second)).toMatchObject({
      resources: { rule: 2 },
      snapshots: [{ changes: [{ change: 'gone' }, { change: 'gone' }], files: 0 }],
    });
    const { noLongerListed } = await test.client.call('coverage.get', { organizationId });
    expect(noLongerListed).toMatchObject([{ key: keyOf(beta) }]);
  });

  it('of what documents removed brings them back', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha'], T9002: ['Beta'] });
    await test.client.call('content.import', { items: [{ path: test.documents }] });
    const before = await everything();
    const removed = await idOf(test.client.call('content.remove', { techniqueIds: ['T9001'] }));
    expect(await restore(removed)).toMatchObject({
      added: 1,
      unchanged: 1,
      changes: [{ techniqueId: 'T9001', change: 'added', listingsAdded: 1 }],
    });
    expect(await everything()).toEqual(before);
  });
});

describe('a further domain of ATT&CK', () => {
  const mobileRule = sigmaRule(7, 'Of phones', { techniques: ['T9400'] });
  const importMobile = () => {
    const file = path.join(test.documents, 'mobile.json');
    const more = { x_mitre_domains: ['mobile-attack'] };
    const collection = stix('x-mitre-collection', 'Mobile ATT&CK', null, {
      ...more,
      x_mitre_version: '99.1',
    });
    fs.writeFileSync(file, bundle(collection, technique('T9400', [], more), technique('T9401', [], more)));
    return test.client.call('content.import', { items: [{ path: file }] });
  };
  const domains = async () =>
    (await test.client.call('content.attack', {})).versions.map(({ domain }) => domain);

  it('is taken away again where it was the first of its kind, and told before', async () => {
    await importRules(alpha, mobileRule);
    await test.client.call('tracking.mark', { organizationId, keys: [keyOf(mobileRule)], mark: 'deployed' });
    const before = await everything();
    const second = await idOf(importMobile());
    const after = await everything();
    expect(await domains()).toEqual(['enterprise', 'mobile']);

    const dry = await restore(second, true);
    expect(dry.attack).toMatchObject([
      {
        domain: 'mobile',
        root: path.join(test.documents, 'mobile.json'),
        before: '99.1',
        after: null,
        isRemoved: true,
        isUnchanged: false,
        unchanged: 0,
        added: 0,
        moves: [
          { id: 'T9400', kind: 'unknown' },
          { id: 'T9401', kind: 'unknown' },
        ],
        organizations: [{ name: 'Northfield', unchanged: 0, moves: [{ id: 'T9400', marks: 1 }] }],
      },
    ]);
    expect(await domains()).toEqual(['enterprise', 'mobile']);

    const restored = await restore(second);
    expect(await domains()).toEqual(['enterprise']);
    expect(await everything()).toEqual(before);
    expect((await test.client.call('content.imports', { limit: 1 }))[0]?.attack).toEqual([
      { domain: 'mobile', before: '99.1', after: null, isRemoved: true },
    ]);
    expect((await restore(restored.importId ?? 0)).attack).toMatchObject([
      { domain: 'mobile', before: null, after: '99.1', isRemoved: false, added: 2 },
    ]);
    expect(await everything()).toEqual(after);
  });
});

describe('what is kept', () => {
  it('is the content before the last three imports', async () => {
    for (let level = 1; level <= 5; level++) await importRules({ ...alpha, title: `Alpha ${level}` }, beta);
    expect(kept()).toEqual(['3.db', '4.db', '5.db']);
    expect(await canRestore()).toEqual([5, 4, 3]);
    await expect(restore(2)).rejects.toMatchObject({ code: 'previous-missing' });
    await expect(restore(99)).rejects.toMatchObject({ code: 'not-found' });
    await importRules({ ...alpha, title: 'Alpha 5' }, beta);
    expect(kept()).toHaveLength(3);
  });

  it('is never what a killed import left', async () => {
    await importRules(alpha);
    const copy = path.join(previous(), '1.db');
    for (const name of ['2.db', '3.db.part', '3.db.part-journal'])
      fs.copyFileSync(copy, path.join(previous(), name));
    expect(await canRestore()).toEqual([1]);
    await expect(restore(2)).rejects.toMatchObject({ code: 'not-found' });
    const before = await everything();
    const second = await idOf(importRules(...next));
    expect(second).toBe(2);
    expect(kept()).toEqual(['1.db', '2.db']);
    await restore(second);
    expect(await everything()).toEqual(before);
  });

  it('and of an older Bearing is brought up to date', async () => {
    await importRules(alpha, beta, gamma);
    const before = await everything();
    const second = await idOf(importRules(...next));
    const older =
      'ALTER TABLE imports DROP COLUMN sources; ALTER TABLE imports DROP COLUMN restores; DROP TABLE questions; ALTER TABLE snapshots DROP COLUMN stamps; ALTER TABLE snapshots DROP COLUMN read_by; DROP TABLE listing_counts; DROP TABLE source_counts; DROP INDEX documents_by_hash; ALTER TABLE imports DROP COLUMN attack; PRAGMA user_version = 39';
    change(path.join(previous(), `${second}.db`), older);
    await restore(second);
    expect(await everything()).toEqual(before);
    expect(await canRestore()).toEqual([3, 2, 1]);
  });

  it.each([
    ['that is no database', (file: string) => fs.writeFileSync(file, 'x'.repeat(9000))],
    ['that is empty', (file: string) => fs.writeFileSync(file, '')],
    ['that is cut', (file: string) => fs.truncateSync(file, fs.statSync(file).size - 8192)],
    ['of a newer Bearing', (file: string) => change(file, 'PRAGMA user_version = 9999')],
    ['of another catalog', (file: string) => change(file, `UPDATE imports SET finished_at = '2020'`)],
  ])('and %s is refused by name, with nothing changed', async (_what, spoil) => {
    await importRules(alpha, beta, gamma);
    const second = await idOf(importRules(...next));
    spoil(path.join(previous(), `${second}.db`));
    const before = await everything();
    await expect(restore(second)).rejects.toMatchObject({ code: 'previous-damaged' });
    expect(await everything()).toEqual(before);
    expect(await test.client.call('content.imports', {})).toHaveLength(2);
  });

  it('where it cannot be kept nothing is written', async () => {
    fs.writeFileSync(previous(), 'in the way');
    await expect(importRules(alpha)).rejects.toMatchObject({
      code: 'import-failed',
      message: expect.stringContaining('could not be kept'),
    });
    expect(await test.client.call('content.sources', {})).toEqual([]);
    fs.rmSync(previous());
    expect(await importRules(alpha)).toMatchObject({ importId: 1 });
  });
});

function change(file: string, statement: string): void {
  const db = new Database(file);
  db.exec(statement);
  db.close();
}
