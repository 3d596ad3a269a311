import type { Kind, Mark } from '../../../shared/model/resource.ts';
import { MARK_WORDS, type MarkOrOpen } from '../../ui/mark-words.ts';

/** A resource as far as marking it needs to know. */
export interface Subject {
  key: string;
  kind: Kind;
  title: string;
  /** null: open; undefined: not known here. */
  mark: Mark | null | undefined;
  comment: string | null;
}

const ORDER: readonly MarkOrOpen[] = ['deployed', 'planned', 'retired', 'not-applicable', 'open'];

/** How many resources have each mark. */
export function countMarks(
  resources: readonly { mark?: Mark | null | undefined }[],
): Record<MarkOrOpen, number> {
  const counts = { open: 0, planned: 0, deployed: 0, retired: 0, 'not-applicable': 0 };
  for (const { mark } of resources) counts[mark ?? 'open']++;
  return counts;
}

/** `2 deployed, 1 retired`; marks that none has, and those left out, are not named. */
export function listMarks(
  resources: readonly { mark?: Mark | null | undefined }[],
  without: readonly MarkOrOpen[] = [],
): string {
  const counts = countMarks(resources);
  return ORDER.filter((mark) => counts[mark] > 0 && !without.includes(mark))
    .map((mark) => `${counts[mark]} ${MARK_WORDS[mark].toLowerCase()}`)
    .join(', ');
}
