// D3FEND's ontology, `d3fend.json`: a JSON-LD graph of classes. Of a class it says what it is below, and by restrictions
// (`owl:someValuesFrom`) which digital artifacts a technique touches and which a countermeasure works on.

import { className } from './d3fend-mapping.ts';
import type { DefenceDetails } from './d3fend-mapping.ts';
import { isFields, listOf, techniqueIds } from './fields.ts';
import type { Fields } from './fields.ts';
import { jsonValue } from './parse-file.ts';
import type { SnapshotFile, SourceProblem } from './source.ts';

export interface Ontology {
  path: string;
  version: string | null;
  /** By their ids, `d3f:DecoyFile`. */
  classes: Map<string, OntologyClass>;
}

export interface OntologyClass {
  /** The classes right above it and right below it. */
  above: string[];
  below: string[];
  /** What its own restrictions point to. */
  targets: string[];
  /** ATT&CK technique ids; empty for what is none. */
  attackIds: string[];
  /** What the graph says of it, mostly in one place. */
  nodes: Fields[];
}

const PREFIXES: Record<string, string> = {
  d3f: 'http://d3fend.mitre.org/ontologies/d3fend.owl#',
  owl: 'http://www.w3.org/2002/07/owl#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
};

/** null, and a problem, when the file is something else. */
export function readOntology(file: SnapshotFile, problems: SourceProblem[]): Ontology | null {
  const value = jsonValue(file, problems);
  if (value === undefined) return null;
  const nodes = (Array.isArray(value) ? value : listOf(value, '@graph')).filter(isFields);
  const classes = classesOf(nodes);
  if (!classes.has('d3f:DefensiveTechnique')) {
    const message =
      'Is no JSON-LD of the D3FEND ontology: it has no class d3f:DefensiveTechnique. Nothing of this file is read.';
    problems.push({ path: file.path, line: null, code: 'not-an-ontology', message });
    return null;
  }
  const versions = nodes.map((node) => literalOf([node], 'owl:versionInfo'));
  return { path: file.path, version: versions.find((version) => version !== null) ?? null, classes };
}

/** What it says of a countermeasure besides its place in the graph. */
export function detailsOf({ classes }: Ontology, id: string): DefenceDetails {
  const nodes = classes.get(id)?.nodes ?? [];
  const references = referencesOf(nodes).flatMap((reference) => linksOf(classes.get(reference)?.nodes ?? []));
  return {
    label: literalOf(nodes, 'rdfs:label'),
    definition: literalOf(nodes, 'd3f:definition'),
    article: literalOf(nodes, 'd3f:kb-article'),
    references: [...new Set(references)],
    isDeprecated: literalOf(nodes, 'owl:deprecated') === 'true',
  };
}

/** The ids of a class and of all below it, or above it; `budget.left` bounds how many edges are followed. */
export function closureOf(
  { classes }: Ontology,
  starts: Iterable<string>,
  direction: 'above' | 'below',
  budget: { left: number },
): Set<string> {
  const found = new Set(starts);
  // A set is walked to what is added meanwhile, so each class is met once, in circles too.
  for (const id of found)
    for (const next of classes.get(id)?.[direction] ?? []) {
      budget.left -= 1;
      if (budget.left < 0) return found;
      found.add(next);
    }
  return found;
}

function classesOf(nodes: readonly Fields[]): Map<string, OntologyClass> {
  const classes = new Map<string, OntologyClass>();
  const restrictions = new Map<string, Fields>();
  for (const node of nodes) {
    const id = idOf(node);
    if (id === null) continue;
    const known = classes.get(id);
    if (known) known.nodes.push(node);
    else classes.set(id, { above: [], below: [], targets: [], attackIds: [], nodes: [node] });
    if (isRestriction(node)) restrictions.set(id, node);
  }
  for (const [id, one] of classes) {
    one.attackIds = techniqueIds(literalsOf(one.nodes, 'd3f:attack-id'));
    for (const value of valuesOf(one.nodes, 'rdfs:subClassOf')) {
      const above = idOf(value);
      // Some tools write a restriction where it is used, without an id of its own.
      const restriction = isRestriction(value) ? value : restrictions.get(above ?? '');
      if (restriction) one.targets = one.targets.concat(idsOf([restriction], 'owl:someValuesFrom'));
      else if (above !== null) {
        one.above.push(above);
        classes.get(above)?.below.push(id);
      }
    }
  }
  return classes;
}

function isRestriction(node: unknown): node is Fields {
  return isFields(node) && valuesOf([node], 'owl:someValuesFrom').length > 0;
}

function referencesOf(nodes: readonly Fields[]): string[] {
  return idsOf(nodes, 'd3f:kb-reference');
}

function linksOf(nodes: readonly Fields[]): string[] {
  const texts = valuesOf(nodes, 'd3f:has-link').map((value) => literal(value) ?? idOf(value));
  return texts.filter((text): text is string => text !== null && /^https?:\/\//.test(text));
}

/** Under a term's short name or its long one. */
function valuesOf(nodes: readonly Fields[], term: string): unknown[] {
  const [prefix = '', name = ''] = term.split(':');
  const long = `${PREFIXES[prefix] ?? ''}${name}`;
  return nodes.flatMap((node) => [...listOf(node, term), ...listOf(node, long)]);
}

function idsOf(nodes: readonly Fields[], term: string): string[] {
  return valuesOf(nodes, term).flatMap((value) => idOf(value) ?? []);
}

function literalsOf(nodes: readonly Fields[], term: string): string[] {
  return valuesOf(nodes, term).flatMap((value) => literal(value) ?? []);
}

function literalOf(nodes: readonly Fields[], term: string): string | null {
  return literalsOf(nodes, term)[0]?.trim() || null;
}

/** `"x"`, `true` or `{"@value": "x"}` */
function literal(value: unknown): string | null {
  const bare = isFields(value) && Object.hasOwn(value, '@value') ? value['@value'] : value;
  if (typeof bare === 'boolean' || typeof bare === 'number') return String(bare);
  return typeof bare === 'string' ? bare : null;
}

/** Of a node or of a reference to one: `d3f:DecoyFile`, whether written short or long. */
function idOf(value: unknown): string | null {
  const id = isFields(value) && Object.hasOwn(value, '@id') ? value['@id'] : value;
  if (typeof id !== 'string' || id === '') return null;
  const name = className(id);
  return name === null ? id : `d3f:${name}`;
}
