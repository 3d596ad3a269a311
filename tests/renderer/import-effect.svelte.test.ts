import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeAttack } from '../../src/renderer/features/content/attack-words.ts';
import { ContentState } from '../../src/renderer/features/content/content-state.svelte.ts';
import { linesOf } from '../../src/renderer/features/content/diff-lines.ts';
import {
  describeEffect,
  describeFields,
  describePast,
} from '../../src/renderer/features/content/effect-words.ts';
import { OpenQuestions } from '../../src/renderer/features/content/open-questions.svelte.ts';
import { describeIds, titlesOf } from '../../src/renderer/features/content/question-words.ts';
import { describeProblemPlace, nameResult } from '../../src/renderer/features/content/result-words.ts';
import { describeSnapshot } from '../../src/renderer/features/content/snapshot-groups.ts';
import { describeOrigin } from '../../src/renderer/state/import-words.ts';
import type { ImportSummary } from '../../src/shared/model/content.ts';
import { bundle, technique } from '../core/sources/attack-bundle.ts';
import { sigmaRule, writeSigma, type SigmaRule } from '../support/sigma-snapshot.ts';
import { createTestApp, type TestApp } from '../support/workbench-client.ts';

/** Writes a version of ATT&CK with one technique, as a STIX bundle, and answers its file. */
function writeAttack(folder: string): string {
  const file = path.join(folder, 'enterprise-attack.json');
  fs.writeFileSync(file, bundle(technique('T1046', ['discovery'])));
  return file;
}

