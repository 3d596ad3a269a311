import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildTechniqueDocuments } from '../../../src/core/workbench.ts';
import { documentText } from '../../support/technique-document.ts';
import { sigmaRule, writeSigma, type SigmaRule } from '../../support/sigma-snapshot.ts';
import { csvRow, HEADER } from '../sources/d3fend-snapshot.ts';
import { createTestWorkbench, ruleKey, type TestWorkbench } from '../../support/workbench.ts';

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

const folder = () => path.join(test.documents, 'sigma');
const keyOf = (rule: SigmaRule) => `sigma:${rule.id}`;
const importPath = (file: string, more = {}) =>
  test.client.call('content.import', { items: [{ path: file }], ...more });
const importRules = (...rules: SigmaRule[]) => importPath(writeSigma(folder(), rules));
const markOf = async (key: string) => (await test.client.call('resources.get', { key, organizationId })).mark;
const mark = (key: string) =>
  test.client.call('tracking.mark', { organizationId, keys: [key], mark: 'deployed' });
const coverageOf = async (id: string) =>
  (await test.client.call('coverage.get', { organizationId })).techniques.find((one) => one.id === id);

async function importDocument(id: string, titles: string[]): Promise<void> {
  const file = path.join(test.documents, `${id}.md`);
  fs.writeFileSync(file, documentText(id, `Technique ${id}`, titles));
  await importPath(file);
}

const alpha = sigmaRule(1, 'Alpha');
const beta = sigmaRule(2, 'Beta', { techniques: ['T1046', 'T1003.001'] });

describe('a snapshot', () => {
  it('is read for its rules, their techniques and all that it says of them', async () => {
    const result = await importRules(alpha, beta, sigmaRule(3, 'Unmapped', { techniques: [] }));
    expect(result).toMatchObject({
      documents: 0,
      techniques: 2,
      resources: { rule: 3 },
      links: 3,
      snapshots: [{ sourceId: 'sigma', isUnchanged: false, unchanged: 0 }],
    });
    expect(result.snapshots[0]?.changes.map(({ change }) => change)).toEqual(['new', 'new', 'new']);
    expect(await test.client.call('resources.get', { key: keyOf(beta), organizationId })).toMatchObject({
      title: 'Beta',
      techniques: [{ id: 'T1003.001' }, { id: 'T1046' }],
      upstream: {
        status: 'test',
        severity: 'medium',
        authors: ['Ada', 'Grace'],
        created: '2024-02-03',
        techniques: ['T1046', 'T1003.001'],
        path: beta.file,
        language: 'yaml',
        body: fs.readFileSync(path.join(folder(), beta.file), 'utf8'),
      },
    });
    expect(await test.client.call('content.sources', {})).toMatchObject([
      { id: 'sigma', kind: 'rule', resources: 3, mapped: 2, links: 3, deprecated: 0 },
    ]);
  });

  it('of the same again changes nothing', async () => {
    await importRules(alpha, beta);
    const before = test.events.length;
    expect(await importRules(alpha, beta)).toMatchObject({
      importId: null,
      snapshots: [{ isUnchanged: true, unchanged: 2 }],
    });
    expect(test.events.slice(before).map(({ name }) => name)).not.toContain('catalog.changed');
  });

  it('is found by the text of its rules, after what titles find', async () => {
    await importRules(alpha, sigmaRule(2, 'Speaks of made-0001.exe'));
    const { rows } = await test.client.call('search.list', { text: 'made-0001.exe', organizationId });
    expect(rows.map(({ title }) => title)).toEqual(['Speaks of made-0001.exe', 'Alpha']);
  });

  it('of which nothing can be read takes nothing away', async () => {
    await importRules(alpha);
    await mark(keyOf(alpha));
    const file = path.join(folder(), alpha.file);
    fs.writeFileSync(file, 'title: [broken');
    const result = await importPath(folder());
    expect(result).toMatchObject({ importId: null, snapshots: [], organizations: [{ gone: 0 }] });
    expect(result.problems).toMatchObject([{ file: folder(), code: 'nothing-read' }, { file }]);
    expect(await markOf(keyOf(alpha))).toBe('deployed');
    expect(await test.client.call('content.sources', {})).toMatchObject([{ id: 'sigma', resources: 1 }]);
  });

  it('as a dry run tells the same and writes nothing', async () => {
    const dry = await importPath(writeSigma(folder(), [alpha]), { dryRun: true });
    expect(dry).toMatchObject({ importId: null, snapshots: [{ changes: [{ change: 'new' }] }] });
    expect(await test.client.call('content.sources', {})).toEqual([]);
  });
});

