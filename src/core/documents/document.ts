import type { Crumb, Kind } from '../../shared/model/resource.ts';

/**
 * A technique document as a value. What stands on the page is kept as written; nothing is repaired.
 *
 * Every line of a page belongs to one piece: the head, a section's heading, a source's head, an item. A piece
 * whose lines are not exactly those that write.ts makes of its values keeps them in `written`, so that the
 * page is written back byte for byte. Whoever changes the values of a piece deletes its `written`.
 * A document made from values alone needs none of the optional fields.
 */
export interface TechniqueDocument {
  id: string;
  /** Empty when the page gives none. */
  name: string;
  /** Page of the technique at ATT&CK; empty when the page gives none. */
  url: string;
  tactics: string[];
  /** The text inside the block quote, markup included. */
  description: string;
  sections: DocumentSection[];
  /** The lines before the first section, where they are not the standard ones. */
  written?: string[];
  /** The last line has no line end. */
  isUnterminated?: true;
}

export interface DocumentSection {
  heading: string;
  /** null: a section that Bearing does not know. Kept and reported, never in the catalog. */
  kind: Kind | null;
  sources: DocumentSource[];
  /** The heading and what stands between it and the first source, where that is not the heading alone. */
  written?: string[];
  /** The blank line that ends the rules section is missing. */
  isTight?: true;
}

export interface DocumentSource {
  /** One of SOURCES, or `other-<words-of-the-title>` for a source that Bearing does not know. */
  id: string;
  title: string;
  /** Homepage; empty when the page gives none. */
  url: string;
  /** `YYYY-MM-DD`; null when the page gives none. */
  lastAccessed: string | null;
  /** All resources of the source that are mapped to ATT&CK, as the page declares. */
  total: number | null;
  /** Those for this technique, as the page declares. */
  declared: number | null;
  /** The page states that the source has nothing for this technique. */
  statesNone: boolean;
  /** The list as written, repeats included. */
  items: DocumentItem[];
  /** The sentence before the list, where it is not the standard one of the source (format.ts). */
  intro?: string;
  /** The lines from the heading to the list, where they are not the standard ones. */
  written?: string[];
  /** The statement that there is none, where it is not the standard one; empty when it stands among the items. */
  statement?: string[];
  /** The blank line after the list is missing. */
  isTight?: true;
}

export interface DocumentItem {
  /** The resource it means: equal for every item that means the same one (resource-key.ts). */
  key: string;
  title: string;
  url: string | null;
  trail: Crumb[];
  unitTests: number | null;
  /** Line in the file, from 1. */
  line: number;
  /** The item's lines and any unknown ones below it, where they are not the one standard line. */
  written?: string[];
}