describe('the words of an import', () => {
  const effect = { id: 'n', name: 'Northfield', deployed: 143, marks: [], total: 0 };
  const none = { changed: 0, moved: 0, deprecated: 0, gone: 0, back: 0 };

  it.each([
    [{ ...effect, ...none, changed: 9, gone: 1 }, 'of 143 deployed 9 changed, 1 is gone'],
    [
      { ...effect, ...none, moved: 1, deprecated: 2, back: 1 },
      'of 143 deployed 1 moved, 2 are deprecated, 1 is back again',
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
      attack: [],
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
    expect(describePast({ ...past, sources: sources.slice(3) }, [])).toBe('Sentinel 3 deprecated');
    expect(describePast({ ...past, added: 2, sources }, [])).toBe(
      'documents: 2 added, 0 changed, 0 removed, 0 unchanged',
    );
    const attack = [{ domain: 'enterprise' as const, before: '19.2', after: '18.1', isRemoved: false }];
    expect(describePast({ ...past, attack }, [])).toBe('ATT&CK Enterprise 19.2 → 18.1');
    expect(describePast({ ...past, added: 2, attack }, [])).toBe(
      'documents: 2 added, 0 changed, 0 removed, 0 unchanged; ATT&CK Enterprise 19.2 → 18.1',
    );
    expect(describePast({ ...past, id: 2, restores: 1, attack }, [])).toBe(
      'took back import 1; ATT&CK Enterprise 19.2 → 18.1',
    );
    expect(describePast(past, [])).toBe('no document: ATT&CK, snapshots or a pack');
    expect(describePast({ ...past, id: 2, restores: 1 }, [past])).toMatch(
      /^took back import of 3 Feb 2026, /,
    );
    expect(describePast({ ...past, id: 2, restores: 1 }, [])).toBe('took back import 1');
  });

  it('where problems are: in what the catalog holds', () => {
    const [documents, snapshot] = [{ root: null }, { root: '/media/usb/sigma' }];
    expect(describeProblemPlace({ documents: 2, sources: [documents] })).toBe('the documents of the catalog');
    expect(describeProblemPlace({ documents: 0, sources: [snapshot] })).toBe('the snapshots of the catalog');
    expect(describeProblemPlace({ documents: 2, sources: [documents, snapshot] })).toBe(
      'the documents and snapshots of the catalog',
    );
    expect(describeProblemPlace({ documents: 0, sources: [] })).toBe('the catalog');
  });

  it('what a question asks: titles where they differ, and ids without what both begin with', () => {
    const [before, after] = [
      { key: 'sigma:1', title: 'Nmap' },
      { key: 'sigma:2', title: 'Nmap' },
    ];
    expect(titlesOf({ before, after })).toEqual(['Nmap']);
    expect(titlesOf({ before, after: { ...after, title: 'Scan' } })).toEqual(['Nmap', 'Scan']);
    expect(describeIds({ before, after })).toBe('1 → 2');
    expect(describeIds({ before, after: { ...after, key: 'elastic:2' } })).toBe('sigma:1 → elastic:2');
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

    expect(await restore.confirm()).toBe(true);
    expect(restore.plan).toBeNull();
    expect(restore.isBusy).toBe(false);
    expect(test.app.router.route.params.get('import')).toBe(String(importId! + 1));
    const [latest, ...imports] = await test.client.call('content.imports', {});
    expect(describePast(latest!, imports)).toMatch(/^took back import of /);
  });

  it('says that ATT&CK changed when it is opened again, as it did before it was written', async () => {
    const { importer } = test.app;
    await importer.read([{ path: writeAttack(test.documents) }]);
    const before = importer.result!.attack.map(describeAttack);
    expect(before).toEqual([expect.stringMatching(/^ATT&CK Enterprise \S+ → version unknown: /)]);
    await importer.write();
    const { importId } = importer.result!;

    const content = new ContentState(test.app);
    await content.openPast(importId);
    const { data } = content.past;
    expect(data!.attack.map(describeAttack)).toEqual(before);
    expect(nameResult(data!, [])).toMatch(/^ATT&CK Enterprise \S+ → version unknown$/);
    await content.load();
    expect(describePast(content.imports.data![0]!, [])).toMatch(/^ATT&CK Enterprise \S+ → version unknown$/);

    await content.restore.ask(importId!);
    expect(content.restore.plan?.result.attack.map(({ root }) => describeOrigin(root))).toEqual([
      'from what ships with Bearing',
    ]);
  });

  it('is named after where it came from', async () => {
    const result = await write([sigmaRule(1, 'Alpha')]);
    expect(nameResult(result, ['/a/sigma', '/b/car.zip'])).toBe('sigma, car.zip');
    expect(nameResult(result, ['shipped with Bearing'])).toBe('What ships with Bearing');
    expect(nameResult(result, [])).toBe('Single files');
    expect(nameResult({ ...result, restores: 1 }, [])).toBe('Content from before');
  });

  it('is not taken back unasked, and what another import was asked for is forgotten', async () => {
    const { importId } = await write([sigmaRule(1, 'Alpha')]);
    const { restore } = new ContentState(test.app);
    expect(await restore.confirm()).toBe(false);
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

    const questions = new OpenQuestions(test.app);
    expect(questions.isOpen(question)).toBeUndefined();
    await questions.load();
    expect(questions.isOpen(question)).toBe(true);
    expect(await questions.answer(question)).toBe(true);
    expect(test.toasts()).toContain('Northfield: mark moved');
    expect(questions.isOpen(question)).toBe(false);
    expect(questions.isBusy).toBe(false);

    test.app.toasts.list.find(({ undoes }) => undoes)!.action!.run();
    await test.until(() => questions.isOpen(question) === true);
    const { transport } = test.app.host;
    const { invoke } = transport;
    let asked = 0;
    // What the screen asks because something changed overtakes what the answer asks, and does not come.
    transport.invoke = (name, input) => {
      if (name !== 'content.questions') return invoke(name, input);
      if (++asked > 1) return new Promise(() => undefined);
      void questions.load();
      return invoke(name, input);
    };
    expect(await questions.answer(question)).toBe(true);
    expect(questions.isOpen(question)).toBe(false);
    transport.invoke = invoke;

    expect(await questions.answer({ ...question, after: question.before })).toBe(false);
    expect(questions.isBusy).toBe(false);
  });
});
