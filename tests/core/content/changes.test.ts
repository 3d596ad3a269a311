import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mark } from '../../../src/shared/model/resource.ts';
import { sigmaRule, writeSigma, type SigmaRule } from '../../support/sigma-snapshot.ts';
import { documentText } from '../../support/technique-document.ts';
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

const keyOf = (rule: SigmaRule) => `sigma:${rule.id}`;
const importPath = (file: string, more = {}) =>
  test.client.call('content.import', { items: [{ path: file }], ...more });
const importRules = (rules: SigmaRule[], more = {}) =>
  importPath(writeSigma(path.join(test.documents, 'sigma'), rules), more);
const mark = (keys: string[], value: Mark = 'deployed', to = organizationId) =>
  test.client.call('tracking.mark', { organizationId: to, keys, mark: value });
const changeOf = async (rules: SigmaRule[], rule: SigmaRule) =>
  (await importRules(rules)).snapshots[0]?.changes.find(({ key }) => key === keyOf(rule));

const alpha = sigmaRule(1, 'Alpha');
const beta = sigmaRule(2, 'Beta');
const gamma = sigmaRule(3, 'Gamma');
const put = 'deprecated/windows/proc_creation_win_gamma.yml';

describe('a changed resource', () => {
  it('tells every field that differs, and its text as a diff', async () => {
    await importRules([alpha, beta]);
    const changed = {
      ...alpha,
      title: 'Alpha, better said',
      techniques: ['T1046', 'T1003.001'],
      level: 'high',
      status: 'stable',
    };
    const told = await changeOf([changed, beta], alpha);
    expect(told).toMatchObject({ change: 'changed', before: { title: 'Alpha' } });
    expect(told?.fields).toEqual([
      { field: 'title', before: 'Alpha', after: 'Alpha, better said' },
      { field: 'techniques', before: 'T1046', after: 'T1046, T1003.001' },
      { field: 'severity', before: 'medium', after: 'high' },
      { field: 'status', before: 'test', after: 'stable' },
      { field: 'body', before: null, after: null },
    ]);
    expect(told?.diff).toContain(`--- ${alpha.file}\n+++ ${alpha.file}\n@@ `);
    expect(told?.diff).toContain('-level: medium\n+level: high\n');
  });

  it('that moved and is the same text has its path alone, and no diff', async () => {
    await importRules([alpha, beta]);
    const file = 'rules/linux/elsewhere.yml';
    expect(await changeOf([{ ...alpha, file }, beta], alpha)).toMatchObject({
      change: 'moved',
      fields: [{ field: 'path', before: alpha.file, after: file }],
      diff: null,
    });
  });

  it('is told the same by a dry run, and again when the import is opened later', async () => {
    await importRules([alpha, beta]);
    await mark([keyOf(alpha), keyOf(beta)]);
    const next = [{ ...alpha, level: 'high' }];
    const dry = await importRules(next, { dryRun: true });
    expect(dry.organizations).toMatchObject([{ deployed: 2, changed: 1, gone: 1 }]);
    const done = await importRules(next);
    expect({ ...dry, importId: done.importId }).toEqual(done);
    const importId = done.importId ?? 0;
    expect(await test.client.call('content.importResult', { importId })).toEqual(done);
    expect(await test.client.call('content.imports', {})).toMatchObject([
      {
        id: importId,
        restores: null,
        canRestore: true,
        sources: [{ id: 'sigma', new: 0, changed: 1, gone: 1 }],
      },
      { id: importId - 1, sources: [{ id: 'sigma', new: 2 }] },
    ]);
  });
});

