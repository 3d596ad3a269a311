import type { ResourceChange, SnapshotChange } from '../../../shared/model/content.ts';
import { SOURCES } from '../../../shared/model/source.ts';

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

/** What a resource was called before, when that was something else. */
export function titleBefore({ before, title }: ResourceChange): string | null {
  return before !== null && before.title !== title ? before.title : null;
}

export function sourceNameOf(sourceId: string): string {
  return SOURCES.find(({ id }) => id === sourceId)?.title ?? sourceId;
}
