import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { describe, expect, test } from 'vitest';
import { elastic } from '../../../src/core/sources/elastic.ts';
import { sentinel } from '../../../src/core/sources/sentinel.ts';
import { sigma } from '../../../src/core/sources/sigma.ts';
import type { SourceReader } from '../../../src/core/sources/source.ts';
import { splunk } from '../../../src/core/sources/splunk.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';

const PATHS: [SourceReader, string[]][] = [
  [sigma, ['rules/windows/x.yml', 'deprecated/x.yml', 'rules-emerging-threats/2023/y.yml']],
  [elastic, ['rules/linux/x.toml', 'rules/_deprecated/x.toml', 'hunting/linux/queries/x.toml']],
  [splunk, ['detections/web/x.yml', 'detections/deprecated/x.yml', 'removed/detections/x.yml']],
  [sentinel, ['Detections/T/x.yaml', 'Solutions/A/Analytic Rules/x.yaml', 'Hunting Queries/T/x.yaml']],
];

/** Names and values that the readers look for, so that chance finds them. */
const NAMES =
  'action author category connectorId creation_date data_source dataTypes date description detection entity finding framework hunt id index license logsource metadata mitre mitre_attack_id modified name product query rba references relevantTechniques requiredDataConnectors risk_objects risk_score rule rule_id score search service severity status subtechnique tags technique threat title uuid __proto__ constructor'.split(
    ' ',
  );
const name = fc.constantFrom(...NAMES);
const text = fc.oneof(
  fc.constantFrom(...NAMES, ...HOSTILE_TEXTS),
  fc.constantFrom(
    'T1003',
    't1003.001',
    'attack.t1059',
    'attack.t1',
    'a-1',
    '2024-01-02',
    '2024-13-02',
    "'x'",
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const leaf = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
const { table } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    tie('table'),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
  table: fc.dictionary(name, tie('value'), { maxKeys: 8, noNullPrototype: true }),
}));
const scraps = fc.constantFrom(
  ...[
    '\n',
    '\r\n',
    ' ',
    '  ',
    '\t',
    ': ',
    '- ',
    '---\n',
    '...\n',
    '"',
    "'",
    '|\n',
    '>-\n',
    '&a ',
    '*a',
    '<<: *a',
  ],
  ...[
    '!!binary ',
    '{',
    '}',
    '[',
    ']',
    '[[',
    ']]',
    '=',
    ' = ',
    '#',
    '%',
    '\ufeff',
    '\u0000',
    "'''\n",
    '"""\n',
  ],
);

function check(reader: SourceReader, files: { path: string; text: string }[]): void {
  const { resources, problems } = reader.read(files, { hunting: true });
  expect(new Set(resources.map(({ key }) => key)).size).toBe(resources.length);
  for (const resource of resources) {
    expect(resource.key.startsWith(`${reader.id}:`)).toBe(true);
    expect(resource.title).not.toMatch(/^\s*$|[\r\n]/);
    expect(resource.techniques.every((id) => /^T\d{4}(?:\.\d{3})?$/.test(id))).toBe(true);
    const lists = ['techniques', 'authors', 'platforms', 'dataSources', 'references'] as const;
    for (const list of lists) {
      expect(resource[list].every((one) => typeof one === 'string' && one !== '')).toBe(true);
      expect(new Set(resource[list]).size).toBe(resource[list].length);
    }
    for (const date of [resource.created, resource.modified])
      expect(date ?? '2024-01-02').toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const field of ['description', 'status', 'severity', 'licence'] as const)
      expect(resource[field] ?? 'x').toMatch(/\S/);
    expect(files).toContainEqual({ path: resource.path, text: resource.body });
  }
  for (const { path, line, code, message } of problems) {
    const lines = Math.max(
      ...files.filter((file) => file.path === path).map((one) => one.text.split(/\r\n?|\n/).length),
    );
    expect(line === null || (line >= 1 && line <= lines)).toBe(true);
    expect(code).toMatch(/^[a-z-]+$/);
    expect(message).toMatch(/\.$/);
  }
  // Every file is either read, or told of.
  const known = new Set([...resources, ...problems].map(({ path }) => path));
  expect(files.filter(({ path }) => !known.has(path))).toEqual([]);
}

describe.each(PATHS)('the reader of $id', (reader, paths) => {
  const path = fc.constantFrom(...paths);
  const isToml = reader.id === 'elastic';

  test('takes any values', () => {
    // JSON is YAML.
    const files = fc.array(fc.record({ path, table }), { maxLength: 3 });
    fc.assert(
      fc.property(files, (some) => {
        const written = some.flatMap(({ path: at, table: value }) => written1(value, at));
        check(reader, written);
      }),
      { numRuns: 1_000 },
    );
    function written1(value: unknown, at: string) {
      try {
        return [{ path: at, text: isToml ? stringify(value) : JSON.stringify(value) }];
      } catch {
        // TOML has no null and no mixed tables.
        return [];
      }
    }
  });

  test('takes any text', () => {
    const line = fc.oneof(
      scraps,
      text,
      name,
      fc.tuple(name, text).map(([key, value]) => `${key}: ${value}\n`),
    );
    const lines = fc.array(line, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(path, lines, (at, written) => check(reader, [{ path: at, text: written }])),
      { numRuns: 2_000 },
    );
  });
});

test('any paths are recognized or not, selected or not', () => {
  const part = fc.constantFrom(
    ...['rules', 'detections', 'Detections', 'Solutions', 'hunting', 'Hunting Queries', 'Analytic Rules'],
    ...['', '.', 'x.yml', 'x.yaml', 'x.toml', '. yaml', 'unsupported', 'removed'],
  );
  const anyPath = fc.array(fc.oneof(part, fc.string()), { maxLength: 6 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(fc.array(anyPath), (paths) => {
      for (const [reader] of PATHS) {
        const selected = paths.filter((one) => reader.selects(one, { hunting: true }));
        if (reader.recognizes(paths)) expect(selected.length).toBeGreaterThan(0);
        for (const one of paths) if (reader.selects(one, { hunting: false })) expect(selected).toContain(one);
      }
    }),
  );
});
