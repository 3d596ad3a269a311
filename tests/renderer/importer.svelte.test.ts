import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContentState } from '../../src/renderer/features/content/content-state.svelte.ts';
import { listFigures } from '../../src/renderer/features/content/import-figures.ts';
import { countContent } from '../../src/renderer/state/import-words.ts';
import { createTestApp, type TestApp } from '../support/workbench-client.ts';
import { writeDocuments } from '../support/workbench.ts';

let test: TestApp;

beforeEach(async () => {
  test = await createTestApp();
});
afterEach(async () => {
  expect(test.internal).toEqual([]);
  await test.end();
});

describe('an import', () => {
  it('is read first, and written when the person says so', async () => {
    const { importer } = test.app;
    test.choice = [{ path: writeDocuments(test.documents, { T9001: ['Alpha', 'Beta'], T9002: ['Beta'] }) }];
    await importer.choose('folder');
    expect(importer.stage).toBe('read');
    expect(importer.canWrite).toBe(true);
    expect(importer.name).toBe('documents');
    expect(importer.result).toMatchObject({ importId: null, added: 2, links: 3 });
    expect(test.app.router.route.screen).toBe('content');
    expect(await test.client.call('content.sources', {})).toEqual([]);

    await importer.write();
    expect(importer.stage).toBe('written');
    expect(importer.result).toMatchObject({ importId: 1, added: 2 });
    expect(importer.canWrite).toBe(false);
    expect(await countContent(test.client)).toEqual({
      documents: 2,
      links: 3,
      resources: { control: 0, rule: 2, test: 0 },
    });
  });

  it('says what there was, what changes and what there is after', async () => {
    const { importer } = test.app;
    const items = [{ path: writeDocuments(test.documents, { T9001: ['Alpha', 'Beta'] }) }];
    await importer.read(items);
    await importer.write();
    writeDocuments(test.documents, { T9001: ['Alpha'], T9002: ['Beta', 'Gamma'] });
    await importer.read(items);
    const figures = listFigures(importer.result!, importer.before);
    expect(figures).toEqual([
      { label: 'Documents', now: 1, change: '1 added, 1 changed', isLess: false, after: 2 },
      { label: 'Links to techniques', now: 2, change: '+1', isLess: false, after: 3 },
      { label: 'Controls', now: 0, change: 'as before', isLess: false, after: 0 },
      { label: 'Rules', now: 2, change: '+1', isLess: false, after: 3 },
      { label: 'Tests', now: 0, change: 'as before', isLess: false, after: 0 },
    ]);
    await importer.write();
    const { documents, links, resources } = await countContent(test.client);
    expect([documents, links, resources.rule]).toEqual([2, 3, 3]);
  });

  it('that changes nothing has nothing to write', async () => {
    const { importer } = test.app;
    const items = [{ path: writeDocuments(test.documents, { T9001: ['Alpha'] }) }];
    await importer.read(items);
    await importer.write();
    await importer.read(items);
    expect(importer.stage).toBe('read');
    expect(importer.canWrite).toBe(false);
    expect(importer.result).toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: 1 });
    await importer.write();
    expect(importer.stage).toBe('read');
  });

  it('keeps the listings of what has gone until the person says otherwise', async () => {
    const { importer } = test.app;
    const items = [{ path: writeDocuments(test.documents, { T9001: ['Alpha'], T9002: ['Beta'] }) }];
    await importer.read(items);
    await importer.write();
    fs.rmSync(path.join(test.documents, 'T9002.md'));
    await importer.read(items);
    expect(importer.result!.changes).toMatchObject([{ techniqueId: 'T9002', change: 'gone' }]);
    expect(importer.canWrite).toBe(false);

    await importer.setRemovingGone(true);
    expect(importer.result).toMatchObject({ removed: 1, links: 1 });
    expect(importer.canWrite).toBe(true);
    await importer.setRemovingGone(false);
    expect(importer.canWrite).toBe(false);
    expect((await countContent(test.client)).documents).toBe(2);

    await importer.setRemovingGone(true);
    await importer.write();
    expect((await countContent(test.client)).documents).toBe(1);
  });

  it('of a path that is not there says so and can be tried again', async () => {
    const { importer } = test.app;
    const folder = path.join(test.documents, 'later');
    await importer.read([{ path: folder }]);
    expect(importer.stage).toBe('failed');
    expect(importer.error).toMatchObject({ code: 'path-not-readable' });
    fs.mkdirSync(folder);
    writeDocuments(folder, { T9001: ['Alpha'] });
    await importer.readAgain();
    expect(importer.stage).toBe('read');
    expect(importer.error).toBeNull();
  });

  it('can be cancelled, and nothing is written', async () => {
    const { importer } = test.app;
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`T${9000 + index}`, ['Alpha', 'Beta', 'Gamma']]),
    );
    const reading = importer.read([{ path: writeDocuments(test.documents, many) }]);
    await test.until(() => test.events.some(({ name }) => name === 'import.job'));
    expect(importer.isRunning).toBe(true);
    await importer.cancel();
    await reading;
    expect(importer.stage).toBe('idle');
    expect(importer.isRunning).toBe(false);
    expect(test.toasts()).toEqual(['The import was cancelled. Nothing was written.']);
    expect(await test.client.call('content.imports', {})).toEqual([]);
  });

  it('waits for one that runs already', async () => {
    const { importer } = test.app;
    test.choice = [{ path: writeDocuments(test.documents, { T9001: ['Alpha'] }) }];
    const reading = importer.choose('folder');
    await test.until(() => importer.isRunning);
    await importer.choose('folder');
    expect(test.toasts()).toContain('An import runs already.');
    await reading;
    expect(importer.stage).toBe('read');
  });

  it('that ends while another screen is shown says so there', async () => {
    const { importer, router } = test.app;
    const reading = importer.read([{ path: writeDocuments(test.documents, { T9001: ['Alpha'] }) }]);
    router.go('overview');
    await reading;
    expect(test.toasts()).toEqual(['Read, not written: 1 document added, 0 changed, 0 removed']);
  });

  it('of which nothing was chosen does nothing', async () => {
    await test.app.importer.choose('files');
    expect(test.app.importer.stage).toBe('idle');
  });
});

