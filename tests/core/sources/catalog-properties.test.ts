import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { atomic } from '../../../src/core/sources/atomic.ts';
import { readAttack } from '../../../src/core/sources/attack.ts';
import { car } from '../../../src/core/sources/car.ts';
import { d3fend } from '../../../src/core/sources/d3fend.ts';
import { formerTechniques, techniqueIndex } from '../../../src/core/sources/resolve-technique.ts';
import type { SnapshotFile, SourceProblem, SourceReader } from '../../../src/core/sources/source.ts';
import { stratus } from '../../../src/core/sources/stratus.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';

/** Names and values that the readers look for, so that chance finds them. */
const NAMES = [
  ...'title id coverage technique subtechniques unit_tests platforms description references contributors'.split(
    ' ',
  ),
  ...'attack_technique atomic_tests name auto_generated_guid supported_platforms executor elevation_required'.split(
    ' ',
  ),
  ...'AWS frameworkmappings techniques platform message off_to_def results bindings value def_tech off_tech'.split(
    ' ',
  ),
  ...'off_tech_id def_tech_label @graph @id @value rdfs:subClassOf owl:someValuesFrom d3f:attack-id rdfs:label'.split(
    ' ',
  ),
  ...'type objects external_references source_name external_id kill_chain_phases phase_name revoked'.split(
    ' ',
  ),
  ...'x_mitre_deprecated x_mitre_domains x_mitre_shortname relationship_type source_ref target_ref'.split(
    ' ',
  ),
  ...['__proto__', 'constructor'],
];
const VALUES = [
  ...['T1046', 't1003.001', 'T1', 'CAR-2099-01-001', '0a000000-0000-4000-8000-00000000000b', 'aws.a.b'],
  ...['d3f:DefensiveTechnique', 'd3f:DigitalArtifact', 'd3f:File', 'd3f:A', 'd3f:T1046', '_:b0'],
  ...['bundle', 'attack-pattern', 'attack-pattern--1', 'relationship', 'revoked-by', 'uses', 'intrusion-set'],
  ...['mitre-attack', 'mitre-ics-attack', 'x-mitre-tactic', 'x-mitre-matrix', 'enterprise-attack', 'G0001'],
];
const name = fc.constantFrom(...NAMES);
const text = fc.oneof(
  fc.constantFrom(...VALUES),
  fc.constantFrom(...NAMES, ...HOSTILE_TEXTS),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const leaf = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    leaf,
    fc.dictionary(name, tie('value'), { maxKeys: 8, noNullPrototype: true }),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
}));
const SCRAPS = [
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
    '#',
    '## Description\n',
    'References:\n',
    ',',
    '%',
    '\ufeff',
    '\u0000',
  ],
  ...[
    'atomic_tests:\n',
    '- name: x\n',
    'https://attack.mitre.org/techniques/T1046/001',
    'off_tech_id,def_tech\n',
  ],
];
const line = fc.oneof(
  fc.constantFrom(...SCRAPS),
  text,
  name,
  fc.tuple(name, text).map(([key, one]) => `${key}: ${one}\n`),
);
const scraps = fc.array(line, { maxLength: 30 }).map((parts) => parts.join(''));
const json = value.map((one) => JSON.stringify(one) ?? 'null');

/** Mostly of the form that a reader expects, each part at times something else. */
function table(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const parts = Object.entries(fields).map(([field, part]) => [
    field,
    fc.oneof({ weight: 8, arbitrary: part }, { weight: 1, arbitrary: value }),
  ]);
  return fc.record(Object.fromEntries(parts) as typeof fields, { requiredKeys: [] });
}
function list(part: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.array(fc.oneof({ weight: 8, arbitrary: part }, { weight: 1, arbitrary: value }), {
    maxLength: 4,
  });
}
const id = fc.constantFrom('T1046', 't1003.001', 'T1', 'AML.T0051');
const guid = fc.constantFrom(
  '0a000000-0000-4000-8000-00000000000b',
  '0A000000-0000-4000-8000-00000000000C',
  'x',
);
const cell = (one: fc.Arbitrary<unknown>) => table({ value: one });
const d3f = fc
  .constantFrom('A', 'B', 'T1046', '', 'a b')
  .map((one) => `http://d3fend.mitre.org/ontologies/d3fend.owl#${one}`);
