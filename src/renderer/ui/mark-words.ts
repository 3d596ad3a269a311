import type { Mark } from '../../shared/model/resource.ts';

export type MarkOrOpen = Mark | 'open';

export const MARK_WORDS: Record<MarkOrOpen, string> = {
  open: 'Open',
  planned: 'Planned',
  deployed: 'Deployed',
  retired: 'Retired',
  'not-applicable': 'Not applicable',
};

/** The key of each mark in every list; `0` opens again. */
export const MARK_KEYS: Record<Mark, string> = {
  planned: '1',
  deployed: '2',
  retired: '3',
  'not-applicable': '4',
};
