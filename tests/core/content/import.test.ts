import fs from 'node:fs';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { documentText } from '../../support/technique-document.ts';
import { createTestWorkbench, ruleKey, writeDocuments, type TestWorkbench } from '../../support/workbench.ts';

let test: TestWorkbench;

beforeEach(() => {
  test = createTestWorkbench();
});
afterEach(async () => {
  await test.end();
  expect(test.internal).toEqual([]);
});

const importFolder = (more = {}) =>
  test.client.call('content.import', { items: [{ path: test.documents }], ...more });
const importPath = (name: string, more = {}) =>
  test.client.call('content.import', { items: [{ path: path.join(test.documents, name) }], ...more });
const write = (name: string, bytes: string | Uint8Array) =>
  fs.writeFileSync(path.join(test.documents, name), bytes);
/** Everything that the catalog answers. */
async function everything() {
  const ids = (await test.client.call('coverage.get', { organizationId: null })).techniques.map(
    (technique) => technique.id,
  );
  return {
    techniques: await Promise.all(
      ids.map((techniqueId) => test.client.call('techniques.get', { techniqueId, organizationId: null })),
    ),
    sources: await test.client.call('content.sources', {}),
    hash: (await test.client.call('app.info', {})).contentHash,
  };
}

describe('an import', () => {
  it('counts what it did and what the catalog holds', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha', 'Beta'], T9002: ['Beta', 'Gamma', 'Gamma'] });
    expect(await importFolder()).toMatchObject({
      documents: 2,
      techniques: 2,
      resources: { control: 0, rule: 3, test: 0 },
      listings: 5,
      added: 2,
      changed: 0,
      removed: 0,
      unchanged: 0,
    });
  });

  it('keeps the folders that one page gives when another has lost them', async () => {
    const whole = documentText('T9001', 'Technique T9001', ['Alpha']);
    const folders = /\[windows\]\([^)]*\) \/ /;
    expect(whole).toMatch(folders);
    write('T9001.md', whole);
    write('T9002.md', whole.replaceAll('T9001', 'T9002').replace(folders, ''));
    const { problems } = await importFolder();
    expect(problems).toEqual([]);
    const { trail } = await test.client.call('resources.get', {
      key: ruleKey('Alpha'),
      organizationId: null,
    });
    expect(trail.map(({ name }) => name)).toEqual(['windows']);
  });

  it('of the same again changes nothing', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha'], T9002: ['Beta'] });
    await importFolder();
    const before = await everything();
    expect(await importFolder()).toMatchObject({
      importId: null,
      added: 0,
      changed: 0,
      unchanged: 2,
      changes: [],
    });
    expect(await everything()).toEqual(before);
    expect(await test.client.call('content.imports', {})).toHaveLength(1);
  });

  it('of a changed document changes its listings and drops resources that nothing lists', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha', 'Beta'] });
    await importFolder();
    writeDocuments(test.documents, { T9001: ['Beta', 'Gamma', 'Delta'] });
    const result = await importFolder();
    expect(result.changes).toMatchObject([
      { techniqueId: 'T9001', change: 'changed', listingsAdded: 2, listingsRemoved: 1 },
    ]);
    expect(result.resources.rule).toBe(3);
    await expect(
      test.client.call('resources.get', { key: ruleKey('Alpha'), organizationId: null }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('gives the same catalog in one go and one by one, in either order', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha', 'Beta'], T9002: ['Beta'], 'T9001.001': ['Gamma'] });
    await importFolder();
    const atOnce = await everything();
    const strip = (all: Awaited<ReturnType<typeof everything>>) => ({
      ...all,
      techniques: all.techniques.map((technique) => ({
        ...technique,
        document: { sha256: technique.document?.sha256 },
      })),
    });
    await test.client.call('content.remove', { techniqueIds: ['T9001', 'T9002', 'T9001.001'] });
    for (const name of ['T9002.md', 'T9001.001.md', 'T9001.md']) await importPath(name);
    expect(strip(await everything())).toEqual(strip(atOnce));
  });

  it('as a dry run tells the same and writes nothing', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha'] });
    expect(await importFolder({ dryRun: true })).toMatchObject({ added: 1, techniques: 1, importId: null });
    expect(await test.client.call('content.sources', {})).toEqual([]);
  });

  it('reports a document that has gone and removes it only when told to', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha'], T9002: ['Beta'] });
    await importFolder();
    fs.rmSync(path.join(test.documents, 'T9002.md'));
    const kept = await importFolder();
    expect(kept).toMatchObject({
      removed: 0,
      unchanged: 1,
      techniques: 2,
      changes: [{ techniqueId: 'T9002', change: 'gone' }],
    });
    expect(kept.problems).toMatchObject([
      { file: path.join(test.documents, 'T9002.md'), line: null, code: 'document-gone' },
    ]);
    expect(await importFolder({ removeGone: true })).toMatchObject({
      removed: 1,
      techniques: 1,
      changes: [{ techniqueId: 'T9002', change: 'removed', listingsRemoved: 1 }],
    });
  });

  it('takes nothing for gone from a folder without any document, nor what became a link', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha'], T9002: ['Beta'] });
    await importFolder();
    fs.renameSync(path.join(test.documents, 'T9001.md'), path.join(test.dataFolder, 'T9001.md'));
    fs.symlinkSync(path.join(test.dataFolder, 'T9001.md'), path.join(test.documents, 'T9001.md'));
    expect(await importFolder({ removeGone: true })).toMatchObject({ removed: 0, techniques: 2 });
    for (const name of fs.readdirSync(test.documents)) fs.rmSync(path.join(test.documents, name));
    expect(await importFolder({ removeGone: true })).toMatchObject({
      removed: 0,
      techniques: 2,
      problems: [{ code: 'nothing-found' }],
    });
  });

  it('does not take a document that cannot be read any more for one that has gone', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha'] });
    await importFolder();
    write('T9001.md', 'nothing to see');
    expect(await importFolder({ removeGone: true })).toMatchObject({ removed: 0, techniques: 1 });
  });

  it('takes the first of two documents of one technique', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha'] });
    write('b.md', documentText('T9001', 'Another', ['Beta']));
    const result = await importFolder();
    expect(result).toMatchObject({ added: 1, techniques: 1 });
    expect(result.problems).toContainEqual(
      expect.objectContaining({
        file: path.join(test.documents, 'b.md'),
        line: 1,
        code: 'duplicate-technique',
      }),
    );
  });

  it.each([
    ['not a technique document', 'readme.md', '# A readme\n\nHello.\n'],
    ['no id', 'none.md', documentText('T9001', 'x', []).replace('T9001: ', '')],
    ['invalid UTF-8', 'latin.md', Buffer.from([0x23, 0x20, 0xe9, 0x0a])],
    ['NUL bytes', 'nul.md', Buffer.from('# T9001: x\0\n')],
    ['60 MB', 'large.md', Buffer.alloc(60_000_000, '* a\n')],
    ['an empty file', 'empty.md', ''],
  ])('names a file with %s and imports the rest', async (_what, name, bytes) => {
    writeDocuments(test.documents, { T9002: ['Alpha'] });
    write(name, bytes);
    const result = await importFolder();
    expect(result).toMatchObject({ added: 1, techniques: 1 });
    const problem = result.problems.find((one) => one.file === path.join(test.documents, name));
    expect(problem?.message).toMatch(/\w/);
    expect(problem).toHaveProperty('line');
  });

  it('reads ten thousand nested bullets and a file with BOM and CRLF', async () => {
    const nested = Array.from(
      { length: 10_000 },
      (_, depth) => `${' '.repeat(depth % 500)}${'* '.repeat(1 + (depth % 50))}x`,
    ).join('\n');
    write('T9001.md', documentText('T9001', 'Nested', ['Alpha']).replace('Adversaries may do this.', nested));
    write('T9002.md', `\ufeff${documentText('T9002', 'Windows', ['Beta']).replaceAll('\n', '\r\n')}`);
    const result = await importFolder();
    expect(result).toMatchObject({ techniques: 2, resources: { rule: 2 } });
    expect(result.problems.map((problem) => problem.code)).toEqual(
      expect.arrayContaining(['byte-order-mark', 'crlf-line-ends']),
    );
  });

  it('does not follow links', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha'] });
    fs.symlinkSync('/etc/passwd', path.join(test.documents, 'T9002.md'));
    fs.symlinkSync(test.documents, path.join(test.documents, 'loop'));
    const result = await importFolder();
    expect(result.techniques).toBe(1);
    expect(result.problems).toMatchObject([
      { file: path.join(test.documents, 'T9002.md'), code: 'not-a-file' },
    ]);
  });

  it('refuses a path that is not there, and says so', async () => {
    await expect(importPath('no-such-folder')).rejects.toMatchObject({ code: 'path-not-readable' });
  });

  it('runs one at a time, with progress, and leaves nothing when it is cancelled', async () => {
    for (let id = 1000; id < 1400; id++) writeDocuments(test.documents, { [`T${id}`]: ['Alpha', 'Beta'] });
    const running = importFolder();
    const outcome = expect(running).rejects.toMatchObject({ code: 'import-cancelled' });
    await expect(importFolder()).rejects.toMatchObject({ code: 'import-running' });
    expect(await test.client.call('content.cancel', {})).toEqual({ cancelled: true });
    await outcome;
    expect(await test.client.call('content.sources', {})).toEqual([]);
    expect(await test.client.call('content.cancel', {})).toEqual({ cancelled: false });
    await importFolder();
    const phases = test.events.flatMap((event) =>
      event.name === 'import.progress' && 'phase' in event.data ? [event.data.phase] : [],
    );
    expect(new Set(phases)).toEqual(new Set(['scan', 'read', 'write']));
  });

  it('keeps its result for later', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha'] });
    const result = await importFolder();
    const [past] = await test.client.call('content.imports', {});
    expect(past).toMatchObject({ id: result.importId, roots: [test.documents], added: 1 });
    expect(await test.client.call('content.importResult', { importId: past?.id ?? 0 })).toEqual(result);
  });
});

