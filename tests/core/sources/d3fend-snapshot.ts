// A small ontology in D3FEND's form, and exports of it.

import { d3fend } from '../../../src/core/sources/d3fend.ts';

export const D3F = 'http://d3fend.mitre.org/ontologies/d3fend.owl#';

type Node = Record<string, unknown>;

export function ref(name: string): Node {
  return { '@id': `d3f:${name}` };
}

/** A class below others, with restrictions of its own to some artifacts. */
export function ontologyClass(
  name: string,
  above: string[],
  targets: string[] = [],
  more: Node = {},
): Node[] {
  const restrictions = targets.map((target, i) => ({
    '@id': `_:${name}${i}`,
    '@type': 'owl:Restriction',
    'owl:onProperty': ref('any'),
    'owl:someValuesFrom': ref(target),
  }));
  const supers = [...above.map(ref), ...restrictions.map((one) => ({ '@id': one['@id'] }))];
  const subClassOf = supers.length === 1 ? supers[0] : supers;
  return [
    {
      '@id': `d3f:${name}`,
      '@type': 'owl:Class',
      'rdfs:label': `The ${name}`,
      'rdfs:subClassOf': subClassOf,
      ...more,
    },
    ...restrictions,
  ];
}

export function attackTechnique(id: string, above: string, targets: string[] = []): Node[] {
  return ontologyClass(id, [above], targets, { 'd3f:attack-id': id });
}

/**
 * File is an artifact below Resource. T1001 touches Resource, T1001.001 touches File, T1001.002 nothing of its own. FileAnalysis
 * works on File, ResourceAnalysis on Resource, SubAnalysis (below FileAnalysis) on nothing, Other on what is no digital artifact.
 */
export const GRAPH: Node[] = [
  { '@id': 'd3f:', '@type': 'owl:Ontology', 'owl:versionInfo': '9.1.0' },
  ...ontologyClass('DigitalArtifact', []),
  ...ontologyClass('Resource', ['DigitalArtifact']),
  ...ontologyClass('File', ['Resource']),
  ...ontologyClass('Person', []),
  ...ontologyClass('DefensiveTechnique', []),
  ...ontologyClass('FileAnalysis', ['DefensiveTechnique'], ['File', 'Person'], {
    'd3f:definition': 'Looks at files.',
    'd3f:kb-article': '## How it works\nIt looks.',
    'd3f:kb-reference': ref('Reference-1'),
  }),
  ...ontologyClass('SubAnalysis', ['FileAnalysis'], [], { 'owl:deprecated': true }),
  ...ontologyClass('ResourceAnalysis', ['DefensiveTechnique'], ['Resource']),
  ...ontologyClass('Other', ['DefensiveTechnique'], ['Person']),
  ...ontologyClass('OffensiveTechnique', [], ['Person']),
  ...ontologyClass('CommandTechnique', ['OffensiveTechnique'], ['File']),
  ...attackTechnique('T1001', 'CommandTechnique', ['Resource']),
  ...attackTechnique('T1001.001', 'T1001', ['File']),
  ...attackTechnique('T1001.002', 'T1001'),
  ...attackTechnique('T1046', 'OffensiveTechnique'),
  {
    '@id': 'd3f:Reference-1',
    'd3f:has-link': { '@type': 'xsd:anyURI', '@value': 'https://example.org/paper' },
  },
];

export function jsonLd(graph: unknown = GRAPH): string {
  return JSON.stringify({ '@context': { d3f: D3F }, '@graph': graph });
}

export const HEADER = 'off_tech_id,def_tech_label,off_tech,def_tech,def_artifact_label';

export function csvRow(technique: string, defence: string, label = defence): string {
  return `${technique},${label},${D3F}${technique},${D3F}${defence},File`;
}

/** Results of a query, as the site and its exports give them. */
export function bindings(rows: readonly Record<string, string>[]): Node {
  const cells = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, { type: 'literal', value }])),
  );
  return { head: { vars: [] }, results: { bindings: cells } };
}

/** Texts by path; the mapping by class name. */
export function readD3fend(files: Record<string, string>) {
  const listed = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { resources, problems } = d3fend.read(listed, { hunting: false });
  const mapped = Object.fromEntries(resources.map(({ key, techniques }) => [key.slice(7), techniques]));
  return { resources, problems, mapped, codes: problems.map(({ code }) => code) };
}
