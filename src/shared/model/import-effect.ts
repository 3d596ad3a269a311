import type { Kind, Mark } from './resource.ts';

/** What of a resource an import tells apart. `path`: its file in the repository, or its address where the file stayed. */
export type FieldName = 'title' | 'techniques' | 'severity' | 'status' | 'body' | 'path';

/** A field that differs. */
export interface FieldChange {
  field: FieldName;
  /** Techniques with commas between; null where the source says nothing, and for `body`, which the diff shows. */
  before: string | null;
  after: string | null;
}

/** A resource whose id changed while its file stayed: perhaps the same one. A person says so (`content.tie`). */
export interface KeyQuestion {
  sourceId: string;
  kind: Kind;
  path: string;
  before: { key: string; title: string };
  after: { key: string; title: string };
}

/** A question that is still open: an organization has a mark on what was there before. */
export interface OpenQuestion extends KeyQuestion {
  /** The latest import that asked it. */
  importId: number;
  organizations: { id: string; name: string; mark: Mark | null }[];
}

/** What became of a resource that an organization has marked. `back`: listed or kept up again. */
export type EffectName = 'changed' | 'moved' | 'deprecated' | 'gone' | 'back';

export interface MarkedEffect {
  /** Under which the mark is; may be another one than the resource has now. */
  key: string;
  title: string;
  kind: Kind;
  mark: Mark;
  change: EffectName;
}

/** What an import means for an organization's marks. */
export interface OrganizationEffect extends Record<EffectName, number> {
  id: string;
  name: string;
  /** Resources that it has deployed. `changed` to `back` count those of them. */
  deployed: number;
  /** What was touched under any mark, deployed first; the first MOST_EFFECTS of `total`. */
  marks: MarkedEffect[];
  total: number;
}

export const MOST_EFFECTS = 500;

/** Answers of `content.tie`: what moved to the new key, for each organization that had something on the old one. */
export interface TiedOrganization {
  id: string;
  name: string;
  actionId: string;
  /** False where the new key has a mark of its own already, which stays. */
  movedMark: boolean;
  notes: number;
}
