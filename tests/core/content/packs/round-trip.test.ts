import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openForReading } from '../../../../src/core/db/open.ts';
import { all, sql, type Query } from '../../../../src/core/db/sql.ts';
import { fillCatalog, RULES, writeTestPack } from '../../../support/packs.ts';
import { writeSigma } from '../../../support/sigma-snapshot.ts';
import { bundle, technique } from '../../sources/attack-bundle.ts';
import { createTestWorkbench, type TestWorkbench } from '../../../support/workbench.ts';

let maker: TestWorkbench;
let taker: TestWorkbench;

beforeEach(async () => {
  maker = createTestWorkbench();
  taker = createTestWorkbench();
  await fillCatalog(maker);
});
afterEach(async () => {
  for (const test of [maker, taker]) {
    await test.end();
    expect(test.internal).toEqual([]);
  }
});

const take = (file: string, more = {}) =>
  taker.client.call('content.import', { items: [{ path: file }], ...more });

/** Rows of a catalog, with what is not content left out. */
function rows(test: TestWorkbench, query: Query): unknown[] {
  const db = openForReading(path.join(test.dataFolder, 'catalog.db'));
  try {
    return all(db, query);
  } finally {
    db.close();
  }
}

const CONTENT: [string, Query][] = [
  [
    'resources',
    sql`SELECT key, source_id, kind, title, url, trail, status, severity, is_deprecated, sha256 FROM resources ORDER BY key`,
  ],
  [
    'details',
    sql`SELECT r.key, d.language, hex(d.deflated_body) AS body FROM details d JOIN resources r ON r.id = d.resource_id ORDER BY r.key`,
  ],
  [
    'listings',
    sql`SELECT l.technique_id, r.key, l.listed_key, l.source_position, l.position, l.times, l.unit_tests FROM listings l
      JOIN resources r ON r.id = l.resource_id ORDER BY 1, 2`,
  ],
  [
    'techniques',
    sql`SELECT id, parent_id, name, url, description, document_id IS NULL AS loose FROM techniques ORDER BY id`,
  ],
  ['tactics', sql`SELECT technique_id, tactic FROM technique_tactics ORDER BY 1, 2`],
  ['aliases', sql`SELECT a.alias, r.key FROM aliases a JOIN resources r ON r.id = a.resource_id ORDER BY 1`],
  ['document keys', sql`SELECT key, source_id, kind, title FROM document_keys ORDER BY key`],
  ['documents', sql`SELECT technique_id, sha256, hex(deflated) AS text FROM documents ORDER BY technique_id`],
  [
    'snapshots',
    sql`SELECT source_id, commit_id, date, hunting, files, sha256 FROM snapshots ORDER BY source_id`,
  ],
  [
    'problems',
    sql`SELECT source_id, line, code, message FROM problems ORDER BY source_id, code, line, message`,
  ],
];

describe('a pack imported into an empty catalog', () => {
  it('gives the catalog that it was made of', async () => {
    const { file } = await writeTestPack(maker);
    const result = await take(file);
    for (const [what, query] of CONTENT) expect(rows(taker, query), what).toEqual(rows(maker, query));
    const json = sql`SELECT r.key, d.json FROM details d JOIN resources r ON r.id = d.resource_id ORDER BY r.key`;
    const parsed = (test: TestWorkbench) =>
      rows(test, json).map((row) => JSON.parse((row as { json: string }).json) as unknown);
    expect(parsed(taker)).toEqual(parsed(maker));
    for (const call of ['content.sources', 'app.info'] as const) {
      const [made, taken] = await Promise.all([maker, taker].map((one) => one.client.call(call, {})));
      const leaveOut = (value: unknown) =>
        JSON.parse(
          JSON.stringify(value, (key, one: unknown) => (/root|Folder$/.test(key) ? null : one)),
        ) as unknown;
      expect(leaveOut(taken)).toEqual(leaveOut(made));
    }
    expect(result).toMatchObject({
      importId: expect.any(Number),
      added: 3,
      snapshots: [
        { sourceId: 'sigma', root: `${file}/sigma`, isUnchanged: false },
        { sourceId: 'atomic', isUnchanged: false, changes: [{ change: 'new' }] },
      ],
      packs: [
        {
          file,
          keyId: null,
          since: null,
          documents: 3,
          sources: [
            { id: 'atomic', resources: 1 },
            { id: 'sigma', resources: 4 },
          ],
        },
      ],
    });
  });

  it('is found by its words, and shows its text', async () => {
    await take((await writeTestPack(maker)).file);
    const { rows: found } = await taker.client.call('search.list', {
      text: 'made-0002.exe',
      organizationId: null,
    });
    expect(found).toMatchObject([{ title: 'Beta' }]);
    const get = (test: TestWorkbench) =>
      test.client.call('resources.get', { key: found[0]?.key ?? '', organizationId: null });
    const [made, taken] = await Promise.all([get(maker), get(taker)]);
    expect(taken.upstream?.body).toBe(made.upstream?.body);
  });

  it('again changes nothing, and a repository of the same files neither', async () => {
    const { file } = await writeTestPack(maker);
    await take(file);
    const before = taker.events.length;
    expect(await take(file)).toMatchObject({
      importId: null,
      unchanged: 3,
      snapshots: [
        { isUnchanged: true, unchanged: 4 },
        { isUnchanged: true, unchanged: 1 },
      ],
    });
    expect(await take(path.join(maker.documents, 'sigma'))).toMatchObject({ importId: null });
    expect(taker.events.slice(before).map(({ name }) => name)).not.toContain('catalog.changed');
  });

  it('gives a pack of the same bytes there', async () => {
    const { file, bytes } = await writeTestPack(maker);
    await take(file);
    expect((await writeTestPack(taker)).bytes).toEqual(bytes);
  });

  it('as a dry run tells the same and writes nothing', async () => {
    const { file } = await writeTestPack(maker);
    const dry = await take(file, { dryRun: true });
    expect(await taker.client.call('content.sources', {})).toEqual([]);
    const real = await take(file);
    expect({ ...dry, importId: real.importId }).toEqual(real);
  });

  it('tells what became of each resource of an older snapshot', async () => {
    const older = writeSigma(path.join(taker.documents, 'sigma'), [
      ...RULES.slice(1).map((rule) => ({ ...rule, level: 'low' })),
      { ...RULES[0]!, id: '00000000-0000-4000-8000-000000000099', title: 'Leaves' },
    ]);
    await take(older);
    const { snapshots } = await take((await writeTestPack(maker, { sources: ['sigma'] })).file);
    expect(snapshots[0]?.changes.map(({ change }) => change).sort()).toEqual([
      'changed',
      'changed',
      'changed',
      'gone',
      'new',
    ]);
  });
});

