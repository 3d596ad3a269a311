import type {
  DocumentChange,
  ImportResult,
  SnapshotChange,
  SourceContent,
} from '../../../shared/model/content.ts';
import { formatNumber, formatThings } from '../../format.ts';
import { changesCatalog, countRead, nameOrigin } from '../../state/import-words.ts';
import { changeName } from './attack-words.ts';

const MOST_NAMED = 4;

/** What a past import was of: folders and archives, else versions of ATT&CK or single files; `roots` are those of its summary. */
export function nameResult({ restores, attack, removed }: ImportResult, roots: readonly string[]): string {
  if (restores !== null) return 'Content from before';
  if (roots.length === 0 && removed > 0) return 'Removed by hand';
  const names = roots.length > 0 ? roots.map(nameOrigin) : attack.map(changeName);
  return names.join(', ') || 'Single files';
}

/** Where problems are: `the documents and snapshots of the catalog`. */
export function describeProblemPlace({
  documents,
  sources,
}: {
  documents: number;
  sources: readonly Pick<SourceContent, 'root'>[];
}): string {
  const places = [documents > 0 && 'documents', sources.some(({ root }) => root !== null) && 'snapshots'];
  const names = places.filter((place) => place !== false).join(' and ');
  return names === '' ? 'the catalog' : `the ${names} of the catalog`;
}

/** What a person should know of a result: why nothing changes, that nothing is written yet, or what became of the marks. */
export function describeResult(result: ImportResult, isWritten: boolean): string {
  const { problems, changes, snapshots } = result;
  if (isWritten) {
    return changes.some(losesLinks) || snapshots.some(losesResources)
      ? 'Marks stay in the ledger; those on resources that nothing lists any more show as “no longer listed” in the report.'
      : 'Marks and notes are as they were.';
  }
  if (changesCatalog(result)) return 'Nothing is written yet.';
  if (countRead(result) > 0) {
    const what = problems.length > 0 ? 'all that could be read' : 'all of this';
    return `The catalog holds ${what} already.`;
  }
  return isNothingRead(result)
    ? 'Nothing could be read. The problems say why.'
    : 'No technique document, no source’s repository and no ATT&CK is in it.';
}

/** There were files, and none could be read. */
export function isNothingRead(result: ImportResult): boolean {
  return countRead(result) === 0 && result.problems.length > 0;
}

/** Which documents list less than before, those that lose most first; null when none does. */
export function describeLoss(changes: readonly DocumentChange[]): string | null {
  const losing = changes.filter(losesLinks).toSorted((a, b) => b.listingsRemoved - a.listingsRemoved);
  if (losing.length === 0) return null;
  const lost = losing.reduce((sum, { listingsRemoved }) => sum + listingsRemoved, 0);
  const named = losing
    .slice(0, MOST_NAMED)
    .map(({ techniqueId, listingsRemoved }) => `${techniqueId} −${formatNumber(listingsRemoved)}`)
    .join(', ');
  const more = losing.length > MOST_NAMED ? ` and ${formatNumber(losing.length - MOST_NAMED)} more` : '';
  const who = losing.length === 1 ? 'loses' : 'lose';
  const whose = losing.length === 1 ? 'its' : 'their';
  return `${formatThings(losing.length, 'document')} ${who} ${formatNumber(lost)} of ${whose} links: ${named}${more}.`;
}

/** Whether a snapshot holds something no more, or has deprecated it. */
function losesResources({ changes }: SnapshotChange): boolean {
  return changes.some(
    ({ change, before }) => change === 'gone' || (change === 'deprecated' && before !== null),
  );
}

/** Whether a document lists less than before. One that is merely gone still does. */
export function losesLinks({ change, listingsRemoved }: DocumentChange): boolean {
  return change !== 'gone' && listingsRemoved > 0;
}

/** `gains 1, loses 242 of its links`. */
export function describeChange(document: DocumentChange): string {
  const { change, listingsAdded, listingsRemoved } = document;
  if (change === 'gone') return 'links stay';
  if (losesLinks(document)) {
    const gains = listingsAdded > 0 ? `gains ${formatNumber(listingsAdded)}, ` : '';
    return `${gains}loses ${formatNumber(listingsRemoved)} of its links`;
  }
  return listingsAdded > 0 ? `+${formatThings(listingsAdded, 'link')}` : 'same links';
}
