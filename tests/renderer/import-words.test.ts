import { expect, test } from 'vitest';
import { describeResult, describeLoss } from '../../src/renderer/features/content/result-words.ts';
import { groupChanges, listFigures } from '../../src/renderer/features/content/import-figures.ts';
import {
  changesCatalog,
  describeOrigin,
  nameItems,
  nameOrigin,
  summarize,
} from '../../src/renderer/state/import-words.ts';
import type { AttackChange } from '../../src/shared/model/attack.ts';
import type { DocumentChange, ImportResult, SnapshotChange } from '../../src/shared/model/content.ts';

test.each([
  [[{ path: '/media/usb/docs/' }], 'docs'],
  [[{ path: 'C:\\docs\\T1046.md' }], 'T1046.md'],
  [[{ path: '/data/uploads/1', name: 'docs/a.md', root: 'upload:docs' }], 'docs'],
  [[{ path: '/a/T1.md' }, { path: '/a/T2.md' }], '2 files'],
])('%j is named %s', (items, name) => expect(nameItems(items)).toBe(name));

test.each([
  ['/media/usb/enterprise-attack.json', 'from enterprise-attack.json', 'enterprise-attack.json'],
  ['shipped with Bearing', 'from what ships with Bearing', 'What ships with Bearing'],
  [null, 'from what ships with Bearing', 'What ships with Bearing'],
])('content of %s is %s', (root, words, name) => {
  expect(describeOrigin(root)).toBe(words);
  expect(nameOrigin(root)).toBe(name);
});

const problem = { file: 'a.md', line: null, code: 'not-a-technique-document', message: 'It is none.' };

function result(more: Partial<ImportResult>): ImportResult {
  return {
    importId: null,
    restores: null,
    documents: 0,
    techniques: 354,
    resources: { control: 0, rule: 0, test: 0 },
    listings: 0,
    links: 0,
    added: 0,
    changed: 0,
    removed: 0,
    unchanged: 0,
    changes: [],
    attack: [],
    snapshots: [],
    packs: [],
    organizations: [],
    problems: [],
    ...more,
  };
}

function change(techniqueId: string, listingsRemoved: number, listingsAdded = 0): DocumentChange {
  return { techniqueId, name: '', file: '', change: 'changed', listingsAdded, listingsRemoved };
}

function snapshot(more: Partial<SnapshotChange>): SnapshotChange {
  const none = { sourceId: 'sigma', root: '/s', commit: null, date: null, files: 1 };
  return {
    ...none,
    isUnchanged: false,
    changes: [],
    unchanged: 0,
    documented: 0,
    diffsLeftOut: 0,
    questions: [],
    ...more,
  };
}

function attack(more: Partial<AttackChange> = {}): AttackChange {
  const none = {
    domain: 'enterprise' as const,
    root: '/a.json',
    before: '19.2',
    after: '18.1',
    isRemoved: false,
  };
  const same = { isUnchanged: false, unchanged: 475, added: 17, moves: [], organizations: [] };
  return { ...none, ...same, ...more };
}

const problems = [problem, problem] as ImportResult['problems'];

test.each([
  [result({ problems }), 'Nothing could be read. The problems say why.', 'Nothing could be read: 2 problems'],
  [
    result({}),
    'No technique document, no source’s repository and no ATT&CK is in it.',
    'Nothing to change: no technique document, no source’s repository and no ATT&CK is in it',
  ],
  [
    result({ unchanged: 2 }),
    'The catalog holds all of this already.',
    'Nothing to change: 2 documents unchanged',
  ],
  [
    result({ unchanged: 1, problems }),
    'The catalog holds all that could be read already.',
    'Nothing to change: 1 document unchanged, 2 problems',
  ],
  [
    result({ snapshots: [snapshot({ isUnchanged: true })] }),
    'The catalog holds all of this already.',
    'Nothing to change: 1 snapshot unchanged',
  ],
  [
    result({ unchanged: 2, snapshots: [snapshot({ isUnchanged: true })] }),
    'The catalog holds all of this already.',
    'Nothing to change: 2 documents and 1 snapshot unchanged',
  ],
  [
    result({ attack: [attack({ after: '19.2', isUnchanged: true })] }),
    'The catalog holds all of this already.',
    'Nothing to change: ATT&CK Enterprise 19.2 unchanged',
  ],
])('a result without a change says why: %#', (value, words, toast) => {
  expect(describeResult(value, false)).toBe(words);
  expect(summarize(value, false)).toBe(toast);
});

