import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestWorkbench, ruleKey, writeDocuments, type TestWorkbench } from '../../support/workbench.ts';

let test: TestWorkbench;
let organizationId: string;
const [alpha, beta, gamma] = ['Alpha', 'Beta', 'Gamma'].map(ruleKey) as [string, string, string];

beforeEach(async () => {
  test = createTestWorkbench();
  writeDocuments(test.documents, { T9001: ['Alpha', 'Beta'], 'T9001.001': ['Beta', 'Gamma'] });
  await test.client.call('content.import', { items: [{ path: test.documents }] });
  organizationId = (await test.client.call('organizations.create', { name: 'Northfield' })).id;
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

const markOf = async (key: string) => (await test.client.call('resources.get', { key, organizationId })).mark;
const mark = (
  keys: string[],
  status: 'planned' | 'deployed' | 'retired' | 'not-applicable' | null,
  more = {},
) => test.client.call('tracking.mark', { organizationId, keys, mark: status, ...more });
const undo = (actionId?: string) => test.client.call('tracking.undo', { organizationId, actionId });

describe('organizations', () => {
  it('are created, renamed, archived and brought back', async () => {
    await test.client.call('organizations.rename', { organizationId, name: 'Northfield Utilities' });
    await test.client.call('organizations.archive', { organizationId, archived: true });
    await expect(mark([alpha], 'deployed')).rejects.toMatchObject({ code: 'organization-archived' });
    const [archived] = await test.client.call('organizations.list', {});
    expect(archived).toMatchObject({
      name: 'Northfield Utilities',
      archivedAt: expect.any(String) as string,
    });
    await test.client.call('organizations.archive', { organizationId, archived: false });
    expect(await mark([alpha], 'deployed')).toMatchObject({ changed: 1 });
  });

  it.each(['Northfield', ' northfield ', 'NORTHFIELD'])('do not share the name %j', async (name) => {
    await expect(test.client.call('organizations.create', { name })).rejects.toMatchObject({
      code: 'name-taken',
    });
  });

  it('have names of one line, told apart by what can be seen', async () => {
    for (const name of ['two\nlines', 'a bell\u0007', 'half \ud800'])
      await expect(test.client.call('organizations.create', { name })).rejects.toMatchObject({
        code: 'invalid-input',
      });
    await test.client.call('organizations.create', { name: 'Example Bank' });
    await expect(
      test.client.call('organizations.create', { name: 'Exa\u200bmple Bank' }),
    ).rejects.toMatchObject({ code: 'name-taken' });
  });

  it('may change the case of their own name', async () => {
    expect(
      await test.client.call('organizations.rename', { organizationId, name: 'NORTHFIELD' }),
    ).toMatchObject({ name: 'NORTHFIELD' });
  });

  it('keep their marks and notes apart', async () => {
    const other = await test.client.call('organizations.create', { name: 'Southfield' });
    await mark([alpha], 'deployed');
    await test.client.call('notes.save', {
      organizationId,
      targetType: 'technique',
      targetKey: 'T9001',
      text: 'ours',
    });
    expect(
      (await test.client.call('resources.get', { key: alpha, organizationId: other.id })).mark,
    ).toBeNull();
    expect(await test.client.call('notes.list', { organizationId: other.id })).toEqual([]);
    expect((await test.client.call('coverage.get', { organizationId: other.id })).rules.deployed).toBe(0);
  });
});

describe('marks', () => {
  it('take each status, a comment, and open again', async () => {
    for (const status of ['planned', 'deployed', 'retired', 'not-applicable'] as const) {
      await mark([alpha], status, { comment: `now ${status}` });
      expect(await test.client.call('resources.get', { key: alpha, organizationId })).toMatchObject({
        mark: status,
        comment: `now ${status}`,
      });
    }
    await mark([alpha], null, { comment: null });
    expect(await test.client.call('resources.get', { key: alpha, organizationId })).toMatchObject({
      mark: null,
      comment: null,
    });
  });

  it('keep their comment when only the status changes', async () => {
    await mark([alpha], 'planned', { comment: 'waits for a sensor' });
    await mark([alpha], 'deployed');
    expect(await test.client.call('resources.get', { key: alpha, organizationId })).toMatchObject({
      mark: 'deployed',
      comment: 'waits for a sensor',
    });
  });

  it('lose their comment when they are taken away', async () => {
    await mark([alpha], 'deployed', { comment: 'change 4711' });
    await mark([alpha], null);
    await mark([alpha], 'planned');
    expect(await test.client.call('resources.get', { key: alpha, organizationId })).toMatchObject({
      mark: 'planned',
      comment: null,
    });
  });

  it('that stand already make no entry', async () => {
    await mark([alpha], 'deployed');
    expect(await mark([alpha], 'deployed')).toEqual({ actionId: null, changed: 0 });
    expect((await test.client.call('tracking.history', { organizationId, key: alpha })).total).toBe(1);
  });

  it('can leave what is not open alone', async () => {
    await mark([alpha], 'retired');
    expect(await mark([alpha, beta, gamma], 'deployed', { onlyOpen: true })).toMatchObject({ changed: 2 });
    expect(await markOf(alpha)).toBe('retired');
  });

  it('on many resources are all made or none', async () => {
    await expect(mark([alpha, 'sigma:rules/no_such.yml'], 'deployed')).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await markOf(alpha)).toBeNull();
  });

  it('name a key twice and make one entry', async () => {
    expect(await mark([alpha, alpha], 'deployed')).toMatchObject({ changed: 1 });
  });

  it('stay readable after their resource has left the catalog, and count nowhere', async () => {
    await mark([alpha], 'deployed', { comment: 'in use' });
    await test.client.call('content.remove', { techniqueIds: ['T9001'] });
    expect(await test.client.call('resources.get', { key: alpha, organizationId })).toMatchObject({
      title: 'Alpha',
      mark: 'deployed',
      isListed: false,
    });
    const coverage = await test.client.call('coverage.get', { organizationId });
    expect(coverage.rules).toEqual({ listed: 2, deployed: 0 });
    expect(coverage.noLongerListed).toMatchObject([{ key: alpha, title: 'Alpha', mark: 'deployed' }]);
    await mark([alpha], 'retired');
    expect(await markOf(alpha)).toBe('retired');
  });

  it('made on a title alone survive the page that gives its link', async () => {
    const sigma = fs.readFileSync(path.join(test.documents, 'T9001.md'), 'utf8');
    const elastic = 'https://github.com/elastic/detection-rules';
    const page = (id: string, item: string) =>
      sigma
        .replaceAll('T9001', id)
        .replace('Sigma rules public repository', 'Elastic Detection Rules')
        .replaceAll('https://github.com/SigmaHQ/sigma', elastic)
        .replace(/(?:^\* .*\n)+/m, `${item}\n`);
    fs.writeFileSync(path.join(test.documents, 'T9002.md'), page('T9002', '* Credential Dump Seen)**'));
    await test.client.call('content.import', { items: [{ path: test.documents }] });
    const loose = 'elastic:title/Credential Dump Seen';
    await mark([loose], 'deployed');

    const linked = `* [windows](${elastic}/tree/main/rules/windows/) / **[Credential Dump Seen](${elastic}/blob/main/rules/windows/dump.toml)**`;
    fs.writeFileSync(path.join(test.documents, 'T9003.md'), page('T9003', linked));
    await test.client.call('content.import', { items: [{ path: test.documents }] });
    const resource = await test.client.call('resources.get', { key: loose, organizationId });
    expect(resource).toMatchObject({ key: 'elastic:rules/windows/dump.toml', mark: 'deployed' });
    expect(resource.techniques.map((technique) => technique.id)).toEqual(['T9002', 'T9003']);

    await test.client.call('content.remove', { techniqueIds: ['T9003'] });
    expect(await test.client.call('resources.get', { key: loose, organizationId })).toMatchObject({
      key: loose,
      url: null,
      mark: 'deployed',
    });
  });
});

describe('notes', () => {
  const note = (targetType: 'technique' | 'resource' | 'organization', targetKey: string, text: string) =>
    test.client.call('notes.save', { organizationId, targetType, targetKey, text });

  it('stand on techniques, resources and organizations', async () => {
    await note('technique', 'T9001', 'on the technique');
    await note('resource', alpha, 'on the rule');
    await note('organization', organizationId, 'on us');
    expect((await test.client.call('notes.list', { organizationId })).map((one) => one.targetTitle)).toEqual([
      'Northfield',
      'Alpha',
      'Technique T9001',
    ]);
    expect(
      (await test.client.call('notes.list', { organizationId, techniqueId: 'T9001' })).map((one) => one.text),
    ).toEqual(['on the rule', 'on the technique']);
  });

  it('are edited, deleted and brought back with their history', async () => {
    const { noteId } = await note('technique', 'T9001', 'first');
    await test.client.call('notes.save', {
      organizationId,
      noteId,
      targetType: 'technique',
      targetKey: 'T9001',
      text: 'second',
    });
    const { actionId } = await test.client.call('notes.delete', { organizationId, noteId });
    expect(await test.client.call('notes.list', { organizationId })).toEqual([]);
    await undo(actionId);
    expect(await test.client.call('notes.list', { organizationId })).toMatchObject([
      { id: noteId, text: 'second', author: 'Ada' },
    ]);
    const { rows } = await test.client.call('tracking.history', { organizationId, techniqueId: 'T9001' });
    expect(rows.map((row) => [row.before, row.after])).toEqual([
      [null, 'second'],
      ['second', null],
      ['first', 'second'],
      [null, 'first'],
    ]);
  });

  it.each([
    ['technique', 'T8888'],
    ['resource', 'sigma:rules/none.yml'],
  ] as const)('on a %s that is not there are refused', async (type, key) => {
    await expect(note(type, key, 'lost')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('undo', () => {
  it('takes a bulk mark back in one step, each resource to what it was', async () => {
    await mark([alpha], 'planned');
    const { actionId } = await mark([alpha, beta, gamma], 'deployed');
    expect(await undo(actionId as string)).toMatchObject({ undone: 3, skipped: 0 });
    expect([await markOf(alpha), await markOf(beta), await markOf(gamma)]).toEqual(['planned', null, null]);
  });

  it('leaves what was changed again since, and says how much', async () => {
    const { actionId } = await mark([alpha, beta], 'deployed');
    await mark([beta], 'retired');
    expect(await undo(actionId as string)).toMatchObject({ undone: 1, skipped: 1 });
    expect([await markOf(alpha), await markOf(beta)]).toEqual([null, 'retired']);
  });

  it('without an id walks back action by action, then says that there is nothing left', async () => {
    await mark([alpha], 'planned');
    await mark([alpha], 'deployed');
    await undo();
    expect(await markOf(alpha)).toBe('planned');
    await undo();
    expect(await markOf(alpha)).toBeNull();
    await expect(undo()).rejects.toMatchObject({ code: 'nothing-to-undo' });
  });

  it('is not done twice', async () => {
    const { actionId } = await mark([alpha], 'deployed');
    await undo(actionId as string);
    await expect(undo(actionId as string)).rejects.toMatchObject({
      code: 'nothing-to-undo',
      message: expect.stringContaining('undone already') as string,
    });
    await expect(undo('nothing of that name')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('brings an archived organization back', async () => {
    await test.client.call('organizations.archive', { organizationId, archived: true });
    await undo();
    expect((await test.client.call('organizations.list', {}))[0]?.archivedAt).toBeNull();
  });

  it('survives a restart, as all else', async () => {
    await mark([alpha], 'deployed');
    await note9001();
    await test.reopen();
    expect(await markOf(alpha)).toBe('deployed');
    expect(await test.client.call('notes.list', { organizationId })).toMatchObject([{ text: 'kept' }]);
    await undo();
    await undo();
    expect(await markOf(alpha)).toBeNull();
  });

  const note9001 = () =>
    test.client.call('notes.save', {
      organizationId,
      targetType: 'technique',
      targetKey: 'T9001',
      text: 'kept',
    });
});
