import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderNavigator } from '../../../src/core/reports/navigator.ts';
import type { Report } from '../../../src/core/reports/report.ts';
import { LAYERS, type Layer } from '../../../src/shared/model/report.ts';
import { anyText, reportWith } from '../../support/hostile-report.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';
import { checkLayer } from '../../support/navigator-layer.ts';
import { OPTIONS, resourceValue, smallReport } from '../../support/report-value.ts';

interface Technique {
  techniqueID: string;
  score?: number;
  color?: string;
  comment?: string;
  metadata: { name: string; value: string }[];
  showSubtechniques?: true;
}

interface ReadLayer {
  name: string;
  versions: object;
  domain: string;
  description: string;
  techniques: Technique[];
  gradient: { minValue: number; maxValue: number };
  legendItems: { label: string; color: string }[];
  metadata: { name: string; value: string }[];
}

const text = (report: Report, layer: Layer): string => renderNavigator(report, { ...OPTIONS, layer });
const read = (report: Report, layer: Layer = 'levels'): ReadLayer =>
  JSON.parse(text(report, layer)) as ReadLayer;
const find = (layer: ReadLayer, id: string): Technique | undefined =>
  layer.techniques.find(({ techniqueID }) => techniqueID === id);
const scores = (layer: ReadLayer): Record<string, number | undefined> =>
  Object.fromEntries(layer.techniques.map(({ techniqueID, score }) => [techniqueID, score]));

/** Every level: validated T1046, failed T1003, deployed T1003.001, listed T1021, unlisted T1078. */
function everyLevel(): Report {
  const small = smallReport();
  const techniques = small.coverage.techniques.map(({ id, name, tactics }) => ({ id, name, tactics }));
  return smallReport({
    techniques: [...techniques, { id: 'T1021', name: 'Remote Services', tactics: ['Lateral Movement'] }],
    resources: [...small.resources, resourceValue({ key: 'sigma:more', techniques: ['T1021'] })],
    levels: { T1046: 'validated', T1003: 'failed' },
  });
}

/** T1562 is not in force, T0800 is of another domain, both with a rule deployed. */
function withStrangers(): Report {
  const small = everyLevel();
  const techniques = small.coverage.techniques.map(({ id, name, tactics }) => ({ id, name, tactics }));
  const report = smallReport({
    techniques: [
      ...techniques,
      { id: 'T1562', name: 'Impair Defenses', tactics: ['Defense Evasion'] },
      { id: 'T0800', name: 'Activate Firmware Update Mode', tactics: ['Inhibit Response Function'] },
    ],
    resources: [
      ...small.resources,
      resourceValue({ key: 'sigma:old', techniques: ['T1562', 'T0800'], mark: 'deployed' }),
    ],
  });
  for (const technique of report.coverage.techniques)
    if (technique.id === 'T1562') technique.state = 'retired';
  report.attack.otherDomains = [{ id: 'T0800', domain: 'ics' }];
  return report;
}

describe.each(LAYERS)('the layer %s', (layer) => {
  test('is one that the Navigator takes as it is', () => {
    expect(checkLayer(JSON.parse(text(withStrangers(), layer)))).toEqual([]);
    expect(checkLayer(JSON.parse(text(smallReport({ techniques: [], resources: [] }), layer)))).toEqual([]);
  });

  test('holds every technique of Enterprise once, without a tactic, so that it shows under each', () => {
    const { techniques, domain, versions } = read(everyLevel(), layer);
    expect(techniques.map(({ techniqueID }) => techniqueID)).toEqual([
      'T1003',
      'T1003.001',
      'T1021',
      'T1046',
      'T1078',
    ]);
    expect(techniques.filter((technique) => 'tactic' in technique)).toEqual([]);
    expect([domain, versions]).toEqual([
      'enterprise-attack',
      { attack: '19', navigator: '5.3.2', layer: '4.5' },
    ]);
  });

  test('names what the Navigator would pass over in silence, and says how many', () => {
    const made = read(withStrangers(), layer);
    expect([find(made, 'T1562'), find(made, 'T0800')]).toEqual([undefined, undefined]);
    expect(made.description).toContain('2 techniques, named in its metadata');
    expect(made.metadata).toContainEqual({
      name: 'T1562',
      value: 'Impair Defenses: not in force in ATT&CK Enterprise 19.2; deployed, 1 of 1 rules deployed',
    });
    expect(made.metadata).toContainEqual({
      name: 'T0800',
      value: 'Activate Firmware Update Mode: of ATT&CK ICS; deployed, 1 of 1 rules deployed',
    });
  });

  test.each(HOSTILE_TEXTS)('holds %j as text that can be seen', (hostile) => {
    expectTaken(reportWith(hostile), layer);
  });

  test('holds any text as text that can be seen', () => {
    fc.assert(
      fc.property(anyText, (any) => expectTaken(reportWith(any), layer)),
      { numRuns: 100 },
    );
  });
});

