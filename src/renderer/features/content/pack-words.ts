import type { ImportedPack } from '../../../shared/model/pack.ts';
import { SOURCES } from '../../../shared/model/source.ts';
import { formatDate, formatThings } from '../../format.ts';

const HASH = 12;

/** `Holds 578 technique documents, Sigma: 4,118 resources of 9 Aug 2022`. */
export function describeHoldings({ documents, sources }: ImportedPack): string {
  const parts = [
    ...(documents > 0 ? [formatThings(documents, 'technique document')] : []),
    ...sources.map(
      ({ id, resources, date }) =>
        `${SOURCES.find((source) => source.id === id)?.name ?? id}: ${formatThings(resources, 'resource')}${date === null ? '' : ` of ${formatDate(date)}`}`,
    ),
  ];
  return `Holds ${parts.length === 0 ? 'no document and no snapshot' : parts.join('; ')}`;
}

/** The beginning of a content hash, enough to compare. */
export function shortHash(hash: string): string {
  return hash.slice(0, HASH);
}
