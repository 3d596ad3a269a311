import type { Kind } from '../../shared/model/resource.ts';

/** A resource of a snapshot, ready to be written: all that takes time and no database is done. */
export interface PreparedResource {
  key: string;
  kind: Kind;
  title: string;
  url: string;
  /** JSON */
  trail: string;
  status: string | null;
  severity: string | null;
  isDeprecated: boolean;
  techniques: string[];
  unitTests: number | null;
  /** Of all that the snapshot says of it, hex. */
  sha256: string;
  /** JSON of what is only shown with the resource itself. */
  detail: string;
  language: string;
  deflatedBody: Uint8Array;
  /** For the index: words inside words, the path and id, the text. */
  words: string;
  path: string;
  text: string;
}