test('a result that waits says that nothing is written, a written one what became of the marks', () => {
  const gains = result({ changed: 1, changes: [change('T1003', 0, 2)] });
  const loses = result({ changed: 1, changes: [change('T1003', 1, 2)] });
  expect(describeResult(gains, false)).toBe('Nothing is written yet.');
  expect(describeResult(gains, true)).toBe('Marks and notes are as they were.');
  expect(describeResult(loses, true)).toBe(
    'Marks stay in the ledger; those on resources that nothing lists any more show as “no longer listed” in the report.',
  );
});

test('a snapshot is counted, and what it gives up is said', () => {
  const gone = {
    change: 'gone' as const,
    key: 'sigma:1',
    title: 'Nmap',
    before: { title: 'Nmap', url: null },
    fields: [],
    diff: null,
  };
  const loses = result({ snapshots: [snapshot({ changes: [gone] })] });
  expect(summarize(loses, false)).toBe('Read, not written: 1 snapshot');
  expect(describeResult(loses, false)).toBe('Nothing is written yet.');
  expect(describeResult(loses, true)).toMatch(/^Marks stay in the ledger/);
  expect(describeResult(result({ snapshots: [snapshot({})] }), true)).toBe(
    'Marks and notes are as they were.',
  );
  expect(summarize(result({ added: 1, snapshots: [snapshot({})] }), true)).toBe(
    'Written to the catalog: 1 document added, 0 changed, 0 removed, 1 snapshot',
  );
});

test('documents that lose links are named, those that lose most first', () => {
  expect(describeLoss([change('T1003', 0, 5)])).toBeNull();
  expect(describeLoss([change('T1003', 1), change('T1059', 317, 2)])).toBe(
    '2 documents lose 318 of their links: T1059 −317, T1003 −1.',
  );
  expect(describeLoss([change('T1003', 1)])).toBe('1 document loses 1 of its links: T1003 −1.');
  const many = Array.from({ length: 9 }, (_, index) => change(`T100${index}`, 9 - index));
  expect(describeLoss(many)).toBe(
    '9 documents lose 45 of their links: T1000 −9, T1001 −8, T1002 −7, T1003 −6 and 5 more.',
  );
  expect(groupChanges([...many].reverse()).changed.map(({ techniqueId }) => techniqueId)).toEqual(
    many.map(({ techniqueId }) => techniqueId),
  );
});

test('another version of ATT&CK alone changes the catalog, and nothing is said of documents', () => {
  const value = result({ attack: [attack()] });
  expect(changesCatalog(value)).toBe(true);
  expect(describeResult(value, false)).toBe('Nothing is written yet.');
  expect(summarize(value, false)).toBe('Read, not written: ATT&CK Enterprise 18.1');
  const gone = attack({ domain: 'mobile', before: '19.1', after: null, isRemoved: true });
  expect(changesCatalog(result({ attack: [gone] }))).toBe(true);
  expect(summarize(result({ attack: [gone] }), false)).toBe(
    'Read, not written: ATT&CK Mobile 19.1 taken away',
  );
  expect(summarize(result({ attack: [attack({ after: null })] }), true)).toBe(
    'Written to the catalog: ATT&CK Enterprise',
  );
  expect(listFigures(value, null).map(({ label }) => label)).not.toContain('Documents');
});
