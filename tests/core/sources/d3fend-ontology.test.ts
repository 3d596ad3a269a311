import { describe, expect, test } from 'vitest';
import { resourceKey } from '../../../src/core/documents/resource-key.ts';
import { d3fend } from '../../../src/core/sources/d3fend.ts';
import type { SourceContentRead } from '../../../src/core/sources/source.ts';
import {
  attackTechnique,
  D3F,
  GRAPH,
  jsonLd,
  ontologyClass,
  readD3fend as read,
  ref,
} from './d3fend-snapshot.ts';
import {
  corpusFiles,
  corpusPaths,
  hasCorpus,
  listedInDocuments,
  summary,
  withoutCorpus,
} from './rule-snapshot.ts';

const JSON_LD = 'ontologies/d3fend.json';
const MAPPED = {
  FileAnalysis: ['T1001', 'T1001.001'],
  Other: [],
  ResourceAnalysis: ['T1001', 'T1001.001', 'T1001.002'],
  SubAnalysis: [],
};

describe('the ontology', () => {
  const { resources, problems, mapped } = read({ [JSON_LD]: jsonLd() });

  test('is a control for each countermeasure, with what it says of it', () => {
    expect(resources[0]).toEqual({
      key: 'd3fend:FileAnalysis',
      kind: 'control',
      title: 'The FileAnalysis',
      description: 'Looks at files.',
      status: null,
      severity: null,
      isDeprecated: false,
      authors: [],
      created: null,
      modified: null,
      platforms: [],
      dataSources: ['The File'],
      techniques: ['T1001', 'T1001.001'],
      references: ['https://example.org/paper'],
      licence: 'MIT',
      url: 'https://d3fend.mitre.org/technique/d3f:FileAnalysis',
      path: JSON_LD,
      trail: [],
      unitTests: null,
      body: '## How it works\nIt looks.',
      language: 'markdown',
    });
    expect(resources.filter(({ isDeprecated }) => isDeprecated).map(({ key }) => key)).toEqual([
      'd3fend:SubAnalysis',
    ]);
  });

  test('implies the mapping', () => {
    // T1001.001 meets Resource above its File, and T1001 the File of the technique below it; T1001.002 what T1001 touches, and
    // by it no File; but CommandTechnique is no technique of ATT&CK, and SubAnalysis inherits nothing.
    expect(mapped).toEqual(MAPPED);
    expect(problems).toEqual([
      {
        path: JSON_LD,
        line: null,
        code: 'mapping-from',
        message: '5 pairs of countermeasure and technique, read from the ontology, D3FEND 9.1.0.',
      },
    ]);
  });

  test('has the keys that technique documents give', () => {
    for (const { key, title, url } of resources)
      expect(resourceKey('d3fend', 'control', 'T1046', { title, url })).toBe(key);
  });

  test('may write names in full, restrictions where they are used, and no @graph', () => {
    const long = JSON.stringify([
      { '@id': `${D3F}DefensiveTechnique` },
      { '@id': `${D3F}DigitalArtifact` },
      {
        '@id': `${D3F}File`,
        'http://www.w3.org/2000/01/rdf-schema#subClassOf': [{ '@id': `${D3F}DigitalArtifact` }],
      },
      ...[`${D3F}Look`, `${D3F}T1001`].map((id, i) => ({
        '@id': id,
        'http://www.w3.org/2000/01/rdf-schema#label': [{ '@value': ' A label ', '@language': 'en' }],
        'http://www.w3.org/2000/01/rdf-schema#subClassOf': [
          { '@id': i === 0 ? `${D3F}DefensiveTechnique` : `${D3F}OffensiveTechnique` },
          {
            '@type': ['http://www.w3.org/2002/07/owl#Restriction'],
            'http://www.w3.org/2002/07/owl#someValuesFrom': [{ '@id': `${D3F}File` }],
          },
        ],
        [`${D3F}attack-id`]: i === 0 ? [] : [{ '@value': 'T1001' }],
      })),
    ]);
    const { resources: some } = read({ [JSON_LD]: long });
    expect(some).toMatchObject([{ title: 'A label', techniques: ['T1001'] }]);
  });

  test('of several the newest counts', () => {
    const old = jsonLd([
      ...GRAPH.slice(1),
      { '@id': 'd3f:', 'owl:versionInfo': '9.0.10' },
      ...attackTechnique('T1002', 'T1001', ['File']),
    ]);
    const { codes, problems: told } = read({
      'ontologies/d3fend/9.0.10/d3fend.json': old,
      [JSON_LD]: jsonLd(),
    });
    expect(codes).toEqual(['mapping-from']);
    expect(told[0]?.path).toBe(JSON_LD);
  });

  test('in circles ends, with what it says', () => {
    const circle = [
      ...GRAPH,
      ...ontologyClass('Ring', ['Circle'], ['File']),
      ...ontologyClass('Circle', ['Ring', 'DefensiveTechnique'], ['Circle']),
      ...ontologyClass('DigitalArtifact', ['File']),
      ...attackTechnique('T1005', 'T1005', ['File']),
    ];
    const { mapped: some } = read({ [JSON_LD]: jsonLd(circle) });
    expect(some['Ring']).toEqual(['T1001', 'T1001.001', 'T1001.002', 'T1005']);
    expect(some['Circle']).toEqual([]);
  });

  test('too tangled to follow is told', () => {
    const count = 6000;
    const names = Array.from({ length: count }, (_, i) => `T${1000 + (i % 9000)}`);
    const chain = names.flatMap((name, i) => attackTechnique(name, names[(i + 1) % count] ?? '', ['File']));
    const start = performance.now();
    expect(read({ [JSON_LD]: jsonLd([...GRAPH, ...chain]) }).codes).toContain('too-tangled');
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test.each([
    ['another JSON', '{"a": 1}'],
    ['a list', '[]'],
    ['a text', '"d3f:DefensiveTechnique"'],
    ['a graph of scraps', jsonLd([1, null, 'x', [ref('DefensiveTechnique')], { '@id': 3 }])],
  ])('that is %s is told', (_, text) => {
    const { resources: none, codes } = read({ [JSON_LD]: text });
    expect(none).toEqual([]);
    expect(codes).toEqual(['not-an-ontology']);
  });

  test('with names that cannot be addresses leaves them out', () => {
    const { mapped: some } = read({
      [JSON_LD]: jsonLd([
        ...GRAPH,
        ...ontologyClass('a/b', ['DefensiveTechnique']),
        ...ontologyClass('__proto__', ['DefensiveTechnique']),
      ]),
    });
    expect(Object.keys(some).sort()).toEqual(
      ['FileAnalysis', 'Other', 'ResourceAnalysis', 'SubAnalysis', '__proto__'].sort(),
    );
  });
});

if (!hasCorpus('d3fend'))
  test('the real files are at hand', ({ skip }) => {
    skip(withoutCorpus('d3fend'));
  });

describe.skipIf(!hasCorpus('d3fend'))('the real files', () => {
  const files = corpusFiles(d3fend);
  const known = new Map<string, SourceContentRead>();
  const readAll = (part: RegExp) => {
    const some = files.filter(({ path }) => part.test(path));
    const read = known.get(part.source) ?? d3fend.read(some, { hunting: false });
    known.set(part.source, read);
    return read;
  };
  const of = (part: RegExp) => {
    const { resources, problems } = readAll(part);
    return { resources, problems, codes: problems.map(({ code }) => code) };
  };
  const pairs = (part: RegExp) =>
    new Set(of(part).resources.flatMap(({ key, techniques }) => techniques.map((id) => `${key} ${id}`)));

  test('are those of three places', () => {
    const site = corpusPaths('d3fend').flatMap((path) => /^website-next\/(.*)/.exec(path)?.[1] ?? []);
    expect(d3fend.recognizes(site)).toBe(true);
    expect(files).toHaveLength(13);
  });

  test('the ontology maps as counted', () => {
    const { resources, codes } = of(/^website-next/);
    const mapped = resources.filter(({ techniques }) => techniques.length > 0);
    expect(summary(mapped)).toEqual({ objects: 127, mapped: 127, links: 4121, techniques: 406 });
    expect(resources).toHaveLength(202);
    expect(resources.filter(({ description }) => description === null)).toEqual([]);
    expect(codes).toEqual(['failed-export', 'mapping-from']);
  });

  test('the export and the ontology agree, but for the technique that the export lacks', () => {
    const exported = pairs(/assembled\/.*csv$/);
    const inferred = pairs(/d3fend\.json$/);
    expect(exported.size).toBe(4079);
    expect([...exported].filter((pair) => !inferred.has(pair))).toEqual([]);
    const missing = [...inferred].filter((pair) => !exported.has(pair));
    expect(missing).toHaveLength(42);
    expect(missing.filter((pair) => !pair.endsWith(' T1546'))).toEqual([]);
  });

  test('the files of one technique each and the ontology agree on these techniques', () => {
    const own = pairs(/api\/offensive-technique/);
    const ids = new Set([...own].map((pair) => pair.split(' ')[1]));
    expect(ids.size).toBe(6);
    const inferred = [...pairs(/d3fend\.json$/)].filter((pair) => ids.has(pair.split(' ')[1]));
    expect([...own].sort()).toEqual(inferred.sort());
  });

  test('the JSON export of four techniques is a part of the CSV export', () => {
    const exported = pairs(/assembled\/.*csv$/);
    const some = pairs(/assembled\/.*json$/);
    expect(some.size).toBeGreaterThan(20);
    expect([...some].filter((pair) => !exported.has(pair))).toEqual([]);
  });

  test('have nearly all controls that the technique documents list', () => {
    const known = new Set(of(/^website-next/).resources.map(({ key }) => key));
    const listed = new Set(listedInDocuments('d3fend').map(({ key }) => key));
    expect(listed.size).toBeGreaterThan(50);
    expect([...listed].filter((key) => !known.has(key))).toEqual([]);
  });
});
