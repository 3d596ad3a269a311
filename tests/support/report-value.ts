import type {
  Count,
  Coverage,
  SourceCoverage,
  TacticCoverage,
  TechniqueCoverage,
} from '../../src/shared/model/coverage.ts';
import type { ReportOptions } from '../../src/shared/model/report.ts';
import type { Kind, Mark } from '../../src/shared/model/resource.ts';
import { SOURCES } from '../../src/shared/model/source.ts';
import { LEVELS, parentId, type Level } from '../../src/shared/model/technique.ts';
import { isDetected } from '../../src/shared/model/run.ts';
import type { Report, ReportNote, ReportResource, ReportRun } from '../../src/core/reports/report.ts';

/** Nothing chosen. */
export const OPTIONS: ReportOptions = { leaveOutNotes: false, csvRaw: false, layer: 'levels' };

export interface TechniqueInput {
  id: string;
  name: string;
  tactics: string[];
}

export interface ReportInput {
  organization?: string;
  author?: string;
  asOf?: string;
  techniques: TechniqueInput[];
  resources: ReportResource[];
  /** All within the window, and each of another test. */
  runs?: ReportRun[];
  notes?: ReportNote[] | null;
  noLongerListed?: Coverage['noLongerListed'];
  leftOut?: Report['leftOut'];
  /** Levels that runs would give, by technique id. */
  levels?: Record<string, Level>;
}

/** A report whose numbers are counted from its lists by the rules of docs/coverage.md. */
export function reportValue(input: ReportInput): Report {
  const organization = {
    id: '01930000-0000-7000-8000-000000000001',
    name: input.organization ?? 'Northfield Utilities',
  };
  const techniques = countTechniques(input);
  return {
    bearing: '0.1.0',
    organization,
    asOf: input.asOf ?? '2026-11-24T14:02:11.000Z',
    author: input.author ?? 'A. Analyst',
    content: {
      documents: input.techniques.length,
      hash: '9f2c51d0'.repeat(8),
      files: input.techniques.map(({ id }) => ({
        techniqueId: id,
        file: `${id}.md`,
        sha256: '0a1b2c3d'.repeat(8),
      })),
      snapshots: [
        {
          sourceId: 'sigma',
          sourceName: 'Sigma',
          commit: '8eaafff1',
          date: '2026-08-05',
          sha256: '4d5e6f70'.repeat(8),
        },
        {
          sourceId: 'stratus',
          sourceName: 'Stratus Red Team',
          commit: null,
          date: null,
          sha256: '1b2c3d4e'.repeat(8),
        },
      ],
      problems: 3,
    },
    attack: {
      techniques: 'listed',
      versions: [{ domain: 'enterprise', version: '19.2', sha256: '7c8d9e0f'.repeat(8) }],
      otherDomains: [],
    },
    ledger: [{ feed: '01900000-0000-7000-8000-000000000001', entries: 7, head: '5e6f7a8b'.repeat(8) }],
    coverage: {
      organization,
      techniques,
      tactics: countTactics(techniques),
      sources: countSources(input.resources),
      levels: countLevels(techniques),
      controls: countOf(input.resources, 'control'),
      rules: countOf(input.resources, 'rule'),
      tests: countOf(input.resources, 'test'),
      validityDays: 365,
      runs: { recorded: input.runs?.length ?? 0, valid: input.runs?.length ?? 0, noLongerListed: 0 },
      noLongerListed: input.noLongerListed ?? [],
    },
    validity: { days: 365, since: '2025-11-24T14:02:11.000Z', until: '2026-11-24T14:02:11.000Z' },
    resources: input.resources,
    runs: input.runs ?? [],
    notes: input.notes === undefined ? [] : input.notes,
    leftOut: input.leftOut ?? [],
  };
}

/** One run of a test that T1046 lists; what is not given is plain. */
export function runValue(given: Partial<ReportRun>): ReportRun {
  return {
    at: '2026-11-19T08:00:00.000Z',
    testKey: 'atomic:run',
    testTitle: 'Test',
    techniques: ['T1046'],
    outcome: 'alerted',
    rules: [{ key: 'sigma:a', title: 'A rule' }],
    comment: null,
    recordedBy: 'A. Analyst',
    recordedAt: '2026-11-20T09:30:00.000Z',
    isValid: true,
    ...given,
  };
}

/** One resource; what is not given is plain. */
export function resourceValue(given: Partial<ReportResource> & { key: string }): ReportResource {
  const sourceId = given.sourceId ?? 'sigma';
  const isMarked = given.mark !== undefined && given.mark !== null;
  return {
    kind: 'rule',
    sourceId,
    sourceName: SOURCES.find((source) => source.id === sourceId)?.name ?? sourceId,
    title: given.key,
    url: `https://example.org/${given.key}`,
    trail: [{ name: 'rules', url: null }],
    unitTests: null,
    techniques: ['T1046'],
    mark: null,
    comment: null,
    markedAt: isMarked ? '2026-11-20T09:30:00.000Z' : null,
    markedBy: isMarked ? 'A. Analyst' : null,
    ...given,
  };
}

export function noteValue(given: Partial<ReportNote>): ReportNote {
  return {
    targetType: 'technique',
    targetKey: 'T1046',
    targetTitle: 'Network Service Scanning',
    text: 'A note.',
    author: 'A. Analyst',
    updatedAt: '2026-11-21T08:00:00.000Z',
    ...given,
  };
}

