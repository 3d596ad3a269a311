import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentText } from '../../support/technique-document.ts';
import { sigmaRule, writeSigma, type SigmaRule } from '../../support/sigma-snapshot.ts';
import { createTestWorkbench, type TestWorkbench } from '../../support/workbench.ts';
import { bundle, relationship, technique } from '../sources/attack-bundle.ts';

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

const shipped = path.resolve(import.meta.dirname, '../../../data/attack/enterprise-19.json');
const importPath = (file: string, more = {}) =>
  test.client.call('content.import', { items: [{ path: file }], ...more });
const importRules = (...rules: SigmaRule[]) =>
  importPath(writeSigma(path.join(test.documents, 'sigma'), rules));
const detail = (techniqueId: string, asOf: 'listed' | 'current' = 'current') =>
  test.client.call('techniques.get', { techniqueId, organizationId, asOf });
const coverage = async (asOf: 'listed' | 'current') =>
  (await test.client.call('coverage.get', { organizationId, asOf })).techniques;
const keyOf = (rule: SigmaRule) => `sigma:${rule.id}`;
const note = (targetKey: string, text = 'Look here.') =>
  test.client.call('notes.save', { organizationId, targetType: 'technique', targetKey, text });

const revoked = (id: string) => technique(id, [], { revoked: true });

/** A version of our own: T1046 in two, T1003 deprecated, T1001 renamed, T1562.001 in force. */
function writeBundle(name = 'bundle.json'): string {
  const [scanned, first, second] = [
    revoked('T1046'),
    technique('T5001', ['discovery']),
    technique('T5002', ['discovery']),
  ];
  const file = path.join(test.documents, name);
  fs.writeFileSync(
    file,
    bundle(
      scanned,
      first,
      second,
      relationship(scanned, 'revoked-by', first),
      relationship(scanned, 'revoked-by', second),
      technique('T1003', ['credential-access'], { x_mitre_deprecated: true }),
      technique('T1001', ['command-and-control'], { name: 'Hiding in traffic' }),
      technique('T1562.001', ['stealth']),
    ),
  );
  return file;
}

describe('at the first start', () => {
  it('what ships is imported, though a version of ATT&CK alone came before', async () => {
    await importPath(writeBundle());
    const shippedDocuments = path.join(test.documents, 'shipped');
    fs.mkdirSync(shippedDocuments);
    fs.writeFileSync(path.join(shippedDocuments, 'T1046.md'), documentText('T1046', 'Scanning', ['Alpha']));
    expect(await test.workbench.seed(shippedDocuments)).toBe(true);
  });

  it('the whole matrix of the version that ships is there, with nothing listed', async () => {
    const techniques = await coverage('current');
    expect(techniques).toHaveLength(697);
    expect(techniques.every(({ state, level }) => state === 'active' && level === 'unlisted')).toBe(true);
    expect(await coverage('listed')).toEqual([]);
    expect(await test.client.call('content.attack', {})).toMatchObject({
      versions: [{ domain: 'enterprise', version: '19.2', root: null, techniques: 697 }],
      unplaced: [],
    });
  });

  it('a technique that nothing lists is shown and found', async () => {
    expect(await detail('t1685')).toMatchObject({
      id: 'T1685',
      name: 'Disable or Modify Tools',
      tactics: ['Defense Impairment'],
      sections: [],
      placement: null,
    });
    const { rows } = await test.client.call('search.list', {
      text: 'modify tools',
      organizationId,
      asOf: 'current',
    });
    expect(rows.map(({ key }) => key)).toContain('T1685');
  });
});

