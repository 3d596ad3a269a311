import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { arrangeReport } from '../../../src/core/reports/arrange.ts';
import { contradictions } from '../../../src/core/reports/contradictions.ts';
import { COUNTING_RULES } from '../../../src/core/reports/counting-rules.ts';
import { countedNumbers } from '../../../src/core/reports/counting.ts';
import { renderCsv } from '../../../src/core/reports/csv.ts';
import { renderHtml } from '../../../src/core/reports/html.ts';
import { renderJson } from '../../../src/core/reports/json.ts';
import { renderMarkdown } from '../../../src/core/reports/markdown.ts';
import { leftOutOf } from '../../../src/core/reports/summary.ts';
import { readStrictHtml } from '../../support/html-tokens.ts';
import { OPTIONS, reportValue, resourceValue, smallReport } from '../../support/report-value.ts';
import { readProjectFile } from '../../support/source-files.ts';

/** 1,200 rules, so that numbers have separators, and techniques at every level. */
function bigReport(): ReturnType<typeof smallReport> {
  const small = smallReport();
  const more = Array.from({ length: 1200 }, (_, index) =>
    resourceValue({
      key: `sigma:${index}`,
      mark: index % 7 === 0 ? 'deployed' : null,
      techniques: [`T${1100 + (index % 40)}`],
    }),
  );
  const techniques = Array.from({ length: 50 }, (_, index) => ({
    id: `T${1100 + index}`,
    name: `n${index}`,
    tactics: ['Impact'],
  }));
  return reportValue({
    techniques: [
      ...small.coverage.techniques.map(({ id, name, tactics }) => ({ id, name, tactics })),
      ...techniques,
    ],
    resources: [...small.resources, ...more],
    levels: { T1046: 'validated', T1003: 'failed' },
    noLongerListed: small.coverage.noLongerListed,
  });
}

interface Summary {
  techniques: number;
  ruleDeployed: number;
  levels: Record<string, number>;
  rules: Record<string, number>;
  tests: Record<string, number>;
  controls: Record<string, number>;
}

describe('the numbers of a report', () => {
  const report = bigReport();
  const json = JSON.parse(renderJson(report, OPTIONS)) as {
    summary: Summary;
    counted: { sum: string; rule: string }[];
    techniques: { level: string }[];
    resources: { kind: string; mark: string | null }[];
  };

  test('are equal in JSON by sum and by list', () => {
    const { summary } = json;
    expect(summary.techniques).toBe(json.techniques.length);
    expect(summary.ruleDeployed).toBe(
      json.techniques.filter(({ level }) => /deployed|validated|failed/.test(level)).length,
    );
    for (const kind of ['rule', 'test', 'control'] as const) {
      const own = json.resources.filter((resource) => resource.kind === kind);
      const { listed, deployed, planned, retired, notApplicable, open } = summary[`${kind}s`];
      expect(listed).toBe(own.length);
      expect(deployed).toBe(own.filter((resource) => resource.mark === 'deployed').length);
      expect((deployed ?? 0) + (planned ?? 0) + (retired ?? 0) + (notApplicable ?? 0) + (open ?? 0)).toBe(
        listed,
      );
    }
  });

  test('are equal in CSV', () => {
    const rows: Record<string, string>[] = parse(renderCsv(report, OPTIONS), { bom: true, columns: true });
    const levels = new Map(rows.map((row) => [row['technique_id'], row['level']]));
    expect(levels.size).toBe(json.summary.techniques);
    for (const [level, count] of Object.entries(json.summary.levels))
      expect([...levels.values()].filter((value) => value === level)).toHaveLength(count);
    const rules = new Map(
      rows.filter((row) => row['kind'] === 'rule').map((row) => [row['resource_key'], row['mark']]),
    );
    expect(rules.size).toBe(json.summary.rules['listed']);
    expect([...rules.values()].filter((mark) => mark === 'deployed')).toHaveLength(
      json.summary.rules['deployed'] ?? -1,
    );
  });

  test('are equal in HTML and Markdown, in the summary and in every sum', () => {
    const { summary } = json;
    const html = readStrictHtml(
      renderHtml(report, OPTIONS).text.replace(
        / (viewBox|preserveAspectRatio|pattern[A-Z]\w+|textLength|lengthAdjust)=/g,
        (name) => name.toLowerCase(),
      ),
    ).text;
    const markdown = renderMarkdown(report, OPTIONS).replaceAll('**', '').replaceAll('\\', '');
    const group = (value: number | undefined): string => (value ?? -1).toLocaleString('en-US');
    const rules = `${group(summary.rules['deployed'])} of ${group(summary.rules['listed'])} rules`;
    for (const text of [html, markdown]) {
      expect(text).toContain(
        `A rule is deployed for ${summary.ruleDeployed} of ${summary.techniques} techniques`,
      );
      expect(text).toContain(`${rules} are deployed, each counted once.`);
      for (const { sum, rule } of json.counted) {
        expect(text).toContain(sum);
        expect(text).toContain(rule);
      }
    }
    expect(rules).toBe('174 of 1,205 rules');
  });

  test('are checked against each other, and a difference is said', () => {
    expect(contradictions(arrangeReport(report, OPTIONS))).toEqual([]);
    const wrong = bigReport();
    wrong.coverage.rules.deployed += 1;
    wrong.coverage.levels.listed -= 1;
    const found = contradictions(arrangeReport(wrong, OPTIONS));
    expect(found).toContain('rules deployed, by list and by sum: 174 and 175');
    expect(found).toHaveLength(3);
    expect(renderHtml(wrong, OPTIONS).text).toContain('These are not equal, which is an error of Bearing');
  });

  test('are counted by the rules of docs/coverage.md, every one of them', () => {
    const guide = readProjectFile('docs/coverage.md').replace(/\s+/g, ' ');
    for (const rule of Object.values(COUNTING_RULES)) expect(guide).toContain(`Rule: ${rule}`);
    const used = countedNumbers(arrangeReport(report, OPTIONS))
      .map((entry) => entry.rule)
      .join(' ');
    for (const rule of Object.values(COUNTING_RULES)) expect(used).toContain(rule);
  });

  test('say what they leave out: what is given first, and nothing twice', () => {
    const given = { what: 'Runs of tests', count: 4, why: 'Given.' };
    const entries = leftOutOf(
      arrangeReport(smallReport({ leftOut: [given], runs: [], notes: null }), OPTIONS),
    );
    expect(entries[0]).toEqual(given);
    expect(entries.map((entry) => entry.what)).toEqual([
      'Runs of tests',
      'Techniques without content',
      'Techniques out of scope',
      'Resources marked not applicable',
      'Resources no longer listed',
      'Problems in content',
      'Notes',
    ]);
  });
});