/** A small report with every kind, mark and level that there is without runs. */
export function smallReport(given: Partial<ReportInput> = {}): Report {
  return reportValue({
    techniques: [
      { id: 'T1046', name: 'Network Service Scanning', tactics: ['Discovery'] },
      { id: 'T1003', name: 'OS Credential Dumping', tactics: ['Credential Access'] },
      { id: 'T1003.001', name: 'LSASS Memory', tactics: ['Credential Access'] },
      { id: 'T1078', name: 'Valid Accounts', tactics: ['Initial Access', 'Persistence'] },
    ],
    resources: [
      resourceValue({
        key: 'sigma:a',
        title: 'susp_nmap.yml',
        mark: 'deployed',
        comment: 'since May',
        unitTests: 2,
      }),
      resourceValue({
        key: 'sigma:b',
        title: 'lsass_dump.yml',
        techniques: ['T1003', 'T1003.001'],
        mark: 'deployed',
      }),
      resourceValue({ key: 'sigma:c', title: 'open rule.yml', techniques: ['T1046', 'T1003'] }),
      resourceValue({ key: 'splunk:d', sourceId: 'splunk', title: 'planned.yml', mark: 'planned' }),
      resourceValue({ key: 'elastic:e', sourceId: 'elastic', title: 'retired.toml', mark: 'retired' }),
      resourceValue({
        key: 'atomic:f',
        sourceId: 'atomic',
        kind: 'test',
        title: 'Port Scan',
        mark: 'deployed',
      }),
      resourceValue({
        key: 'atomic:g',
        sourceId: 'atomic',
        kind: 'test',
        title: 'Dump',
        mark: 'not-applicable',
      }),
      resourceValue({
        key: 'd3fend:h',
        sourceId: 'd3fend',
        kind: 'control',
        title: 'Decoy Network',
        url: null,
      }),
    ],
    runs: [runValue({ testKey: 'atomic:f', testTitle: 'Port Scan' })],
    notes: [noteValue({})],
    noLongerListed: [
      {
        key: 'sigma:gone',
        title: 'gone.yml',
        url: 'https://example.org/gone',
        kind: 'rule',
        mark: 'deployed',
      },
    ],
    ...given,
  });
}

function countTechniques(input: ReportInput): TechniqueCoverage[] {
  const listedBy = new Map<string, ReportResource[]>(input.techniques.map(({ id }) => [id, []]));
  for (const resource of input.resources)
    for (const id of resource.techniques) listedBy.get(id)?.push(resource);
  const counted = input.techniques.map(({ id, name, tactics }) => {
    const listed = listedBy.get(id) ?? [];
    const rules = countOf(listed, 'rule');
    const own: Level = rules.deployed > 0 ? 'deployed' : listed.length > 0 ? 'listed' : 'unlisted';
    return {
      ...{ id, name, tactics, parentId: parentId(id), level: input.levels?.[id] ?? own, rules },
      state: 'active' as const,
      controls: countOf(listed, 'control'),
      tests: countOf(listed, 'test'),
      notApplicable: withMark(listed, 'not-applicable'),
      planned: withMark(listed, 'planned'),
      retired: withMark(listed, 'retired'),
      runs: countRuns((input.runs ?? []).filter((run) => run.techniques.includes(id))),
    };
  });
  return counted.map((technique) => {
    const subs = counted.filter((other) => other.parentId === technique.id);
    const deployed = subs.filter((sub) => sub.rules.deployed > 0).length;
    return { ...technique, subTechniques: { listed: subs.length, deployed } };
  });
}

function countRuns(runs: ReportRun[]): TechniqueCoverage['runs'] {
  return {
    tests: runs.length,
    detected: runs.filter(({ outcome }) => isDetected(outcome)).length,
    latest:
      runs
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? null,
  };
}

function countTactics(techniques: TechniqueCoverage[]): TacticCoverage[] {
  const names = [...new Set(techniques.flatMap((technique) => technique.tactics))];
  return names.map((name) => {
    const own = techniques.filter((technique) => technique.tactics.includes(name));
    return { name, techniques: own.length, levels: countLevels(own) };
  });
}

function countSources(resources: ReportResource[]): SourceCoverage[] {
  const pairs = new Map(resources.map((resource) => [`${resource.kind} ${resource.sourceId}`, resource]));
  return [...pairs.values()].map(({ kind, sourceId, sourceName }) => {
    const own = resources.filter((resource) => resource.kind === kind && resource.sourceId === sourceId);
    const links = own.reduce((sum, resource) => sum + new Set(resource.techniques).size, 0);
    return {
      id: sourceId,
      name: sourceName,
      ...countOf(own, kind),
      kind,
      links,
      oldest: '2022-05-23',
      newest: '2022-08-09',
    };
  });
}

function countLevels(techniques: TechniqueCoverage[]): Record<Level, number> {
  const count = (level: Level): number => techniques.filter((technique) => technique.level === level).length;
  return Object.fromEntries(LEVELS.map((level) => [level, count(level)])) as Record<Level, number>;
}

function countOf(resources: ReportResource[], kind: Kind): Count {
  const own = resources.filter((resource) => resource.kind === kind);
  return { listed: own.length, deployed: withMark(own, 'deployed') };
}

function withMark(resources: ReportResource[], mark: Mark): number {
  return resources.filter((resource) => resource.mark === mark).length;
}