describe('for an organization', () => {
  it('an import tells what becomes of its marks, and of no others', async () => {
    await importRules([alpha, beta, gamma, sigmaRule(4, 'Delta'), sigmaRule(5, 'Same')]);
    await mark([alpha, beta, gamma, sigmaRule(5, 'Same')].map(keyOf));
    await mark([keyOf(sigmaRule(4, 'Delta'))], 'planned');
    const other = (await test.client.call('organizations.create', { name: 'Archived' })).id;
    await mark([keyOf(alpha)], 'deployed', other);
    await test.client.call('organizations.archive', { organizationId: other, archived: true });
    await test.client.call('organizations.create', { name: 'Without marks' });
    const { organizations } = await importRules([
      { ...alpha, level: 'high' },
      { ...gamma, file: put },
      sigmaRule(4, 'Delta', { file: 'rules/linux/delta.yml' }),
      sigmaRule(5, 'Same'),
    ]);
    expect(organizations).toEqual([
      {
        id: organizationId,
        name: 'Northfield',
        deployed: 4,
        changed: 1,
        moved: 0,
        deprecated: 1,
        gone: 1,
        back: 0,
        total: 4,
        marks: [
          { key: keyOf(beta), title: 'Beta', kind: 'rule', mark: 'deployed', change: 'gone' },
          { key: keyOf(gamma), title: 'Gamma', kind: 'rule', mark: 'deployed', change: 'deprecated' },
          { key: keyOf(alpha), title: 'Alpha', kind: 'rule', mark: 'deployed', change: 'changed' },
          { key: keyOf(sigmaRule(4, '')), title: 'Delta', kind: 'rule', mark: 'planned', change: 'moved' },
        ],
      },
    ]);
    expect((await importRules([alpha, beta, gamma])).organizations).toMatchObject([
      {
        changed: 1,
        back: 2,
        marks: expect.arrayContaining([expect.objectContaining({ change: 'back', title: 'Beta' })]),
      },
    ]);
  });

  it('a document that lists less takes what nothing else lists, and a snapshot what the document had', async () => {
    const file = path.join(test.documents, 'T1046.md');
    const write = (titles: string[]) => fs.writeFileSync(file, documentText('T1046', 'Discovery', titles));
    write(['Alpha', 'Beta', 'Gamma']);
    await importPath(file);
    await mark(['Alpha', 'Beta', 'Gamma'].map(ruleKey));
    write(['Alpha', 'Gamma']);
    expect((await importPath(file)).organizations).toMatchObject([
      { deployed: 3, gone: 1, marks: [{ key: ruleKey('Beta'), title: 'Beta', change: 'gone' }] },
    ]);
    const listed = { ...alpha, file: 'rules/windows/proc_creation_win_alpha.yml' };
    expect((await importRules([listed])).organizations).toMatchObject([
      { deployed: 3, changed: 0, moved: 0, gone: 1, marks: [{ title: 'Gamma' }] },
    ]);
    expect((await importRules([{ ...listed, level: 'low' }])).organizations).toMatchObject([
      { changed: 1, gone: 0, marks: [{ key: ruleKey('Alpha'), title: 'Alpha', change: 'changed' }] },
    ]);
    expect(await test.client.call('content.remove', { techniqueIds: ['T1046'] })).toMatchObject({
      organizations: [{ deployed: 3, total: 0 }],
    });
  });
});