describe('the first snapshot of a source that documents told of', () => {
  it('has as new what they did not list, and as gone what it does not have', async () => {
    await importDocument('T1046', ['Alpha', 'Long gone']);
    const result = await importRules(alpha, beta);
    expect(result.snapshots).toMatchObject([{ documented: 1, unchanged: 0 }]);
    expect(result.snapshots[0]?.changes.map(({ change, title }) => [change, title])).toEqual([
      ['new', 'Beta'],
      ['gone', 'Long gone'],
    ]);
    const next = await importRules(alpha, beta, sigmaRule(3, 'Gamma'));
    expect(next.snapshots).toMatchObject([{ documented: 0, unchanged: 2, changes: [{ title: 'Gamma' }] }]);
  });

  it('still tells that one of theirs is deprecated', async () => {
    await importDocument('T1046', ['Alpha']);
    const result = await importRules({
      ...alpha,
      file: 'deprecated/windows/alpha.yml',
      status: 'deprecated',
    });
    expect(result.snapshots).toMatchObject([{ documented: 0, changes: [{ change: 'deprecated' }] }]);
  });
});

describe('a technique that only snapshots list', () => {
  const technique = async (techniqueId: string) =>
    test.client.call('techniques.get', { techniqueId, organizationId });

  it('has name and tactics of the ATT&CK index, of its successor where it was revoked, and its id where the index has nothing', async () => {
    await importRules(sigmaRule(1, 'Alpha', { techniques: ['T1046', 'T1562.001', 'T9001'] }));
    expect(await technique('T1046')).toMatchObject({
      name: 'Network Service Discovery',
      tactics: ['Discovery'],
      document: null,
    });
    expect(await technique('T1562.001')).toMatchObject({
      name: 'Disable or Modify Tools',
      tactics: ['Defense Impairment'],
    });
    expect(await technique('T9001')).toMatchObject({ name: 'T9001', tactics: [] });
    const { rows } = await test.client.call('search.list', { text: 'service discovery', organizationId });
    expect(rows).toMatchObject([{ key: 'T1046' }]);
  });

  it('is what its document says as soon as there is one', async () => {
    await importRules(alpha);
    await importDocument('T1046', ['Alpha']);
    expect(await technique('T1046')).toMatchObject({ name: 'Technique T1046', tactics: ['Discovery'] });
  });
});

describe('a snapshot that is one file', () => {
  const rows = [HEADER, csvRow('T1046', 'FileAnalysis')].join('\n');

  it('names that file in what is told of it', async () => {
    const file = path.join(test.documents, 'd3fend-full-mappings.csv');
    fs.writeFileSync(file, rows);
    const { problems, snapshots } = await importPath(file);
    expect(snapshots).toMatchObject([{ sourceId: 'd3fend', root: file }]);
    expect(problems.map((problem) => problem.file)).toEqual([file]);
    const kept = await test.client.call('content.problems', {});
    expect(kept.rows.map((problem) => problem.file)).toEqual([file]);
    const { problems: built } = await buildTechniqueDocuments({
      folders: [file],
      output: path.join(test.documents, 'built'),
      dates: new Map(),
      date: '2026-09-01',
      force: false,
    });
    expect(built.map((problem) => problem.file)).toEqual([file]);
  });
});

