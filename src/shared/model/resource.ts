/** What a source lists: a countermeasure, a detection rule or an offensive test. */
export const KINDS = ['control', 'rule', 'test'] as const;
export type Kind = (typeof KINDS)[number];

/** What an organization says of a resource. No mark means open. */
export const MARKS = ['planned', 'deployed', 'retired', 'not-applicable'] as const;
export type Mark = (typeof MARKS)[number];

/** One folder between a source's root and a resource. */
export interface Crumb {
  name: string;
  url: string | null;
}
