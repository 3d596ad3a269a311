// Technique documents made of what sources list, in the form of the pages that people know (docs/decisions.md says where the lists differ).

import type { Crumb, Kind } from '../../shared/model/resource.ts';
import { KINDS } from '../../shared/model/resource.ts';
import { SOURCES } from '../../shared/model/source.ts';
import type { Source } from '../../shared/model/source.ts';
import { comparePaths } from './compare-paths.ts';
import type { DocumentItem, DocumentSource, TechniqueDocument } from './document.ts';
import { attackUrl, SECTION_HEADINGS } from './format.ts';
import { resourceKey } from './resource-key.ts';

/** What a page needs of a resource. */
export interface ListedResource {
  kind: Kind;
  title: string;
  url: string | null;
  /** The file that says it, below its repository's top folder: gives the order of a list. */
  path: string;
  trail: readonly Crumb[];
  unitTests: number | null;
  /** Technique ids as listed, each once. */
  techniques: readonly string[];
}

/** All that one source lists. */
export interface ListedSource {
  /** One of SOURCES. */
  id: string;
  /** `YYYY-MM-DD`; null where nobody knows. */
  date: string | null;
  resources: readonly ListedResource[];
}

/** What the head of a page says. */
export interface TechniqueHead {
  name: string;
  tactics: readonly string[];
}

/**
 * A document for each technique of `ids` and for each that a resource lists, by id. A technique without head has its id for a name. Tests of one
 * name in one technique are items of their own.
 */
export function buildDocuments(
  sources: readonly ListedSource[],
  heads: ReadonlyMap<string, TechniqueHead>,
  ids: readonly string[],
): TechniqueDocument[] {
  const lists = sources.flatMap(toLists);
  const listed = lists.flatMap(({ byTechnique }) => [...byTechnique.keys()]);
  const all = [...new Set([...ids, ...listed])].sort();
  return all.map((id) => toDocument(id, heads.get(id), lists));
}

/** The one of a single technique. */
export function buildDocument(
  id: string,
  sources: readonly ListedSource[],
  head: TechniqueHead,
): TechniqueDocument {
  return toDocument(id, head, sources.flatMap(toLists));
}

/** What one source lists of one kind. */
interface List {
  source: Source;
  kind: Kind;
  date: string | null;
  /** Items in all documents. */
  total: number;
  byTechnique: Map<string, ListedResource[]>;
}

function toLists({ id, date, resources }: ListedSource): List[] {
  const source = SOURCES.find((one) => one.id === id);
  if (!source) throw new Error(`no source ${id}`);
  return source.kinds.map((kind) => {
    const byTechnique = new Map<string, ListedResource[]>();
    const sorted = resources.filter((one) => one.kind === kind).sort(byPlace);
    for (const resource of sorted)
      for (const technique of resource.techniques) {
        const listed = byTechnique.get(technique);
        if (listed) listed.push(resource);
        else byTechnique.set(technique, [resource]);
      }
    const total = [...byTechnique.values()].reduce((sum, listed) => sum + listed.length, 0);
    return { source, kind, date, total, byTechnique };
  });
}

/** Tests in one file keep its order; what all stands in one file, as D3FEND's controls do, goes by address. */
function byPlace(a: ListedResource, b: ListedResource): number {
  const place = comparePaths(a.path, b.path);
  if (place !== 0 || a.url === b.url) return place;
  return (a.url ?? '') < (b.url ?? '') ? -1 : 1;
}

function toDocument(id: string, head: TechniqueHead | undefined, lists: readonly List[]): TechniqueDocument {
  const sections = KINDS.map((kind) => ({
    heading: SECTION_HEADINGS[kind],
    kind,
    sources: lists
      .filter((list) => list.kind === kind && list.byTechnique.has(id))
      .sort((a, b) => (a.source.title < b.source.title ? -1 : 1))
      .map((list) => toSource(id, list)),
  }));
  const { name, tactics } = head ?? { name: id, tactics: [] };
  return { id, name, url: attackUrl(id), tactics: [...tactics], description: '', sections };
}

function toSource(techniqueId: string, list: List): DocumentSource {
  const { source, date, total } = list;
  const items = (list.byTechnique.get(techniqueId) ?? []).map((one) => toItem(techniqueId, source.id, one));
  // Of tests in an analytic's file a page declares the tests, not the lines.
  const declared = items.reduce((sum, { unitTests }) => sum + (unitTests ?? 1), 0);
  const { id, title, url } = source;
  return { id, title, url, lastAccessed: date, total, declared, statesNone: false, items };
}

function toItem(techniqueId: string, sourceId: string, resource: ListedResource): DocumentItem {
  const { kind, title, trail, unitTests } = resource;
  // All tests of a technique are in one file of Atomic Red Team, which the sentence above the list links.
  const url = sourceId === 'atomic' ? null : resource.url;
  const key = resourceKey(sourceId, kind, techniqueId, { title, url });
  return { key, title, url, trail: [...trail], unitTests, line: 0 };
}