const results = table({
  results: table({
    bindings: list(
      table({ def_tech: cell(d3f), off_tech_id: cell(id), off_tech: cell(d3f), def_tech_label: cell(text) }),
    ),
  }),
});
const csv = fc
  .array(fc.array(fc.oneof(id, d3f, text), { maxLength: 4 }), { maxLength: 5 })
  .map((rows) =>
    ['off_tech_id,def_tech,def_tech_label', ...rows.map((row) => row.map(String).join(','))].join('\n'),
  );
const stratusId = fc.constantFrom('aws.a.b', 'k8s.c.d', 'k8s.privilege-escalation.privileged-pod', 'a/b');
const LIKELY: Record<string, fc.Arbitrary<unknown>> = {
  car: table({
    title: text,
    id: fc.constantFrom('CAR-2099-01-001', 'CAR-1'),
    coverage: list(table({ technique: id, subtechniques: list(id) })),
    unit_tests: list(table({ description: text })),
    platforms: list(text),
    contributors: list(text),
  }),
  atomic: table({
    attack_technique: id,
    atomic_tests: list(
      table({
        name: text,
        auto_generated_guid: guid,
        supported_platforms: list(text),
        executor: table({ name: text, elevation_required: fc.boolean() }),
      }),
    ),
  }),
  stratus: table({
    AWS: table({
      Impact: list(
        table({
          id: stratusId,
          name: text,
          platform: text,
          frameworkmappings: list(table({ techniques: list(table({ id })) })),
        }),
      ),
    }),
  }),
  d3fend: fc.oneof(results, table({ off_to_def: results })),
};

const PATHS: [SourceReader, string[]][] = [
  [car, ['analytics/CAR-2099-01-001.yaml', 'analytics/CAR-2099-01-002.yaml']],
  [atomic, ['atomics/T1046/T1046.yaml', 'atomics/T1003.001/T1003.001.yaml']],
  [
    stratus,
    [
      'docs/index.yaml',
      'docs/attack-techniques/AWS/aws.a.b.md',
      'docs/attack-techniques/kubernetes/k8s.c.d.md',
    ],
  ],
  [
    d3fend,
    [
      'ontologies/d3fend.json',
      'd3fend-full-mappings.csv',
      'resources/d3fend-full-mappings.json',
      'api/offensive-technique/attack/T1046.json',
    ],
  ],
];

function checkProblems(problems: readonly SourceProblem[], files: readonly SnapshotFile[]): void {
  for (const { path, line: at, code, message } of problems) {
    const lines = (files.find((file) => file.path === path)?.text ?? '').split(/\r\n?|\n/).length;
    expect(at === null || (at >= 1 && at <= lines)).toBe(true);
    expect(code).toMatch(/^[a-z-]+$/);
    expect(message).toMatch(/^.+\.$/s);
    expect(message.length).toBeLessThan(1_000);
  }
}

function check(reader: SourceReader, files: SnapshotFile[]): void {
  const { resources, problems } = reader.read(files, { hunting: false });
  expect(new Set(resources.map(({ key }) => key)).size).toBe(resources.length);
  for (const resource of resources) {
    expect(resource.key.startsWith(`${reader.id}:`)).toBe(true);
    expect(resource.title).not.toMatch(/^\s*$|[\r\n]/);
    expect(resource.url).toMatch(/^https:\/\/[^\s]+$/);
    expect(resource.techniques.every((id) => /^T\d{4}(?:\.\d{3})?$/.test(id))).toBe(true);
    for (const list of ['techniques', 'authors', 'platforms', 'dataSources', 'references'] as const) {
      expect(resource[list].every((one) => typeof one === 'string' && one !== '')).toBe(true);
      expect(new Set(resource[list]).size).toBe(resource[list].length);
    }
    expect(resource.description ?? 'x').toMatch(/\S/);
    expect(typeof resource.body).toBe('string');
    expect(files.some(({ path }) => path === resource.path)).toBe(true);
  }
  checkProblems(problems, files);
}

