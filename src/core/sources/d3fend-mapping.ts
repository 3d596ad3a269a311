/** What one file, or a set of files, says of the techniques that D3FEND's countermeasures are mapped to. */
export interface D3fendMapping {
  /** The file; the first of several. */
  path: string;
  /** What it is, for a message: `the export`, `the ontology`, … */
  name: string;
  /** D3FEND's own version, `1.2.0`; null when unknown. */
  version: string | null;
  /** Class name → countermeasure. */
  defences: Map<string, Defence>;
}

export interface Defence {
  label: string | null;
  techniques: Set<string>;
  /** Labels of the digital artifacts that it works on. */
  artifacts: Set<string>;
}

/** What only the ontology says of a countermeasure. */
export interface DefenceDetails {
  label: string | null;
  definition: string | null;
  /** The knowledge base's article, Markdown. */
  article: string | null;
  references: string[];
  isDeprecated: boolean;
}

/** Part of a key and of an address: no blank and nothing that ends a path. */
const CLASS_NAME = /^[^\s/?#%]{1,200}$/;
const D3FEND_IRI = /^(?:d3f:|https?:\/\/d3fend\.mitre\.org\/ontologies\/d3fend\.owl#)(.*)$/s;

/** `d3f:DecoyFile` or its long form → `DecoyFile`; null for what is no class of D3FEND. */
export function className(iri: string): string | null {
  const name = D3FEND_IRI.exec(iri)?.[1] ?? '';
  return CLASS_NAME.test(name) ? name : null;
}

export function emptyMapping(path: string, name: string, version: string | null = null): D3fendMapping {
  return {
    path,
    name,
    version: version ?? /(?:^|\/)(\d+(?:\.\d+)+)\//.exec(path)?.[1] ?? null,
    defences: new Map(),
  };
}

export function defenceOf(mapping: D3fendMapping, name: string, label: string | null): Defence {
  const known = mapping.defences.get(name);
  if (known) {
    known.label ??= label;
    return known;
  }
  const defence: Defence = { label, techniques: new Set(), artifacts: new Set() };
  mapping.defences.set(name, defence);
  return defence;
}

/** Pairs of countermeasure and technique. */
export function countPairs(mapping: D3fendMapping): number {
  let pairs = 0;
  for (const { techniques } of mapping.defences.values()) pairs += techniques.size;
  return pairs;
}
