import type { Client } from '../../shared/client.ts';
import { versionsName } from '../../shared/attack-name.ts';
import { DOMAIN_NAMES } from '../../shared/model/attack.ts';
import { SHIPPED_ROOT, type ImportItem, type ImportResult } from '../../shared/model/content.ts';
import type { Kind } from '../../shared/model/resource.ts';
import { formatNumber, formatThings } from '../format.ts';

/** What a catalog holds. */
export interface ContentCounts {
  documents: number;
  /** Distinct pairs of a technique and a resource. */
  links: number;
  resources: Record<Kind, number>;
}

/** Asks what the catalog holds now. */
export async function countContent(client: Client): Promise<ContentCounts> {
  const [{ documents }, sources] = await Promise.all([
    client.call('app.info', {}),
    client.call('content.sources', {}),
  ]);
  const resources: Record<Kind, number> = { control: 0, rule: 0, test: 0 };
  let links = 0;
  for (const source of sources) {
    resources[source.kind] += source.resources;
    links += source.links;
  }
  return { documents, links, resources };
}

/** What is imported, in a word or two: the name of the one file or folder, else how many there are. */
export function nameItems(items: readonly ImportItem[]): string {
  const names = new Set(items.map((item) => lastPart(item.root ?? item.name ?? item.path)));
  const [first = ''] = names;
  return names.size <= 1 ? first : formatThings(names.size, 'file');
}

/** The last part of a path of either kind, without the mark of an upload. */
export function lastPart(path: string): string {
  const trimmed = path.replace(/^upload:/, '').replace(/[/\\]+$/, '');
  return /[^/\\]*$/.exec(trimmed)?.[0] || trimmed;
}

/** Where content was read, as a name: `enterprise-attack.json`, `What ships with Bearing`. null: it ships. */
export function nameOrigin(root: string | null): string {
  return root === null || root === SHIPPED_ROOT ? 'What ships with Bearing' : lastPart(root);
}

/** Where content was read, in a sentence: `from enterprise-attack.json`, `from what ships with Bearing`. */
export function describeOrigin(root: string | null): string {
  return root === null || root === SHIPPED_ROOT ? 'from what ships with Bearing' : `from ${lastPart(root)}`;
}

/** Documents that were read, or removed. */
export function countDocuments({ added, changed, removed, unchanged }: ImportResult): number {
  return added + changed + removed + unchanged;
}

/** Documents, snapshots and versions of ATT&CK that were read. */
export function countRead(result: ImportResult): number {
  return countDocuments(result) + result.snapshots.length + result.attack.length;
}

/** Whether the catalog would be, or was, otherwise after it. */
export function changesCatalog({ added, changed, removed, attack, snapshots }: ImportResult): boolean {
  return added + changed + removed > 0 || [...attack, ...snapshots].some(({ isUnchanged }) => !isUnchanged);
}

/** One sentence about a result, for a toast and for readers. */
export function summarize(result: ImportResult, isWritten: boolean): string {
  const { added, changed, removed, unchanged } = result;
  const snapshots = result.snapshots.length;
  const documents = countDocuments(result);
  const attack = result.attack.map((change) =>
    change.isRemoved
      ? versionsName(change)
      : ['ATT&CK', DOMAIN_NAMES[change.domain], change.after].filter(Boolean).join(' '),
  );
  if (countRead(result) === 0) {
    const problems = result.problems.length;
    return problems > 0
      ? `Nothing could be read: ${formatThings(problems, 'problem')}`
      : 'Nothing to change: no technique document, no source’s repository and no ATT&CK is in it';
  }
  if (!changesCatalog(result)) {
    const same = [
      ...(documents > 0 ? [formatThings(unchanged, 'document')] : []),
      ...attack,
      ...(snapshots > 0 ? [formatThings(snapshots, 'snapshot')] : []),
    ];
    return `Nothing to change: ${same.join(' and ')} unchanged${and(result.problems.length)}`;
  }
  const counts = [
    ...(documents > 0
      ? [
          `${formatThings(added, 'document')} added, ${formatNumber(changed)} changed, ${formatNumber(removed)} removed`,
        ]
      : []),
    ...attack,
    ...(snapshots > 0 ? [formatThings(snapshots, 'snapshot')] : []),
  ].join(', ');
  return isWritten
    ? `Written to the catalog: ${counts}${and(result.problems.length)}`
    : `Read, not written: ${counts}${and(result.problems.length)}`;
}

function and(problems: number): string {
  return problems === 0 ? '' : `, ${formatThings(problems, 'problem')}`;
}
