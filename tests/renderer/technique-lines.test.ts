import { describe, expect, it } from 'vitest';
import type { LatestRun, Outcome } from '../../src/shared/model/run.ts';
import { describeLevel } from '../../src/renderer/features/technique/banner.ts';
import { toHistoryLines } from '../../src/renderer/features/technique/history-lines.ts';
import { inFolder, toLines, type Line } from '../../src/renderer/features/technique/lines.ts';
import type { ListedResource, ListedSource, TechniqueDetail } from '../../src/shared/model/detail.ts';
import type { Mark } from '../../src/shared/model/resource.ts';
import type { HistoryEntry } from '../../src/shared/model/tracking.ts';

function resource(key: string, folders: string[] = [], mark: Mark | null = null): ListedResource {
  const trail = folders.map((name) => ({ name, url: null }));
  return {
    key,
    title: `Title of ${key}`,
    url: null,
    trail,
    unitTests: null,
    status: null,
    severity: null,
    mark,
    listedAs: [],
    comment: null,
    others: [],
  };
}

function source(kind: ListedSource['kind'], id: string, resources: ListedResource[]): ListedSource {
  return {
    kind,
    source: { id, name: id, title: id, url: '' },
    lastAccessed: '2022-08-09',
    total: null,
    declared: resources.length,
    listed: resources.length,
    statesNone: resources.length === 0,
    resources,
  };
}

const sigma = source('rule', 'sigma', [
  resource('a', ['linux', 'auditd']),
  resource('b', ['windows'], 'deployed'),
  resource('c', ['windows']),
  resource('d'),
  resource('e', ['windows']),
]);
const sections = [source('control', 'd3fend', []), sigma, source('test', 'atomic', [resource('t')])];
const OPTIONS = { show: 'all', folded: new Set<string>() } as const;

function print(lines: Line[]): string[] {
  return lines.map((line) => {
    if (line.type === 'kind') return `# ${line.kind} ${line.resources.length}`;
    if (line.type === 'source') return `## ${line.section.source.id}${line.isFolded ? ' folded' : ''}`;
    if (line.type === 'folder') return `${line.folder}: ${line.count} folded`;
    return `${line.folder ?? ''}| ${line.resource.key}`;
  });
}