describe('what is listed under earlier ids', () => {
  const old = sigmaRule(1, 'Old id', { techniques: ['T1562.001'] });
  const now = sigmaRule(2, 'New id', { techniques: ['T1685', 'T1562'] });

  it('meets under the technique that took their place, and says how it is listed', async () => {
    await importRules(old, now);
    const { sections, former } = await detail('T1685');
    expect(sections).toMatchObject([
      {
        kind: 'rule',
        source: { id: 'sigma' },
        listed: 2,
        resources: [
          { title: 'New id', listedAs: [] },
          { title: 'Old id', listedAs: ['T1562.001'] },
        ],
      },
    ]);
    expect(former).toContain('T1562.001');
    expect((await coverage('current')).find(({ id }) => id === 'T1685')).toMatchObject({
      rules: { listed: 2 },
    });
    expect((await coverage('current')).map(({ id }) => id)).not.toContain('T1562.001');
    const listed = (await coverage('listed')).map(({ id, state }) => [id, state]);
    expect(listed).toEqual([
      ['T1562', 'retired'],
      ['T1562.001', 'retired'],
      ['T1685', 'active'],
    ]);
  });

  it('is found by the earlier id', async () => {
    await importRules(old, sigmaRule(3, 'Elsewhere', { techniques: ['T1046'] }));
    const { rows } = await test.client.call('search.list', {
      text: 'T1562.001',
      organizationId,
      asOf: 'current',
    });
    expect(rows.map(({ key }) => key)).toEqual(['T1685', keyOf(old)]);
  });

  it('is shown under its own id as listed, with where it went', async () => {
    await importRules(old);
    expect(await detail('T1562.001', 'listed')).toMatchObject({
      placement: { kind: 'moved', to: [{ id: 'T1685', name: 'Disable or Modify Tools' }] },
      sections: [{ listed: 1 }],
    });
    expect(await detail('T1562.001', 'current')).toMatchObject({
      placement: { kind: 'moved' },
      sections: [],
    });
    expect(
      await test.client.call('resources.get', { key: keyOf(old), organizationId, asOf: 'current' }),
    ).toMatchObject({
      techniques: [{ id: 'T1685' }],
    });
  });

  it('counts for the level of the technique that took its place, marks and notes follow', async () => {
    await importRules(old);
    await test.client.call('tracking.mark', { organizationId, keys: [keyOf(old)], mark: 'deployed' });
    await note('T1562.001');
    expect((await coverage('current')).find(({ id }) => id === 'T1685')).toMatchObject({ level: 'deployed' });
    expect(
      await test.client.call('notes.list', { organizationId, techniqueId: 'T1685', asOf: 'current' }),
    ).toHaveLength(1);
    expect(await test.client.call('notes.list', { organizationId, techniqueId: 'T1685' })).toEqual([]);
    const history = await test.client.call('tracking.history', {
      organizationId,
      techniqueId: 'T1685',
      asOf: 'current',
    });
    expect(history.total).toBe(2);
  });

  it('of documents stands with its own section', async () => {
    const file = path.join(test.documents, 'T1562.001.md');
    fs.writeFileSync(file, documentText('T1562.001', 'Disable or Modify Tools', ['From a page']));
    await importPath(file);
    expect((await detail('T1685')).sections).toMatchObject([
      { source: { id: 'sigma' }, resources: [{ title: 'From a page', listedAs: ['T1562.001'] }] },
    ]);
  });

  it('and not known to the version stays where it is listed and is told', async () => {
    await importRules(sigmaRule(1, 'Of the future', { techniques: ['T9001'] }));
    expect((await coverage('current')).find(({ id }) => id === 'T9001')).toMatchObject({
      state: 'unknown',
      rules: { listed: 1 },
    });
    expect((await test.client.call('content.attack', {})).unplaced).toEqual([
      { id: 'T9001', name: 'T9001', state: 'unknown', resources: 1 },
    ]);
  });

  it('is said by reports', async () => {
    await importRules(old);
    const made = async (asOf: 'listed' | 'current') => {
      const report = await test.client.call('reports.make', { organizationId, format: 'json', asOf });
      const bytes = test.workbench.madeReport(report.id)?.bytes;
      return JSON.parse(Buffer.from(bytes ?? []).toString('utf8')) as {
        attack: object;
        techniques: { id: string }[];
      };
    };
    const current = await made('current');
    expect(current.attack).toMatchObject({ techniques: 'current', versions: [{ version: '19.2' }] });
    expect(current.techniques).toHaveLength(697);
    expect((await made('listed')).techniques.map(({ id }) => id)).toEqual(['T1562.001']);
  });
});

