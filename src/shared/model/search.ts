import type { Kind, Mark } from './resource.ts';
import type { Level } from './technique.ts';

export interface SearchRow {
  type: 'technique' | 'resource' | 'note';
  /** Technique id, resource key or note id. */
  key: string;
  title: string;
  kind: Kind | null;
  source: string | null;
  /** Folder names, or for a note the title of what it is on. */
  trail: string[];
  techniques: string[];
  tactics: string[];
  mark: Mark | null;
  /** A resource that the organization has marked and the catalog does not have any more: no longer listed. */
  isGone: boolean;
  /** Of a technique. */
  level: Level | null;
  /** Rules of a technique. */
  rules: { listed: number; deployed: number } | null;
  /** Where a note leads. */
  target: { type: 'technique' | 'resource' | 'organization'; key: string } | null;
  /** Text around the hit, hits between U+0002 and U+0003; null when the title has it. */
  snippet: string | null;
}

export interface SearchResult {
  rows: SearchRow[];
  total: number;
}

/** How many of the current result have each value; a facet does not narrow itself. */
export interface SearchFacets {
  types: Record<'technique' | 'rule' | 'test' | 'control' | 'note', number>;
  sources: { id: string; name: string; count: number }[];
  tactics: { name: string; count: number }[];
  marks: Record<Mark | 'open', number>;
}
