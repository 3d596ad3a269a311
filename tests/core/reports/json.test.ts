import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderJson } from '../../../src/core/reports/json.ts';
import { anyText, reportWith } from '../../support/hostile-report.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';
import { checkSchema, type Schema } from '../../support/json-schema.ts';
import { OPTIONS, smallReport } from '../../support/report-value.ts';
import { readProjectFile } from '../../support/source-files.ts';

const schema = JSON.parse(readProjectFile('docs/report.schema.json')) as Schema;

interface Parsed {
  schema: string;
  organization: { name: string };
  notes: { text: string }[] | null;
  resources: { key: string; title: string }[];
}

const read = (json: string): Parsed => JSON.parse(json) as Parsed;

describe('the JSON report', () => {
  test('is what its schema says, with no field that the schema does not name', () => {
    const value: unknown = JSON.parse(renderJson(smallReport(), OPTIONS));
    expect(checkSchema(value, schema)).toEqual([]);
    expect(checkSchema({ ...(value as object), schema: 'bearing-report-2' }, schema)).not.toEqual([]);
  });

  test('begins with its version, and says null for notes that are left out', () => {
    expect(renderJson(smallReport(), OPTIONS).startsWith('{\n  "schema": "bearing-report-1",\n')).toBe(true);
    const without: unknown = JSON.parse(renderJson(smallReport(), { ...OPTIONS, leaveOutNotes: true }));
    expect(without).toMatchObject({ notes: null });
    expect(checkSchema(without, schema)).toEqual([]);
  });

  test.each(HOSTILE_TEXTS)('%j comes back as it was', (text) => {
    expectFaithful(text);
  });

  test('any text comes back as it was, and nothing hidden stands in the file', () => {
    fc.assert(
      fc.property(anyText, (text) => expectFaithful(text)),
      { numRuns: 200 },
    );
  });
});

function expectFaithful(text: string): void {
  const json = renderJson(reportWith(text), OPTIONS);
  const value = read(json);
  expect(checkSchema(value, schema)).toEqual([]);
  expect(value.organization.name).toBe(text);
  expect(value.notes?.map((note) => note.text)).toContain(text);
  expect(value.resources.map((resource) => resource.key)).toContain(`other:${text}`);
  expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
}