describe('the lines of a technique', () => {
  it('name a folder once for each run of rows, and every section and source', () => {
    expect(print(toLines({ sections }, OPTIONS))).toEqual([
      '# control 0',
      '## d3fend',
      '# rule 5',
      '## sigma',
      'linux / auditd| a',
      'windows| b',
      '| c',
      '| d',
      'windows| e',
      '# test 1',
      '## atomic',
      '| t',
    ]);
  });

  it('have ids of their own', () => {
    const twice = [...sections, source('rule', 'sigma', [resource('a', ['linux', 'auditd'])])];
    const ids = toLines({ sections: twice }, OPTIONS).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('leave out what a folded source lists, and make one line of a folded run', () => {
    expect(
      print(toLines({ sections }, { show: 'all', folded: new Set(['rule/sigma']) })).slice(2, 5),
    ).toEqual(['# rule 5', '## sigma folded', '# test 1']);
    const folded = new Set(['rule/sigma/windows']);
    expect(print(toLines({ sections }, { show: 'all', folded })).slice(4, 8)).toEqual([
      'linux / auditd| a',
      'windows: 2 folded',
      '| d',
      'windows: 1 folded',
    ]);
  });

  it('show the rows of one mark, and count all all the same', () => {
    expect(print(toLines({ sections }, { ...OPTIONS, show: 'deployed' }))).toEqual([
      '# control 0',
      '## d3fend',
      '# rule 5',
      '## sigma',
      'windows| b',
      '# test 1',
      '## atomic',
    ]);
  });

  it('know a folder in all of its runs', () => {
    expect(inFolder(sigma, 'windows').map(({ key }) => key)).toEqual(['b', 'c', 'e']);
  });
});

describe('the sentence of a level', () => {
  const none = { listed: 0, deployed: 0 };
  const detail = (changes: Partial<TechniqueDetail>) =>
    ({
      level: 'listed',
      rules: none,
      controls: none,
      tests: none,
      runs: [],
      sections,
      ...changes,
    }) as TechniqueDetail;
  const ran = (outcome: Outcome, day: string): LatestRun => ({
    testKey: 'k',
    testTitle: 'Scan',
    at: `${day}T12:00:00.000Z`,
    outcome,
  });
  const say = (changes: Partial<TechniqueDetail>, hasOrganization = true) => {
    const { reason, next } = describeLevel(detail(changes), hasOrganization);
    return `${reason} ${next}`;
  };

  it.each([
    [{ level: 'unlisted' as const }, 'Unlisted: no source lists anything for this technique.'],
    [{ tests: { listed: 1, deployed: 0 } }, 'Listed: no rule, only 1 test.'],
    [{ rules: { listed: 5, deployed: 0 } }, 'Listed: 0 of 5 rules deployed. Mark a rule as deployed'],
    [
      { level: 'deployed' as const, rules: { listed: 5, deployed: 1 } },
      'Deployed: 1 of 5 rules. 4 rules are open: deploy them',
    ],
    [
      {
        level: 'deployed' as const,
        rules: { listed: 5, deployed: 1 },
        tests: { listed: 2, deployed: 0 },
      },
      'Deployed: 1 of 5 rules; no run that counts. Run one of 2 tests to validate it.',
    ],
    [
      {
        level: 'validated' as const,
        rules: { listed: 5, deployed: 1 },
        tests: { listed: 2, deployed: 0 },
        runs: [ran('missed', '2020-11-04'), ran('alerted', '2020-11-03')],
      },
      'Validated: 1 of 5 rules; alerted on 3 Nov 2020 (Scan).',
    ],
    [
      {
        level: 'failed' as const,
        rules: { listed: 5, deployed: 1 },
        tests: { listed: 2, deployed: 0 },
        runs: [ran('logged', '2020-11-04')],
      },
      'no run was blocked or alerted, the latest was logged only on 4 Nov 2020 (Scan). See why nothing fired',
    ],
  ])('%j', (changes, expected) => {
    expect(say(changes)).toContain(expected);
  });

  it('asks for an organization where there is none', () => {
    expect(say({ rules: { listed: 5, deployed: 0 }, tests: { listed: 9, deployed: 0 } }, false)).toBe(
      'Listed: 5 rules, 9 tests. Create an organization to mark what it has deployed.',
    );
  });
});

describe('the lines of a history', () => {
  const entry = (changes: Partial<HistoryEntry>): HistoryEntry => ({
    id: 'e1',
    actionId: 'a1',
    at: '2026-11-12T10:00:00.000Z',
    author: 'Ada',
    type: 'mark',
    targetKey: 'k',
    targetTitle: 'Nmap',
    kind: 'rule',
    before: null,
    after: 'deployed',
    comment: null,
    undoes: null,
    ...changes,
  });

  it('make one line of an action, but not of its different changes', () => {
    const lines = toHistoryLines([
      entry({ id: 'e3', targetTitle: 'Masscan' }),
      entry({ id: 'e2' }),
      entry({ id: 'e1', before: 'planned' }),
    ]);
    expect(lines.map(({ title, change }) => `${title}: ${change}`)).toEqual([
      'Masscan and 1 more: open → deployed',
      'Nmap: planned → deployed',
    ]);
  });

  it.each([
    [{ before: 'not-applicable', after: null }, 'not applicable → open'],
    [{ before: 'deployed', comment: 'since May' }, 'comment'],
    [{ type: 'note' as const, before: null, after: 'text' }, 'note written'],
    [{ type: 'note' as const, before: 'text', after: 'other' }, 'note changed'],
    [{ type: 'note' as const, before: 'text', after: null }, 'note deleted'],
  ])('%j', (changes, expected) => {
    expect(toHistoryLines([entry(changes)])[0]!.change).toBe(expected);
  });
});
