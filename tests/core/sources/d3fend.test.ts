import { describe, expect, test } from 'vitest';
import { d3fend } from '../../../src/core/sources/d3fend.ts';
import { bindings, csvRow, D3F, HEADER, jsonLd, readD3fend as read } from './d3fend-snapshot.ts';

const CSV = 'd3fend-full-mappings.csv';
const JSON_EXPORT = 'resources/d3fend-full-mappings.json';
const JSON_LD = 'ontologies/d3fend.json';

describe('the CSV export', () => {
  test('is found by its columns, quoted or not, each pair once', () => {
    const text = [
      `extra,${HEADER}`,
      `x,${csvRow('T1001', 'FileAnalysis', 'File Analysis')}`,
      `x,${csvRow('T1001', 'FileAnalysis', 'File Analysis')}`,
      `x,"T1002","A, ""B""\nC","","${D3F}Other",""`,
      `x,,,${D3F}T1003.001,${D3F}Other,`,
      `x,T1004,,,,File`,
      '',
    ].join('\r\n');
    const { resources, problems, mapped } = read({ [CSV]: text });
    expect(mapped).toEqual({ FileAnalysis: ['T1001'], Other: ['T1002', 'T1003.001'] });
    expect(resources.map(({ title }) => title)).toEqual(['File Analysis', 'A, "B" C']);
    expect(resources[0]).toMatchObject({
      dataSources: ['File'],
      description: null,
      body: '',
      language: 'none',
    });
    expect(problems[0]?.message).toBe(
      '3 pairs of countermeasure and technique, read from the CSV export, a version of D3FEND not named.',
    );
  });

  test('of a later version has rows of other frameworks', () => {
    const text = [
      HEADER,
      csvRow('AML.T0051', 'A'),
      csvRow('T0853', 'A'),
      csvRow('EX-0001', 'A'),
      `T1001,x,x,http://example.org#B,`,
    ].join('\n');
    const { mapped, problems } = read({ 'ontologies/d3fend/1.6.0/d3fend-full-mappings.csv': text });
    expect(mapped).toEqual({ A: ['T0853'] });
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['other-framework', 'Left out: 3 rows not of ATT&CK and D3FEND, such as "AML.T0051".'],
      ['mapping-from', '1 pair of countermeasure and technique, read from the CSV export, D3FEND 1.6.0.'],
    ]);
  });

  test('with broken rows is read without them', () => {
    const text = `${HEADER}\n${csvRow('T1001', 'A')}\nT1002,x"y,,${D3F}A,\n${csvRow('T1003', 'A')}\n"T1004`;
    const { mapped, problems } = read({ [CSV]: text });
    expect(mapped).toEqual({ A: ['T1001', 'T1003'] });
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['malformed-row', 3],
      ['malformed-row', 5],
      ['mapping-from', null],
    ]);
  });

  test('with Windows line ends inside quotes names a line that is there', () => {
    const { problems } = read({ [CSV]: `${HEADER}\r\n"\r\n\r\n\r\n` });
    expect(problems.map(({ code, line }) => [code, line])).toEqual([
      ['malformed-row', 5],
      ['mapping-from', null],
    ]);
  });

  test.each([
    ['another table', 'a,b\n1,2\n'],
    ['empty', ''],
    ['no table', '<html>'],
  ])('that is %s is told', (_, text) => {
    expect(read({ [CSV]: text })).toMatchObject({ resources: [], codes: ['no-mappings'] });
  });
});

describe('the JSON export', () => {
  const rows: Record<string, string>[] = [
    { off_tech: `${D3F}T1001`, def_tech: `${D3F}A`, def_tech_label: 'The A' },
    { off_tech_id: 'T1002', off_tech: `${D3F}T1009`, def_tech: 'd3f:A' },
    { off_tech_id: 'T1003' },
  ];

  test('is read, with or without a column for the id', () => {
    const { resources, mapped } = read({ [JSON_EXPORT]: JSON.stringify(bindings(rows)) });
    expect(mapped).toEqual({ A: ['T1001', 'T1002'] });
    expect(resources[0]?.title).toBe('The A');
  });

  test('that failed holds the error message', () => {
    const { resources, problems } = read({ [JSON_EXPORT]: '{"message":"Internal Error"}' });
    expect(resources).toEqual([]);
    expect(problems).toEqual([
      {
        path: JSON_EXPORT,
        line: null,
        code: 'failed-export',
        message:
          'Holds no mappings but an error message of D3FEND\'s own: "Internal Error". Nothing of this file is read.',
      },
    ]);
  });

  test.each([
    ['{"results": {"bindings": {}}}', ['no-mappings']],
    ['{"results": []}', ['no-mappings']],
    ['null', ['no-mappings']],
    ['{"results": {"bindings": [', ['unreadable']],
    [
      '{"results": {"bindings": [null, 1, {"def_tech": 1, "off_tech": []}, {"__proto__": {"def_tech": {"value": "d3f:A"}}}]}}',
      ['mapping-from'],
    ],
  ])('%s', (text, codes) => {
    expect(read({ [JSON_EXPORT]: text })).toMatchObject({ resources: [], codes });
  });
});

