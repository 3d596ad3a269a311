import fc from 'fast-check';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { renderDettect } from '../../../src/core/reports/dettect.ts';
import type { Report } from '../../../src/core/reports/report.ts';
import { checkAdministration } from '../../support/dettect-file.ts';
import { anyText, reportWith } from '../../support/hostile-report.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';
import { OPTIONS, resourceValue, smallReport } from '../../support/report-value.ts';

interface Technique {
  technique_id: string;
  technique_name: string;
  detection: { location: string[]; score_logbook: { date: Date | null; score: number; comment: string }[] }[];
  visibility: { score_logbook: { date: Date | null; score: number }[] }[];
}

const read = (text: string): { techniques: Technique[] } =>
  load(text, { schema: YAML11_SCHEMA }) as { techniques: Technique[] };

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

describe('the technique administration', () => {
  test('is one that DeTT&CT finds healthy', () => {
    expect(checkAdministration(read(renderDettect(everyLevel(), OPTIONS)))).toEqual([]);
    const empty = renderDettect(smallReport({ techniques: [], resources: [] }), OPTIONS);
    expect(checkAdministration(read(empty))).toEqual([]);
  });

  test('scores each level, and only what has a rule deployed has a date', () => {
    const { techniques } = read(renderDettect(everyLevel(), OPTIONS));
    const day = new Date('2026-11-20');
    expect(
      techniques.map(({ technique_id: id, detection }) => {
        const entry = detection[0]?.score_logbook[0];
        return [id, entry?.score, entry?.date];
      }),
    ).toEqual([
      ['T1003', 0, day],
      ['T1003.001', 1, day],
      ['T1021', -1, null],
      // The day of the run that validated it, not of the marks before and after.
      ['T1046', 2, new Date('2026-11-19')],
      ['T1078', -1, null],
    ]);
    expect(techniques.flatMap(({ visibility }) => visibility[0]?.score_logbook)).toEqual(
      techniques.map(() => ({ date: null, score: 0, comment: '', auto_generated: true })),
    );
  });

  test('names deployed rules alone by source, and dates them by the newest of their marks', () => {
    const rule = (key: string, sourceId: string, markedAt: string) =>
      resourceValue({ key, sourceId, title: `${key}.yml`, mark: 'deployed', markedAt });
    const text = renderDettect(
      smallReport({
        resources: [
          rule('old', 'sigma', '2025-01-02T00:00:00.000Z'),
          rule('new', 'elastic', '2026-03-04T23:59:59.999Z'),
          resourceValue({ key: 'planned', mark: 'planned', markedAt: '2026-10-10T00:00:00.000Z' }),
          resourceValue({ key: 'test', kind: 'test', sourceId: 'atomic', mark: 'deployed' }),
        ],
      }),
      OPTIONS,
    );
    const technique = read(text).techniques.find(({ technique_id: id }) => id === 'T1046');
    expect(technique?.detection[0]?.location).toEqual(['Elastic: new.yml', 'Sigma: old.yml']);
    expect(technique?.detection[0]?.score_logbook[0]?.comment).toBe(
      'Bearing: deployed; rules deployed 2 of 3, tests deployed 1 of 1, 1 of 1 tests run were blocked or alerted',
    );
    expect(text).toContain('    - date: 2026-03-04\n');
  });

  test('names what it leaves out at its head', () => {
    const report = smallReport();
    for (const technique of report.coverage.techniques)
      if (technique.id === 'T1046') technique.state = 'retired';
    report.attack.otherDomains = [{ id: 'T1078', domain: 'mobile' }];
    const text = renderDettect(report, OPTIONS);
    expect(read(text).techniques.map(({ technique_id: id }) => id)).toEqual(['T1003', 'T1003.001']);
    expect(text).toContain(
      '\n# Left out: T1046 Network Service Scanning: not in force in ATT&CK Enterprise 19.2; deployed, 1 of 4 rules deployed\n',
    );
    expect(text).toContain(
      '\n# Left out: T1078 Valid Accounts: of ATT&CK Mobile; unlisted, 0 of 0 rules deployed\n',
    );
  });

  test.each(HOSTILE_TEXTS)('holds %j as text and nothing else', (hostile) => {
    expectTextAlone(reportWith(hostile));
  });

  test('holds any text as text and nothing else', () => {
    fc.assert(
      fc.property(anyText, (any) => expectTextAlone(reportWith(any))),
      { numRuns: 200 },
    );
  });

  test.each([
    '2026-01-01',
    'yes',
    '0o7',
    '1:30',
    'null',
    '~',
    '- a',
    '# b',
    '!!set {a}',
    '&a *a',
    '%YAML',
    '---',
  ])('holds a technique that is called %j', (name) => {
    const made = read(
      renderDettect(smallReport({ techniques: [{ id: 'T1046', name, tactics: [] }] }), OPTIONS),
    );
    expect(made.techniques.map((technique) => technique.technique_name)).toEqual([name]);
  });
});

function expectTextAlone(report: Report): void {
  const text = renderDettect(report, OPTIONS);
  expect(checkAdministration(read(text))).toEqual([]);
  expect(read(text).techniques).toHaveLength(3);
  expect(text).not.toMatch(/[\u202E\u0000\u0085\u2028]/);
}
