import type { ResourceChange, SnapshotChange } from '../../../shared/model/content.ts';
import { SOURCES } from '../../../shared/model/source.ts';
import { formatNumber } from '../../format.ts';

type ResourceChangeName = ResourceChange['change'];

/** In the order of the page. */
const NAMES: readonly ResourceChangeName[] = ['new', 'changed', 'moved', 'deprecated', 'gone'];

interface ChangeGroup {
  name: ResourceChangeName;
  items: ResourceChange[];
  isLoss: boolean;
}

/** The resources of a snapshot by what became of them, without empty groups. */
export function groupResources({ changes }: SnapshotChange): ChangeGroup[] {
  return NAMES.map((name) => ({
    name,
    items: changes.filter(({ change }) => change === name),
    isLoss: name === 'gone',
  })).filter(({ items }) => items.length > 0);
}

/** Whether what differs in a resource can be told; of one that came or went there is nothing to compare. */
export function hasDetails({ change, fields, diff }: ResourceChange): boolean {
  return change === 'changed' || change === 'moved' || fields.length > 0 || diff !== null;
}

/** What a resource was called before, when that was something else. */
export function titleBefore({ before, title }: ResourceChange): string | null {
  return before !== null && before.title !== title ? before.title : null;
}

export function sourceNameOf(sourceId: string): string {
  return SOURCES.find(({ id }) => id === sourceId)?.title ?? sourceId;
}

/** What needs no list: `12 unchanged, 3,309 known from documents`. */
export function describeRest({ unchanged, documented }: SnapshotChange): string {
  const rest = `${formatNumber(unchanged)} unchanged`;
  return documented === 0 ? rest : `${rest}, ${formatNumber(documented)} known from documents`;
}

/** `Sigma: 12 new, 30 changed`. */
export function describeSnapshot(snapshot: SnapshotChange): string {
  const parts = groupResources(snapshot).map(({ name, items }) => `${formatNumber(items.length)} ${name}`);
  return `${sourceNameOf(snapshot.sourceId)}: ${parts.join(', ') || 'unchanged'}`;
}