function expectTaken(report: Report, layer: Layer): void {
  const made = text(report, layer);
  expect(checkLayer(JSON.parse(made))).toEqual([]);
  expect(made).not.toMatch(/[\u202E\u0000\u2028]|\\u(?!fe0|200)/i);
}

test('the layer of levels scores and colours each level, and leaves unlisted blank', () => {
  const made = read(everyLevel());
  expect(scores(made)).toEqual({ T1003: 2, 'T1003.001': 3, T1021: 1, T1046: 4, T1078: undefined });
  const legend = new Map(made.legendItems.map(({ label, color }) => [label, color]));
  expect(find(made, 'T1046')?.color).toBe(legend.get('validated'));
  expect(find(made, 'T1003')?.color).toBe(legend.get('failed'));
  expect(find(made, 'T1003.001')?.color).toBe(legend.get('deployed'));
  expect(find(made, 'T1021')?.color).toBe(legend.get('listed'));
  expect(find(made, 'T1078')).not.toHaveProperty('color');
  expect(new Set(legend.values()).size).toBe(5);
});

test('the layer of depth scores rules deployed, and tells none of something listed from unlisted', () => {
  const resources = ['x', 'y', 'z'].map((key) =>
    resourceValue({ key, techniques: ['T1046'], mark: 'deployed' }),
  );
  const techniques = [
    { id: 'T1046', name: 'a', tactics: ['Discovery'] },
    { id: 'T1021', name: 'b', tactics: ['Discovery'] },
    { id: 'T1078', name: 'c', tactics: ['Discovery'] },
  ];
  const made = read(
    smallReport({
      techniques,
      resources: [...resources, resourceValue({ key: 'o', techniques: ['T1021'] })],
    }),
    'depth',
  );
  expect(scores(made)).toEqual({ T1046: 3, T1021: 0, T1078: undefined });
  expect(made.gradient).toMatchObject({ minValue: 0, maxValue: 3 });
  expect(find(made, 'T1046')?.comment).toBe('Rules deployed:\nSigma: x\nSigma: y\nSigma: z');
});

test('the layer of gaps scores the way to validated, says the next step, and leaves validated blank', () => {
  const made = read(everyLevel(), 'gaps');
  expect(scores(made)).toEqual({ T1003: 2, 'T1003.001': 1, T1021: 3, T1046: undefined, T1078: 4 });
  expect(find(made, 'T1021')?.comment).toBe('Deploy a rule: 1 rule is listed, none deployed.');
  expect(find(made, 'T1003.001')?.comment).toContain('Run a test');
  expect(find(made, 'T1003')?.comment).toContain('Mend the rule');
  expect(find(made, 'T1078')?.comment).toBe('Find a rule: nothing is listed.');
  expect(find(made, 'T1046')).not.toHaveProperty('comment');
});

test('a parent is unfolded where a sub-technique has another score', () => {
  expect(find(read(everyLevel()), 'T1003')?.showSubtechniques).toBe(true);
  expect(find(read(smallReport()), 'T1003')).not.toHaveProperty('showSubtechniques');
});

test('a technique says its numbers as text, and a long list of rules is cut', () => {
  const resources = Array.from({ length: 12 }, (_, index) =>
    resourceValue({ key: `r${String(index).padStart(2, '0')}`, mark: 'deployed' }),
  );
  const technique = find(read(smallReport({ resources })), 'T1046');
  expect(technique?.metadata).toContainEqual({ name: 'Rules deployed', value: '12 of 12' });
  expect(technique?.comment).toContain('Sigma: r09\nand 2 rules more');
});

test('without a version of ATT&CK at hand every technique stays in, and none is named', () => {
  const report = withStrangers();
  report.attack.versions = [];
  report.attack.otherDomains = [];
  for (const technique of report.coverage.techniques) technique.state = 'unknown';
  const made = read(report);
  expect(made.techniques).toHaveLength(7);
  expect(made.versions).not.toHaveProperty('attack');
  expect(checkLayer(made)).toEqual([]);
});

test('a technique for which no rule is listed says what is', () => {
  const control = resourceValue({ key: 'c', kind: 'control', sourceId: 'd3fend', techniques: ['T1003'] });
  const dump = resourceValue({ key: 't', kind: 'test', sourceId: 'atomic' });
  const made = read(
    smallReport({ resources: [control, dump, { ...control, key: 'd', techniques: ['T1046'] }] }),
    'gaps',
  );
  expect(find(made, 'T1003')?.comment).toBe('Find a rule: none is listed, only 1 control.');
  expect(find(made, 'T1046')?.comment).toBe('Find a rule: none is listed, only 1 test and 1 control.');
});