describe('the Content screen', () => {
  const damaged = (id: string) => `# ${id}: Damaged\nno more\n`;

  it('holds sources, problems and past imports, and opens one again', async () => {
    const { importer } = test.app;
    writeDocuments(test.documents, { T9001: ['Alpha'] });
    fs.writeFileSync(path.join(test.documents, 'T9002.md'), damaged('T9002'));
    await importer.read([{ path: test.documents }]);
    await importer.write();
    const content = new ContentState(test.app);
    await content.load();
    const summary = content.summary.data!;
    expect(summary.sources).toMatchObject([{ id: 'sigma', kind: 'rule', resources: 1, links: 1 }]);
    expect(content.imports.data).toMatchObject([{ id: 1, roots: [test.documents] }]);
    await content.openPast(1);
    expect(content.past.data).toEqual(importer.result);
    await content.openPast(null);
    expect(content.past.data).toBeUndefined();
  });

  it('shows a few problems, then pages of them, and copies all as CSV', async () => {
    for (let index = 0; index < 120; index++) {
      const id = `T${9000 + index}`;
      const text = fs.readFileSync(
        path.join(writeDocuments(test.documents, { [id]: ['Alpha'] }), `${id}.md`),
        'utf8',
      );
      fs.writeFileSync(
        path.join(test.documents, `${id}.md`),
        text.replace('(sub)technique:** 1', '(sub)technique:** 7'),
      );
    }
    await test.app.importer.read([{ path: test.documents }]);
    await test.app.importer.write();
    const content = new ContentState(test.app);
    await content.load();
    expect(content.problems.data!.total).toBe(120);
    expect(content.range).toEqual({ from: 0, to: 6 });
    await content.showAll(true);
    expect(content.range).toEqual({ from: 0, to: 100 });
    await content.turn(1);
    expect(content.range).toEqual({ from: 100, to: 120 });
    expect(content.hasNextPage).toBe(false);
    await content.turn(1);
    expect(content.range).toEqual({ from: 100, to: 120 });
    await content.filterProblems('none');
    expect(content.problems.data!.total).toBe(0);
    await content.filterProblems({ sourceId: 'sigma' });
    expect(content.range).toEqual({ from: 0, to: 100 });
    await content.copyProblems();
    expect(test.copied[0]!.split('\r\n')).toHaveLength(122);
  });
});