describe('files of one technique each', () => {
  const folder = 'api/offensive-technique/attack';
  const file = (id: string, ...defences: string[]) =>
    JSON.stringify({
      off_to_def: bindings([
        { off_tech_id: id },
        ...defences.flatMap((name) => [1, 2].map(() => ({ off_tech_id: id, def_tech: `${D3F}${name}` }))),
      ]),
    });

  test('are read together where nothing else says the mapping', () => {
    const { mapped, problems } = read({
      [`${folder}/T1001.json`]: file('T1001', 'A', 'B'),
      [`${folder}/T1001.001.json`]: file('T1001.001', 'A'),
      [`${folder}/T1002.json`]: '{"message":"Internal Error"}',
      [`${folder}/T1003.json`]: '[',
    });
    expect(mapped).toEqual({ A: ['T1001', 'T1001.001'], B: ['T1001'] });
    expect(problems.map(({ path, code }) => [path.slice(folder.length + 1), code])).toEqual([
      ['T1002.json', 'failed-export'],
      ['T1003.json', 'unreadable'],
      ['T1001.json', 'mapping-from'],
    ]);
    expect(problems.at(-1)?.message).toContain('files of one technique each, 4 files');
  });

  test('are not read where the ontology is there', () => {
    const { codes } = read({ [JSON_LD]: jsonLd(), [`${folder}/T1003.json`]: '[' });
    expect(codes).toEqual(['mapping-from']);
  });
});

describe('of several', () => {
  const partial = [HEADER, csvRow('T1001', 'FileAnalysis')].join('\n');
  const whole = [
    HEADER,
    ...['T1001', 'T1002', 'T1003', 'T1004', 'T1005'].map((id) => csvRow(id, 'FileAnalysis')),
    csvRow('T1001', 'New'),
  ].join('\n');

  test('the one with the most pairs is the mapping', () => {
    expect(read({ [CSV]: partial, [JSON_LD]: jsonLd() }).problems.at(-1)?.path).toBe(JSON_LD);
    const { resources, problems } = read({ [CSV]: whole, [JSON_LD]: jsonLd() });
    expect(problems.at(-1)?.path).toBe(CSV);
    // Of what it is, the ontology says more.
    expect(resources.map(({ key, title, path }) => [key, title, path])).toEqual([
      ['d3fend:FileAnalysis', 'The FileAnalysis', CSV],
      ['d3fend:New', 'New', CSV],
      ['d3fend:Other', 'The Other', JSON_LD],
      ['d3fend:ResourceAnalysis', 'The ResourceAnalysis', JSON_LD],
      ['d3fend:SubAnalysis', 'The SubAnalysis', JSON_LD],
    ]);
  });

  test('of two exports the one with the later version or with more', () => {
    const at = (version: string) => `ontologies/d3fend/${version}/${CSV}`;
    expect(read({ [at('1.6.0')]: partial, [at('1.10.0')]: whole }).problems[0]?.path).toBe(at('1.10.0'));
    expect(read({ [at('1.6.0')]: whole, [at('1.10.0')]: partial }).problems[0]?.path).toBe(at('1.10.0'));
    expect(read({ [CSV]: whole, [JSON_EXPORT]: JSON.stringify(bindings([])) }).problems[0]?.path).toBe(CSV);
  });
});

test('Turtle alone is told', () => {
  const ttl = 'src/ontology/d3fend-protege.ttl';
  expect(read({ [ttl]: '@prefix : <x> .' })).toMatchObject({
    resources: [],
    problems: [
      {
        path: ttl,
        line: null,
        code: 'json-ld-needed',
        message: 'This form of the ontology is not read. d3fend.json, the same in JSON-LD, is needed.',
      },
    ],
  });
  expect(read({ [ttl]: '', [JSON_LD]: jsonLd() }).codes).toEqual(['mapping-from']);
});

test('a snapshot is known by the names and places of its files', () => {
  const selected = [
    CSV,
    JSON_EXPORT,
    JSON_LD,
    'd3fend.json',
    'public/ontologies/d3fend/1.6.0/d3fend-full-mappings.csv',
    'api/offensive-technique/attack/T1556.001.json',
    'src/ontology/d3fend-protege.ttl',
  ];
  for (const path of selected) {
    expect(d3fend.recognizes([path])).toBe(true);
    expect(d3fend.selects(path, { hunting: false })).toBe(true);
  }
  for (const path of ['ontologies/d3fend.csv', 'api/version.json', 'x.json', 'README.md'])
    expect(d3fend.selects(path, { hunting: false })).toBe(false);
  // A folder of several repositories is none of one source.
  expect(d3fend.recognizes(['corpus/d3fend.json', 'api/tactic/T1556.json'])).toBe(false);
});
