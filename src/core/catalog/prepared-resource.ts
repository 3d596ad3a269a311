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
  /** The file that says it. */
  path: string;
  techniques: string[];
  unitTests: number | null;
  /** Of all that the snapshot says of it, hex. */
  sha256: string;
  /** JSON of what is only shown with the resource itself. */
  detail: string;
  language: string;
  deflatedBody: Uint8Array;
  indexed: {
    /** Words inside words. */
    words: string;
    /** Its path and id. */
    path: string;
    /** Its title and body, UTF-8. */
    text: Uint8Array;
  };
}
