import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContentState } from '../../src/renderer/features/content/content-state.svelte.ts';
import { linesOf } from '../../src/renderer/features/content/diff-lines.ts';
import {
  describeEffect,
  describeFields,
  describePast,
} from '../../src/renderer/features/content/effect-words.ts';
import { describeSnapshot } from '../../src/renderer/features/content/snapshot-groups.ts';
import { tieResources } from '../../src/renderer/features/content/tie.ts';
import type { ImportSummary } from '../../src/shared/model/content.ts';
import { sigmaRule, writeSigma, type SigmaRule } from '../support/sigma-snapshot.ts';
import { createTestApp, type TestApp } from '../support/workbench-client.ts';

describe('the words of an import', () => {
  const effect = { id: 'n', name: 'Northfield', deployed: 143, marks: [], total: 0 };
  const none = { changed: 0, moved: 0, deprecated: 0, gone: 0, back: 0 };

  it.each([
    [{ ...effect, ...none, changed: 9, gone: 1 }, 'of 143 deployed 9 changed, 1 is gone'],
    [
      { ...effect, ...none, moved: 1, deprecated: 2, back: 1 },
      'of 143 deployed 1 moved, 2 are put aside, 1 is back again',
    ],
    [{ ...effect, ...none }, 'of 143 deployed none is touched'],
    [{ ...effect, ...none, deployed: 0 }, 'nothing deployed'],
  ])('what it means for an organization: %#', (value, words) => expect(describeEffect(value)).toBe(words));

  it('what differs in a resource', () => {
    const change = { change: 'changed' as const, key: 'sigma:1', title: 'Nmap', before: null, diff: null };
    const severity = { field: 'severity' as const, before: null, after: 'high' };
    const body = { field: 'body' as const, before: null, after: null };
    expect(describeFields({ ...change, fields: [severity, body] })).toBe('severity none → high, text');
    expect(describeFields({ ...change, fields: [] })).toBe('something else, such as its authors');
  });

  it('a past one: its documents, else its sources, or what it took back', () => {
    const zero = { new: 0, changed: 0, moved: 0, deprecated: 0, gone: 0 };
    const documents = { added: 0, changed: 0, removed: 0, unchanged: 0, problems: 0 };
    const past: ImportSummary = {
      ...{ id: 1, finishedAt: '2026-02-03T10:00:00Z', roots: [], restores: null, canRestore: true },
      ...documents,
      sources: [],
    };
    const sources = [
      { id: 'sigma', ...zero, new: 12, changed: 30 },
      { id: 'car', ...zero },
      { id: 'elastic', ...zero, gone: 1 },
      { id: 'sentinel', ...zero, deprecated: 3 },
    ];
    expect(describePast({ ...past, unchanged: 3, sources: sources.slice(0, 2) }, [])).toBe(
      'Sigma 12 new, 30 changed',
    );
    expect(describePast({ ...past, sources }, [])).toBe(
      'Sigma 12 new, 30 changed; Elastic 1 gone and 1 more',
    );
    expect(describePast({ ...past, added: 2, sources }, [])).toBe(
      'documents: 2 added, 0 changed, 0 removed, 0 unchanged',
    );
    expect(describePast(past, [])).toBe('no document: ATT&CK, snapshots or a pack');
    expect(describePast({ ...past, id: 2, restores: 1 }, [past])).toMatch(
      /^took back import of 3 Feb 2026, /,
    );
    expect(describePast({ ...past, id: 2, restores: 1 }, [])).toBe('took back import 1');
  });

  it('the lines of a diff, by what they begin with', () => {
    const diff = '--- a.yml\n+++ a.yml\n@@ -1,2 +1,2 @@\n title\n--- a\n+b\n\\ 3 more lines\n';
    const kinds = ['aside', 'aside', 'aside', 'same', 'removed', 'added', 'aside'];
    expect(linesOf(diff).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('an import that was written', () => {
  let test: TestApp;

  beforeEach(async () => {
    test = await createTestApp();
  });
  afterEach(async () => {
    expect(test.internal).toEqual([]);
    await test.end();
  });

  async function write(rules: SigmaRule[]) {
    await test.app.importer.read([{ path: writeSigma(test.documents, rules) }]);
    await test.app.importer.write();
    return test.app.importer.result!;
  }

  it('is taken back when the person says so, and the import that does is opened', async () => {
    await write([sigmaRule(1, 'Alpha'), sigmaRule(2, 'Beta')]);
    const { importId } = await write([sigmaRule(1, 'Alpha', { level: 'high' })]);
    const { restore } = new ContentState(test.app);
    await restore.ask(importId!);
    expect(restore.plan?.result.snapshots.map(describeSnapshot)).toEqual([
      expect.stringContaining('1 new, 1 changed'),
    ]);
    expect(restore.plan?.before.resources.rule).toBe(1);
    expect(test.app.router.route.params.get('import')).toBeNull();

    await restore.confirm();
    expect(restore.plan).toBeNull();
    expect(restore.isBusy).toBe(false);
    expect(test.app.router.route.params.get('import')).toBe(String(importId! + 1));
    const [latest, ...imports] = await test.client.call('content.imports', {});
    expect(describePast(latest!, imports)).toMatch(/^took back import of /);
  });

  it('is not taken back unasked, and what another import was asked for is forgotten', async () => {
    const { importId } = await write([sigmaRule(1, 'Alpha')]);
    const { restore } = new ContentState(test.app);
    await restore.confirm();
    const asking = restore.ask(importId!);
    restore.forget();
    await asking;
    expect(restore.plan).toBeNull();
    expect(await test.client.call('content.imports', {})).toHaveLength(1);
  });

  it('asks whether a new id is the same, and undo takes the answer back', async () => {
    const { id: organizationId } = (await test.app.createOrganization('Northfield'))!;
    const old = sigmaRule(1, 'Alpha');
    await write([old, sigmaRule(3, 'Gamma')]);
    const key = `sigma:${old.id}`;
    await test.client.call('tracking.mark', { organizationId, keys: [key], mark: 'deployed' });
    const result = await write([{ ...sigmaRule(2, 'Omega'), file: old.file }, sigmaRule(3, 'Gamma')]);
    const question = result.snapshots[0]!.questions[0]!;
    expect(question.before.key).toBe(key);

    let isUndone = false;
    expect(await tieResources(test.app, question, () => (isUndone = true))).toBe(true);
    expect(test.toasts()).toContain('Northfield: mark moved');
    test.app.toasts.list.find(({ undoes }) => undoes)!.action!.run();
    await test.until(() => isUndone);
    expect(await tieResources(test.app, { ...question, after: question.before }, () => undefined)).toBe(
      false,
    );
  });
});