describe('another version', () => {
  const scan = sigmaRule(1, 'Scan', { techniques: ['T1046'] });
  const dump = sigmaRule(2, 'Dump', { techniques: ['T1003'] });
  const hide = sigmaRule(3, 'Hide', { techniques: ['T1001'] });

  it('shows first what it would do for every organization, then does it', async () => {
    await importRules(scan, dump, hide);
    await test.client.call('tracking.mark', {
      organizationId,
      keys: [keyOf(scan), keyOf(dump)],
      mark: 'planned',
    });
    await note('T1046');
    const file = writeBundle();
    const [change] = (await importPath(file, { dryRun: true })).attack;
    expect(change).toMatchObject({ domain: 'enterprise', before: '19.2', after: null, isUnchanged: false });
    const [own] = change?.organizations ?? [];
    expect(own).toMatchObject({ name: 'Northfield', unchanged: 0 });
    expect(
      own?.moves.map(({ id, kind, to, marks, notes }) => [id, kind, to.map((one) => one.id), marks, notes]),
    ).toEqual([
      ['T1003', 'retired', [], 1, 0],
      ['T1046', 'split', ['T5001', 'T5002'], 1, 1],
    ]);
    expect(await coverage('current')).toHaveLength(697);

    expect((await importPath(file)).importId).not.toBeNull();
    const techniques = await coverage('current');
    expect(techniques.map(({ id, state }) => [id, state])).toEqual([
      ['T1001', 'active'],
      ['T1003', 'retired'],
      ['T1562.001', 'active'],
      ['T5001', 'active'],
      ['T5002', 'active'],
    ]);
    expect(techniques.find(({ id }) => id === 'T5002')).toMatchObject({ planned: 1 });
    expect(await detail('T1001')).toMatchObject({ name: 'Hiding in traffic' });
    expect(await detail('T1001', 'listed')).toMatchObject({ name: 'Hiding in traffic' });
  });

  it('asks where notes on what was split or deprecated belong, and takes the answer back', async () => {
    await importRules(scan, dump, hide);
    const { noteId } = await note('T1046');
    await note('T1003');
    await note('T1001');
    await importPath(writeBundle());
    const unplaced = () => test.client.call('notes.unplaced', { organizationId });
    const placements = (await unplaced()).map(({ targetKey, placement }) => [targetKey, placement.kind]);
    expect(placements.sort()).toEqual([
      ['T1003', 'retired'],
      ['T1046', 'split'],
    ]);
    const onTechnique = (techniqueId: string) =>
      test.client.call('notes.list', { organizationId, techniqueId, asOf: 'current' });
    expect(await onTechnique('T5001')).toEqual([]);
    const move = { organizationId, noteIds: [noteId], techniqueId: 't5001' };
    const { moved, actionId } = await test.client.call('notes.move', move);
    expect(moved).toBe(1);
    expect(await onTechnique('T5001')).toMatchObject([{ id: noteId, targetTitle: 'Technique T5001' }]);
    expect((await unplaced()).map(({ targetKey }) => targetKey)).toEqual(['T1003']);
    await test.client.call('tracking.undo', { organizationId, actionId: actionId ?? '' });
    expect(await unplaced()).toHaveLength(2);
  });

  it('of the same again changes nothing, and the index that ships brings the first back', async () => {
    const file = writeBundle();
    await importPath(file);
    expect(await importPath(file)).toMatchObject({ importId: null, attack: [{ isUnchanged: true }] });
    expect((await importPath(shipped)).attack).toMatchObject([
      { before: null, after: '19.2', isUnchanged: false },
    ]);
    expect(await coverage('current')).toHaveLength(697);
    expect((await importPath(shipped)).attack).toMatchObject([{ isUnchanged: true }]);
  });

  it('that is older and came along with rules is not taken, read or known', async () => {
    writeBundle();
    writeSigma(path.join(test.documents, 'sigma'), [scan]);
    for (let time = 0; time < 2; time++) {
      const result = await importPath(test.documents);
      expect(result.attack).toEqual([]);
      expect(result.problems.map(({ code }) => code)).toEqual(['older-attack']);
    }
    expect(await coverage('current')).toHaveLength(697);
  });

  it('that is malformed is a problem with its file', async () => {
    const file = path.join(test.documents, 'index.json');
    fs.writeFileSync(file, '{"format": "bearing-attack-index-1", "domain": "enterprise"}');
    const result = await importPath(file);
    expect(result.attack).toEqual([]);
    expect(result.problems).toMatchObject([{ code: 'malformed-attack-index', file }]);
  });

  it('and a bundle that was cut, by itself or in a folder, too', async () => {
    const cut = writeBundle('enterprise.json');
    fs.writeFileSync(cut, '{"type": "bundle", "id": "bundle--1", "objects": [{"source_name": "mitre-attack"');
    const problem = { file: cut, code: 'unreadable' };
    expect((await importPath(cut)).problems).toMatchObject([problem]);
    expect((await importPath(test.documents)).problems).toMatchObject([problem]);
  });
});

const corpus = process.env.BEARING_CORPUS;
describe.skipIf(!corpus)('the real rules and version 19 (BEARING_CORPUS)', () => {
  it("of Sigma and Elastic meet under T1685, which Elastic's list as T1562", async () => {
    for (const source of ['sigma', 'elastic']) await importPath(path.join(corpus ?? '', source));
    const { sections } = await detail('T1685');
    const counts = sections.map(({ source, resources }) => [
      source.id,
      resources.filter(({ listedAs }) => listedAs.length === 0).length,
      resources.filter(({ listedAs }) => listedAs.some((id) => id.startsWith('T1562'))).length,
    ]);
    expect(counts).toEqual([
      ['elastic', 0, 106],
      ['sigma', 164, 0],
    ]);
  });
});