describe.each(PATHS)('the reader of $id', (reader, paths) => {
  const likely = (LIKELY[reader.id] ?? value).chain((one) =>
    // JSON is YAML; block style has places of its own.
    fc.boolean().map((isBlock) => (isBlock ? dump(one, { skipInvalid: true }) : JSON.stringify(one))),
  );
  const anything = fc.oneof({ weight: 4, arbitrary: likely }, json, scraps, csv);
  const file = fc.record({ path: fc.constantFrom(...paths), text: anything });
  const files = fc.uniqueArray(file, { maxLength: 4, selector: ({ path }) => path });

  test('takes anything', () => {
    fc.assert(
      fc.property(files, (some) => check(reader, some)),
      { numRuns: 2_000 },
    );
  });

  test('recognizes nothing of which it selects nothing', () => {
    const part = fc.constantFrom(...paths.flatMap((path) => path.split('/')), '', '.', 'index.md', 'x.yaml');
    const anyPath = fc.array(fc.oneof(part, fc.string()), { maxLength: 5 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(fc.oneof(anyPath, fc.constantFrom(...paths))), (some) => {
        if (reader.recognizes(some))
          expect(some.some((path) => reader.selects(path, { hunting: false }))).toBe(true);
      }),
    );
  });
});

test('the ontology may link anything to anything', () => {
  const names = ['DefensiveTechnique', 'DigitalArtifact', 'A', 'B', 'C', 'D', 'E'];
  const ref = fc
    .constantFrom(...names, ...names.map((one) => `_${one}`))
    .map((one) => ({ '@id': `d3f:${one}` }));
  const node = fc.record(
    {
      '@id': fc.constantFrom(...names).map((one) => `d3f:${one}`),
      'rdfs:subClassOf': fc.array(fc.oneof(ref, fc.record({ 'owl:someValuesFrom': ref })), { maxLength: 4 }),
      'd3f:attack-id': fc.constantFrom('T1001', 'T1002', ['T1003', 'T1004'], 'X'),
      'owl:someValuesFrom': ref,
    },
    { requiredKeys: ['@id'] },
  );
  fc.assert(
    fc.property(fc.array(node, { maxLength: 20 }), (graph) => {
      check(d3fend, [{ path: 'ontologies/d3fend.json', text: JSON.stringify({ '@graph': graph }) }]);
    }),
    { numRuns: 1_000 },
  );
});

test('ATT&CK bundles may hold anything', () => {
  const reference = fc.record({
    source_name: fc.constantFrom('mitre-attack', 'mitre-ics-attack', 'x'),
    external_id: fc.oneof(fc.constantFrom('T1046', 'T1003.001', 'T0800', 'G0001'), text),
  });
  const types = [
    'attack-pattern',
    'x-mitre-tactic',
    'x-mitre-matrix',
    'intrusion-set',
    'relationship',
    'tool',
  ];
  const ids = fc.constantFrom('attack-pattern--1', 'attack-pattern--2', 'intrusion-set--1', 'tool--1');
  const object = fc.record(
    {
      type: fc.constantFrom(...types),
      id: ids,
      external_references: fc.oneof(fc.array(reference, { maxLength: 2 }), value),
      kill_chain_phases: fc.oneof(fc.array(fc.record({ phase_name: text, kill_chain_name: text })), value),
      x_mitre_domains: fc.oneof(fc.array(fc.constantFrom('enterprise-attack', 'ics-attack')), value),
      x_mitre_shortname: text,
      tactic_refs: value,
      revoked: fc.oneof(fc.boolean(), value),
      relationship_type: fc.constantFrom('uses', 'revoked-by', 'detects'),
      source_ref: ids,
      target_ref: ids,
      name: fc.oneof(text, value),
    },
    { requiredKeys: ['type', 'id'] },
  );
  const objects = fc.array(fc.oneof(object, value), { maxLength: 8 });
  const whole = objects.map((some) => JSON.stringify({ type: 'bundle', objects: some }));
  const path = fc.constantFrom('x.json', 'enterprise-attack/a.json', 'ics-attack-9.0.json');
  const file = fc.record({ path, text: fc.oneof({ weight: 4, arbitrary: whole }, json, scraps) });
  fc.assert(
    fc.property(fc.uniqueArray(file, { maxLength: 3, selector: (one) => one.path }), (files) => {
      const { domains, problems } = readAttack(files);
      checkProblems(problems, files);
      for (const { techniques, groups } of domains) {
        expect(techniques.length).toBeGreaterThan(0);
        expect(new Set(techniques.map(({ id }) => id)).size).toBe(techniques.length);
        expect(
          groups.flatMap((one) => one.techniques).every((id) => techniques.some((one) => one.id === id)),
        ).toBe(true);
        expect(formerTechniques(techniqueIndex(techniques)).size).toBeLessThanOrEqual(techniques.length);
      }
    }),
    { numRuns: 2_000 },
  );
});