describe('making a pack', () => {
  it('of the same content in another order and another place gives the same bytes', async () => {
    const { bytes, content } = await writeTestPack(maker);
    await fillCatalog(taker, RULES.slice(0, 2));
    await fillCatalog(taker, [...RULES].reverse());
    expect(await writeTestPack(taker)).toMatchObject({ content, bytes });
  });

  it('says what is in it in its second line, and ends as it says', async () => {
    const { bytes, file, sources } = await writeTestPack(maker);
    const lines = Buffer.from(bytes).toString('latin1').split('\n', 4);
    expect([lines[0], lines[2]]).toEqual(['bearing-pack 1', 'unsigned']);
    const manifest = JSON.parse(Buffer.from(lines[1] ?? '', 'latin1').toString('utf8')) as {
      parts: { name: string; counts: unknown; packed: { bytes: number } }[];
    };
    expect(manifest).toMatchObject({ madeWith: '0.0.0', since: null });
    expect(manifest.parts.map(({ name, counts }) => [name, counts])).toEqual([
      ['documents', { documents: 3 }],
      ['snapshot-atomic', { resources: 1, problems: 0 }],
      ['snapshot-sigma', { resources: 4, problems: 1 }],
    ]);
    const head = lines.reduce((sum, line) => sum + line.length + 1, 0);
    expect(head + manifest.parts.reduce((sum, { packed }) => sum + packed.bytes, 0)).toBe(
      fs.statSync(file).size,
    );
    expect(sources).toMatchObject([{ id: 'atomic' }, { id: 'sigma' }]);
    expect(Buffer.from(bytes).includes(maker.documents)).toBe(false);
  });

  it('of some sources leaves the others and the documents out', async () => {
    const { file, documents, sources } = await writeTestPack(maker, { sources: ['sigma'] });
    expect([documents, sources.map(({ id }) => id)]).toEqual([0, ['sigma']]);
    expect(await take(file)).toMatchObject({ added: 0, snapshots: [{ sourceId: 'sigma' }] });
  });

  it('of nothing is refused', async () => {
    const make = (sources: string[]) => taker.workbench.makePack({ sources, since: null, privateKey: null });
    await expect(make([])).rejects.toMatchObject({ code: 'not-found' });
    await expect(make(['sigma'])).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('sigma'),
    });
  });
});

describe('a version of ATT&CK that was imported', () => {
  const bundleFile = () => path.join(maker.documents, 'bundle.json');
  const versions = (test: TestWorkbench) => test.client.call('content.attack', {});

  it('is in the pack, and is the version where the pack is imported', async () => {
    fs.writeFileSync(bundleFile(), bundle(technique('T1046', ['discovery'], { name: 'Of our own' })));
    await maker.client.call('content.import', { items: [{ path: bundleFile() }] });
    const { file } = await writeTestPack(maker);
    const [change] = (await take(file)).attack;
    expect(change).toMatchObject({ domain: 'enterprise', before: '19.2', isUnchanged: false });
    const facts = async (test: TestWorkbench) =>
      (await versions(test)).versions.map(({ domain, sha256 }) => [domain, sha256]);
    expect(await facts(taker)).toEqual(await facts(maker));
    expect((await take(file)).attack).toMatchObject([{ isUnchanged: true }]);
    const changes = await writeTestPack(maker, { since: file });
    expect((await take(changes.file)).importId).toBeNull();
  });

  it('and none that ships', async () => {
    const { file } = await writeTestPack(maker);
    expect((await take(file)).attack).toEqual([]);
  });
});
