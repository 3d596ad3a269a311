import type { FieldChange, EffectName, OrganizationEffect } from '../../../shared/model/import-effect.ts';
import type { ImportSummary, ResourceChange } from '../../../shared/model/content.ts';
import { SOURCES } from '../../../shared/model/source.ts';
import { formatDateTime, formatNumber, formatThings } from '../../format.ts';
import { versionsName } from '../../../shared/attack-name.ts';

const MOST_SOURCES = 2;

export const EFFECT_WORDS: Record<EffectName, string> = {
  changed: 'changed',
  moved: 'moved',
  deprecated: 'deprecated',
  gone: 'gone',
  back: 'back again',
};

/** In the order of a sentence. */
const EFFECTS: readonly EffectName[] = ['changed', 'moved', 'deprecated', 'gone', 'back'];
/** States rather than events. */
const HAS_VERB: readonly EffectName[] = ['deprecated', 'gone', 'back'];

const CHANGES: readonly ResourceChange['change'][] = ['new', 'changed', 'moved', 'deprecated', 'gone'];

const FIELD_WORDS: Record<FieldChange['field'], string> = {
  title: 'title',
  techniques: 'techniques',
  severity: 'severity',
  status: 'status',
  body: 'text',
  path: 'path',
};

/** `of 143 deployed 9 changed, 1 is gone`. */
export function describeEffect(effect: OrganizationEffect): string {
  const parts = EFFECTS.filter((name) => effect[name] > 0).map((name) => {
    const verb = HAS_VERB.includes(name) ? (effect[name] === 1 ? 'is ' : 'are ') : '';
    return `${formatNumber(effect[name])} ${verb}${EFFECT_WORDS[name]}`;
  });
  if (effect.deployed === 0) return 'nothing deployed';
  return `of ${formatNumber(effect.deployed)} deployed ${parts.join(', ') || 'none is touched'}`;
}

/** A field that differs: its name, and where it can be said in a line, what it was and is. */
export function describeField({ field, before, after }: FieldChange): { name: string; words: string | null } {
  const words = field === 'body' ? null : `${before ?? 'none'} → ${after ?? 'none'}`;
  return { name: FIELD_WORDS[field], words };
}

/** All that differs, in one line: `severity medium → high, text`. */
export function describeFields({ fields }: ResourceChange): string {
  if (fields.length === 0) return 'something else, such as its authors';
  return fields
    .map(describeField)
    .map(({ name, words }) => (words === null ? name : `${name} ${words}`))
    .join(', ');
}

/** What a past import did: to documents, else to the sources of its snapshots, or which import it took back; then to ATT&CK. */
export function describePast(one: ImportSummary, imports: readonly ImportSummary[]): string {
  const parts = [describeContent(one, imports), ...one.attack.map(versionsName)];
  return parts.filter((words) => words !== '').join('; ') || 'no document: ATT&CK, snapshots or a pack';
}

/** Nothing where neither documents nor sources changed. */
function describeContent(one: ImportSummary, imports: readonly ImportSummary[]): string {
  if (one.restores !== null) {
    const taken = imports.find(({ id }) => id === one.restores);
    return taken
      ? `took back import of ${formatDateTime(taken.finishedAt)}`
      : `took back import ${formatNumber(one.restores)}`;
  }
  const { added, changed, removed, unchanged } = one;
  const sources = describeSources(one.sources);
  if (added + changed + removed === 0 && sources !== '') return sources;
  if (added + changed + removed + unchanged === 0) return '';
  return `documents: ${formatNumber(added)} added, ${formatNumber(changed)} changed, ${formatNumber(removed)} removed, ${formatNumber(unchanged)} unchanged`;
}

/** `Sigma 12 new, 30 changed; Elastic 1 gone and 2 more`. */
function describeSources(sources: ImportSummary['sources']): string {
  const named = sources.flatMap(({ id, ...counts }) => {
    const words = CHANGES.filter((change) => counts[change] > 0)
      .map((change) => `${formatNumber(counts[change])} ${change}`)
      .join(', ');
    return words === '' ? [] : [`${SOURCES.find((source) => source.id === id)?.name ?? id} ${words}`];
  });
  const more = named.length - MOST_SOURCES;
  const first = named.slice(0, MOST_SOURCES).join('; ');
  return more > 0 ? `${first} and ${formatThings(more, 'more', 'more')}` : first;
}
