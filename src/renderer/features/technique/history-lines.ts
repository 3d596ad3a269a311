import type { HistoryEntry } from '../../../shared/model/tracking.ts';
import type { Outcome } from '../../../shared/model/run.ts';
import { OUTCOME_WORDS } from '../../ui/outcome-words.ts';
import { MARK_WORDS, type MarkOrOpen } from '../../ui/mark-words.ts';
import { formatNumber } from '../../format.ts';

/** One line: an entry, or all entries of one action that say the same. */
export interface HistoryLine {
  id: string;
  at: string;
  author: string;
  /** What it is about: a title, `Advanced IP Scanner and 9 more`. */
  title: string;
  /** `open → deployed`, `note changed`. */
  change: string;
  /** For the glyph; undefined where no mark was set. */
  mark: HistoryEntry['after'] | undefined;
  comment: string | null;
  isUndo: boolean;
}

/** Newest first, as they come. Entries of one action with the same change are one line. */
export function toHistoryLines(entries: readonly HistoryEntry[]): HistoryLine[] {
  const groups = new Map<string, HistoryEntry[]>();
  for (const entry of entries) {
    const key = [entry.actionId, entry.type, changeOf(entry), entry.comment ?? ''].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].map((group) => {
    const first = group[0]!;
    const more = group.length - 1;
    return {
      id: first.id,
      at: first.at,
      author: first.author,
      title: more === 0 ? first.targetTitle : `${first.targetTitle} and ${formatNumber(more)} more`,
      change: changeOf(first),
      mark: first.type === 'mark' ? first.after : undefined,
      comment: first.comment,
      isUndo: first.undoes !== null,
    };
  });
}

function changeOf({ type, before, after, comment }: HistoryEntry): string {
  if (type === 'mark') {
    if (before === after) return comment === null ? 'comment taken away' : 'comment';
    return `${word(before)} → ${word(after)}`;
  }
  if (type === 'run') {
    if (after === null) return 'run deleted';
    return `run ${before === null ? 'recorded' : 'changed'}: ${OUTCOME_WORDS[after as Outcome].toLowerCase()}`;
  }
  if (before === null) return 'note written';
  return after === null ? 'note deleted' : 'note changed';
}

function word(mark: string | null): string {
  return (MARK_WORDS[(mark ?? 'open') as MarkOrOpen] ?? mark ?? '').toLowerCase();
}
