import type { DocumentChange, ImportResult } from '../../../shared/model/content.ts';
import type { Kind } from '../../../shared/model/resource.ts';
import { countDocuments, type ContentCounts } from '../../state/import-words.ts';
import { formatNumber } from '../../format.ts';

/** One line of what an import changes: how much there is now, what comes and goes, how much there is after. */
export interface Figure {
  label: string;
  /** null: not known any more, of a past import. */
  now: number | null;
  change: string;
  /** There is less than before. */
  isLess: boolean;
  /** null: not known any more, of a past import. */
  after: number | null;
}

export type ChangeName = DocumentChange['change'];

const KIND_LABELS: readonly [Kind, string][] = [
  ['control', 'Controls'],
  ['rule', 'Rules'],
  ['test', 'Tests'],
];

/** The lines for a result; `before` is what the catalog held, null for a past import. */
export function listFigures(result: ImportResult, before: ContentCounts | null): Figure[] {
  const documents: Figure = {
    label: 'Documents',
    now: before?.documents ?? null,
    change: documentWords(result),
    isLess: result.removed > 0,
    after: before && before.documents + result.added - result.removed,
  };
  const techniques: Figure = {
    label: 'Techniques',
    now: null,
    change: '',
    isLess: false,
    after: result.techniques,
  };
  return [
    // Where only snapshots or ATT&CK were read, nothing is said of documents.
    ...(result.snapshots.length + result.attack.length > 0 && countDocuments(result) === 0
      ? []
      : [documents]),
    ...(before === null ? [techniques] : []),
    {
      label: 'Links to techniques',
      ...difference(before?.links ?? null, result.links),
    },
    ...KIND_LABELS.map(([kind, label]) => ({
      label,
      ...difference(before?.resources[kind] ?? null, result.resources[kind]),
    })),
  ];
}

/** Changes by what became of the document, in the order of the page. */
export function groupChanges(changes: readonly DocumentChange[]): Record<ChangeName, DocumentChange[]> {
  const groups: Record<ChangeName, DocumentChange[]> = { added: [], changed: [], removed: [], gone: [] };
  for (const change of changes) groups[change.change].push(change);
  // A person looks for what gets less; the rest stays in its order.
  groups.changed.sort((a, b) => b.listingsRemoved - a.listingsRemoved);
  return groups;
}

function documentWords({ added, changed, removed, unchanged }: ImportResult): string {
  const parts: [number, string][] = [
    [added, 'added'],
    [changed, 'changed'],
    [removed, 'removed'],
    [unchanged, 'unchanged'],
  ];
  const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${formatNumber(count)} ${word}`);
  return words.length === 0 ? 'none read' : words.join(', ');
}

function difference(now: number | null, after: number): Omit<Figure, 'label'> {
  const change = now === null ? '' : signed(after - now) || 'as before';
  return { now, change, isLess: now !== null && after < now, after };
}

/** `+1,702`, `−133`, nothing for 0. */
function signed(value: number): string {
  if (value === 0) return '';
  return value > 0 ? `+${formatNumber(value)}` : `−${formatNumber(-value)}`;
}