describe('a zip', () => {
  const zip = (files: Record<string, string>, name = 'content.zip') =>
    write(
      name,
      zipSync(Object.fromEntries(Object.entries(files).map(([file, text]) => [file, strToU8(text)]))),
    );

  it('is read like a folder, and tells what has gone from it', async () => {
    zip({
      'pages/T9001.md': documentText('T9001', 'One', ['Alpha']),
      'pages/T9002.md': documentText('T9002', 'Two', ['Beta']),
      LICENSE: 'MIT',
    });
    expect(await importPath('content.zip')).toMatchObject({ added: 2, problems: [] });
    zip({ 'pages/T9001.md': documentText('T9001', 'One', ['Alpha']) });
    expect(await importPath('content.zip')).toMatchObject({
      unchanged: 1,
      changes: [{ techniqueId: 'T9002', change: 'gone' }],
    });
  });

  it('with an odd entry name is read all the same, backslashes as folders', async () => {
    zip({
      '../out.md': documentText('T9003', 'Three', ['Alpha']),
      'C:/T9004.md': documentText('T9004', 'Four', ['Alpha']),
      'pages\\T9001.md': documentText('T9001', 'One', ['Alpha']),
    });
    const result = await importPath('content.zip');
    expect(result).toMatchObject({ added: 1, changes: [{ techniqueId: 'T9001' }] });
    expect(result.problems.map(({ code }) => code)).toEqual(['bad-entry', 'bad-entry']);
  });

  it('that is cut short is one problem', async () => {
    zip({ 'T9001.md': documentText('T9001', 'One', ['Alpha']) });
    const bytes = fs.readFileSync(path.join(test.documents, 'content.zip'));
    write('content.zip', bytes.subarray(0, bytes.length - 30));
    expect((await importPath('content.zip')).problems).toMatchObject([{ code: 'bad-archive' }]);
  });

  it('with a changed byte is told by its checksum', async () => {
    const text = documentText('T9001', 'One', ['Alpha']);
    write('content.zip', zipSync({ 'T9001.md': [strToU8(text), { level: 0 }] }));
    const bytes = fs.readFileSync(path.join(test.documents, 'content.zip'));
    bytes[bytes.indexOf('Adversaries')] = 0x42;
    write('content.zip', bytes);
    expect((await importPath('content.zip')).problems).toMatchObject([
      { code: 'bad-entry', file: path.join(test.documents, 'content.zip/T9001.md') },
    ]);
  });

  it.each(['../T9001.md', '/etc/T9001.md', 'a\\..\\T9001.md'])(
    'with an entry named %j is refused',
    async (name) => {
      zip({ [name]: documentText('T9001', 'One', ['Alpha']) });
      const result = await importPath('content.zip');
      expect(result.techniques).toBe(0);
      expect(result.problems).toMatchObject([{ code: 'bad-entry' }]);
    },
  );

  it('bomb is not unpacked', async () => {
    write('content.zip', zipSync({ 'T9001.md': new Uint8Array(7_000_000).fill(0x61) }));
    expect((await importPath('content.zip')).problems).toMatchObject([
      { code: 'bad-entry', message: expect.stringContaining('200 times') as string },
    ]);
  });
});

describe('what ships', () => {
  it('is imported at the first start and never again', async () => {
    writeDocuments(test.documents, { T9001: ['Alpha'] });
    expect(await test.workbench.seed(test.documents)).toBe(true);
    await test.client.call('content.remove', { techniqueIds: ['T9001'] });
    await test.reopen();
    expect(await test.workbench.seed(test.documents)).toBe(false);
    expect((await test.client.call('app.info', {})).documents).toBe(0);
  });
});