describe('a rule of the next snapshot', () => {
  it.each([
    ['moved', { file: 'rules-threat-hunting/windows/elsewhere.yml' }, 'moved'],
    ['retitled', { title: 'Alpha, better said' }, 'changed'],
    ['of another severity', { level: 'critical' }, 'changed'],
    [
      'deprecated upstream',
      { file: 'deprecated/windows/proc_creation_win_alpha.yml', status: 'deprecated' },
      'deprecated',
    ],
  ] as const)('%s is the same one, with its mark', async (_what, change, told) => {
    await importRules(alpha, beta);
    await mark(keyOf(alpha));
    const result = await importRules({ ...alpha, ...change }, beta);
    expect(result.snapshots).toMatchObject([
      { changes: [{ change: told, key: keyOf(alpha), before: { title: 'Alpha' } }], unchanged: 1 },
    ]);
    expect(await markOf(keyOf(alpha))).toBe('deployed');
  });

  it('that is gone is told, and its mark stays as no longer listed', async () => {
    await importRules(alpha, beta);
    await mark(keyOf(alpha));
    expect((await importRules(beta)).snapshots).toMatchObject([
      { changes: [{ change: 'gone', key: keyOf(alpha) }] },
    ]);
    const coverage = await test.client.call('coverage.get', { organizationId });
    expect(coverage.noLongerListed).toMatchObject([{ key: keyOf(alpha), title: 'Alpha', mark: 'deployed' }]);
    await importRules(alpha, beta);
    expect(await coverageOf('T1046')).toMatchObject({ rules: { listed: 2, deployed: 1 } });
  });

  it('deprecated upstream is listed for no technique, and a mark on it is told', async () => {
    await importRules(alpha, beta);
    await mark(keyOf(alpha));
    await importRules({ ...alpha, file: 'deprecated/windows/proc_creation_win_alpha.yml' }, beta);
    expect(await coverageOf('T1046')).toMatchObject({ rules: { listed: 1, deployed: 0 } });
    const { noLongerListed } = await test.client.call('coverage.get', { organizationId });
    expect(noLongerListed).toMatchObject([{ key: keyOf(alpha) }]);
    expect(await test.client.call('content.sources', {})).toMatchObject([{ resources: 1, deprecated: 1 }]);
  });
});

describe('marks made on documents', () => {
  const documentKey = ruleKey('Alpha');

  beforeEach(async () => {
    await importDocument('T1046', ['Alpha', 'Only in the document']);
    await mark(documentKey);
    await mark(ruleKey('Only in the document'));
  });

  it.each([
    ['at the same place', {}],
    ['moved to another folder', { file: 'rules/windows/file/proc_creation_win_alpha.yml' }],
    ['renamed, with its title', { file: 'rules/windows/file/another_name.yml' }],
    ['retitled, at its place', { title: 'Alpha, better said' }],
    [
      'moved and retitled, with its file name',
      { file: 'rules/linux/proc_creation_win_alpha.yml', title: 'Omega' },
    ],
  ] as const)('are on the rule of the snapshot that is %s', async (_what, change) => {
    await importRules({ ...alpha, ...change }, beta);
    expect(await markOf(keyOf(alpha))).toBe('deployed');
    expect(await markOf(documentKey)).toBe('deployed');
    expect(await markOf(keyOf(beta))).toBeNull();
    expect(await coverageOf('T1046')).toMatchObject({ rules: { listed: 2, deployed: 1 } });
    const { noLongerListed } = await test.client.call('coverage.get', { organizationId });
    expect(noLongerListed.map(({ title }) => title)).toEqual(['Only in the document']);
  });

  it('are tied to nothing where name and title lead to two rules', async () => {
    await importRules(
      sigmaRule(1, 'Another', { file: 'rules/linux/proc_creation_win_alpha.yml' }),
      sigmaRule(2, 'Alpha', { file: 'rules/linux/other.yml' }),
    );
    const { noLongerListed } = await test.client.call('coverage.get', { organizationId });
    expect(noLongerListed.map(({ key }) => key)).toContain(documentKey);
  });

  it('are on the right rules whichever came first, and however the catalog was made', async () => {
    await importRules(alpha, beta);
    const [firstly] = [await test.client.call('coverage.get', { organizationId })];
    await test.workbench.close();
    fs.rmSync(path.join(test.dataFolder, 'catalog.db'));
    await test.reopen();
    await importRules(alpha, beta);
    expect(await markOf(documentKey)).toBe('deployed');
    await importPath(path.join(test.documents, 'T1046.md'));
    expect(await test.client.call('coverage.get', { organizationId })).toEqual(firstly);
  });

  it('keep what the document says besides when its source has a snapshot', async () => {
    await importRules(alpha, beta);
    const technique = await test.client.call('techniques.get', { techniqueId: 'T1046', organizationId });
    expect(technique).toMatchObject({
      name: 'Technique T1046',
      sections: [
        {
          kind: 'rule',
          source: { id: 'sigma' },
          declared: null,
          listed: 2,
          resources: [
            { key: keyOf(alpha), mark: 'deployed', status: 'test', severity: 'medium' },
            { key: keyOf(beta), mark: null },
          ],
        },
      ],
    });
  });
});
