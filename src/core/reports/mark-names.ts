import type { Mark } from '../../shared/model/resource.ts';

/** Marks as words. */
export const MARK_NAMES: Record<Mark, string> = {
  planned: 'planned',
  deployed: 'deployed',
  retired: 'retired',
  'not-applicable': 'not applicable',
};
