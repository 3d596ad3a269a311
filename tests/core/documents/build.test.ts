import { describe, expect, test } from 'vitest';
import { buildDocuments, type ListedResource } from '../../../src/core/documents/build.ts';
import { comparePaths } from '../../../src/core/documents/compare-paths.ts';
import { parseDocument } from '../../../src/core/documents/parse.ts';
import { writeDocument } from '../../../src/core/documents/write.ts';

const CAR = 'https://github.com/mitre-attack/car/tree/master/analytics';
const SENTINEL = 'https://github.com/Azure/Azure-Sentinel';
const DATE = '2026-08-09';

function listed(more: Partial<ListedResource>): ListedResource {
  return {
    kind: 'rule',
    title: 'Made up',
    url: 'https://example.org/x',
    path: 'x',
    trail: [],
    unitTests: null,
    techniques: ['T1046'],
    ...more,
  };
}

const analytic = listed({
  title: 'Port [scan]',
  url: `${CAR}/CAR-2013-04-002.yaml`,
  path: 'analytics/CAR-2013-04-002.yaml',
});
const sources = [
  {
    id: 'atomic',
    date: DATE,
    resources: [
      listed({ kind: 'test', title: 'Scan', path: 'atomics/T1046/T1046.yaml' }),
      listed({ kind: 'test', title: 'Another', path: 'atomics/T1046/T1046.yaml' }),
      listed({ kind: 'test', title: 'Scan', path: 'atomics/T1046/T1046.yaml' }),
    ],
  },
  { id: 'car', date: DATE, resources: [analytic, { ...analytic, kind: 'test' as const, unitTests: 2 }] },
  {
    id: 'sentinel',
    date: null,
    resources: [
      listed({
        title: 'Denied',
        url: `${SENTINEL}/blob/master/Solutions/A%20(b)/Analytic%20Rules/Denied.yaml`,
        path: 'Solutions/A (b)/Analytic Rules/Denied.yaml',
        trail: [{ name: 'A (b)', url: `${SENTINEL}/tree/master/Solutions/A%20(b)/` }],
        techniques: ['T1046', 'T0853'],
      }),
    ],
  },
];
const heads = new Map([['T1046', { name: 'Network Service Discovery', tactics: ['Discovery', 'Impact'] }]]);

const PAGE = `# T1046: Network Service Discovery
**MITRE ATT&CK Tactic(s):** Discovery, Impact

**[MITRE ATT&CK Description](https://attack.mitre.org/techniques/T1046)**
<blockquote></blockquote>

## Policy / Process Controls
## Technical Controls (Detection Rules)
### [Cyber Analytics Repository](https://car.mitre.org)
**Last accessed:** August 09, 2026

**Total ATT&CK-mapped rules:** 1

**ATT&CK-mapped resources for this (sub)technique:** 1

Resources mapped to this (sub)technique can be located in the following files within the repository's <code>[analytics](https://github.com/mitre-attack/car/blob/master/analytics)</code> folder:

* [Port [scan]](${CAR}/CAR-2013-04-002.yaml)

### [Microsoft Sentinel and Microsoft 365 Defender repository](${SENTINEL})

**Total ATT&CK-mapped rules:** 2

**ATT&CK-mapped resources for this (sub)technique:** 1

Resources mapped to this (sub)technique can be located in the following files within the repository's <code>[Detections](${SENTINEL}/tree/master/Detections)</code> folder:

* [A (b)](${SENTINEL}/tree/master/Solutions/A%20(b)/) / **[Denied](${SENTINEL}/blob/master/Solutions/A%20(b)/Analytic%20Rules/Denied.yaml)**


## Offensive Security Tests
### [Atomic Red Team](https://github.com/redcanaryco/atomic-red-team)
**Last accessed:** August 09, 2026

**Total ATT&CK-mapped tests:** 3

**ATT&CK-mapped resources for this (sub)technique:** 3

The following unit tests mapped to this (sub)technique can be located in [the file here](https://github.com/redcanaryco/atomic-red-team/tree/master/atomics/T1046/T1046.yaml):

* Scan
* Another
* Scan

### [Cyber Analytics Repository](https://car.mitre.org)
**Last accessed:** August 09, 2026

**Total ATT&CK-mapped tests:** 1

**ATT&CK-mapped resources for this (sub)technique:** 2

Resources mapped to this (sub)technique can be located in the following files within [this repository](https://github.com/mitre-attack/car/blob/master/analytics):

* [Port [scan]](${CAR}/CAR-2013-04-002.yaml): 2 unit tests

`;

describe('built documents', () => {
  test('have the form of the pages, byte for byte', () => {
    const documents = buildDocuments(sources, heads, []);
    expect(documents.map(({ id }) => id)).toEqual(['T0853', 'T1046']);
    expect(documents[1] && writeDocument(documents[1])).toBe(PAGE);
  });

  test('do not depend on the order of the sources', () => {
    const write = (given: typeof sources) => buildDocuments(given, heads, []).map(writeDocument);
    expect(write(sources.toReversed())).toEqual(write(sources));
  });

  test('are there for techniques that nothing lists; of one without facts the id is the name', () => {
    const documents = buildDocuments([], heads, ['T1046', 'T0853']);
    expect(documents.map(({ id, name }) => [id, name])).toEqual([
      ['T0853', 'T0853'],
      ['T1046', 'Network Service Discovery'],
    ]);
    for (const document of documents) {
      const { document: read, problems } = parseDocument(writeDocument(document), `${document.id}.md`);
      expect(problems).toEqual([]);
      expect(read).toEqual(document);
    }
  });

  test('list rules by path and controls of one file by address', () => {
    const paths = [
      'rules/b/c/z.yml',
      'rules/b/x.yml',
      'rules/b/a_b.yml',
      'rules/b/abc.yml',
      'rules/B/aB.yml',
    ];
    const control = (name: string) =>
      listed({ kind: 'control', title: name, url: `https://d3fend.mitre.org/technique/d3f:${name}` });
    const [document] = buildDocuments(
      [
        { id: 'sigma', date: DATE, resources: paths.map((path) => listed({ title: path, path })) },
        { id: 'd3fend', date: DATE, resources: ['Zoo', 'Ant'].map(control) },
      ],
      heads,
      [],
    );
    const titles = document?.sections.flatMap((section) =>
      section.sources.flatMap(({ items }) => items.map(({ title }) => title)),
    );
    expect(titles).toEqual(['Ant', 'Zoo', ...paths.toSorted(comparePaths)]);
  });
});

test('names go in upper case, files before folders', () => {
  const sorted = ['a/B.yml', 'a/b_c.yml', 'a/bd.yml', 'a/b/a.yml', 'b/a.yml', 'b.yml'];
  expect(sorted.toSorted(comparePaths)).toEqual([
    'b.yml',
    'a/B.yml',
    'a/bd.yml',
    'a/b_c.yml',
    'a/b/a.yml',
    'b/a.yml',
  ]);
  expect(comparePaths('a/b.yml', 'A/B.yml')).toBe(0);
});