describe('a rule whose id changed while its file stayed', () => {
  const renamed = { ...alpha, id: sigmaRule(9, '').id };
  const tie = { before: keyOf(alpha), after: keyOf(renamed) };
  const question = {
    sourceId: 'sigma',
    kind: 'rule',
    path: alpha.file,
    before: { key: keyOf(alpha), title: 'Alpha' },
    after: { key: keyOf(renamed), title: 'Alpha' },
  };
  const questions = () => test.client.call('content.questions', {});
  const noLongerListed = async () =>
    (await test.client.call('coverage.get', { organizationId })).noLongerListed.map(({ key }) => key);
  const markOf = async (key: string) => {
    const { mark: value, comment } = await test.client.call('resources.get', { key, organizationId });
    return [value, comment];
  };

  beforeEach(async () => {
    await importRules([alpha, beta]);
    await test.client.call('tracking.mark', {
      organizationId,
      keys: [keyOf(alpha)],
      mark: 'deployed',
      comment: 'ours',
    });
    await test.client.call('notes.save', {
      organizationId,
      targetType: 'resource',
      targetKey: keyOf(alpha),
      text: 'Tuned.',
    });
  });

  it('is a question until a person answers, whatever it is called, also in a catalog made anew', async () => {
    const { snapshots, importId } = await importRules([renamed, beta]);
    expect(snapshots).toMatchObject([{ questions: [question] }]);
    expect(await noLongerListed()).toEqual([keyOf(alpha)]);
    expect(await questions()).toEqual([
      {
        ...question,
        importId,
        organizations: [{ id: organizationId, name: 'Northfield', mark: 'deployed' }],
      },
    ]);
    await test.workbench.close();
    fs.rmSync(path.join(test.dataFolder, 'catalog.db'));
    await test.reopen();
    await importRules([renamed, beta]);
    expect(await noLongerListed()).toEqual([keyOf(alpha)]);
  });

  it('is a question for a note alone, too', async () => {
    await test.client.call('tracking.mark', {
      organizationId,
      keys: [keyOf(alpha)],
      mark: null,
      comment: null,
    });
    await importRules([renamed, beta]);
    expect(await questions()).toMatchObject([
      { ...question, organizations: [{ name: 'Northfield', mark: null }] },
    ]);
  });

  it('takes mark, comment and notes along when tied: one action, in the history, to undo', async () => {
    await importRules([renamed, beta]);
    const { organizations } = await test.client.call('content.tie', tie);
    expect(organizations).toMatchObject([
      { id: organizationId, name: 'Northfield', movedMark: true, notes: 1 },
    ]);
    expect(await markOf(keyOf(renamed))).toEqual(['deployed', 'ours']);
    expect([await noLongerListed(), await questions()]).toEqual([[], []]);
    const notes = () => test.client.call('notes.list', { organizationId, key: keyOf(renamed) });
    expect(await notes()).toMatchObject([{ text: 'Tuned.', targetKey: keyOf(renamed) }]);
    const { rows } = await test.client.call('tracking.history', { organizationId });
    expect(new Set(rows.slice(0, 3).map(({ actionId }) => actionId))).toEqual(
      new Set([organizations[0]?.actionId]),
    );
    expect(await test.client.call('tracking.undo', { organizationId })).toMatchObject({
      undone: 3,
      what: 'what was said of another key',
    });
    expect(await noLongerListed()).toEqual([keyOf(alpha)]);
    expect([await markOf(keyOf(renamed)), await notes(), (await questions()).length]).toEqual([
      [null, null],
      [],
      1,
    ]);
    expect(await test.client.call('ledger.verify', {})).toMatchObject({ damage: [], state: [] });
  });

  it('stays tied in a catalog made anew, and what was said of the new one stands', async () => {
    await importRules([renamed, beta]);
    await mark([keyOf(renamed)], 'retired');
    const { organizations } = await test.client.call('content.tie', tie);
    expect(organizations).toMatchObject([{ movedMark: false, notes: 1 }]);
    await test.workbench.close();
    fs.rmSync(path.join(test.dataFolder, 'catalog.db'));
    await test.reopen();
    await importRules([renamed, beta]);
    expect(await markOf(keyOf(renamed))).toEqual(['retired', null]);
    expect(await noLongerListed()).toEqual([]);
  });

  it.each([
    ['what is there still', { before: keyOf(beta), after: keyOf(renamed) }, 'invalid-input'],
    ['what nobody marked', { before: 'sigma:none', after: keyOf(renamed) }, 'not-found'],
    ['to what is not there', { before: keyOf(alpha), after: 'sigma:none' }, 'not-found'],
  ])('%s cannot be tied', async (_what, input, code) => {
    await importRules([renamed, beta]);
    await expect(test.client.call('content.tie', input)).rejects.toMatchObject({ code });
  });

  it('is no question when its file is another one, too', async () => {
    const { snapshots } = await importRules([{ ...renamed, file: 'rules/linux/other.yml' }, beta]);
    expect(snapshots).toMatchObject([{ questions: [] }]);
  });
});
