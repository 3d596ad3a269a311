import type { ImportResult, ResourceChange, SnapshotChange } from '../shared/model/content.ts';
import type { EffectName, KeyQuestion, OrganizationEffect } from '../shared/model/import-effect.ts';
import type { ImportedPack } from '../shared/model/pack.ts';
import { SOURCES } from '../shared/model/source.ts';
import { attackText } from './attack-text.ts';
import { formatFreshness } from './freshness-text.ts';
import { countChanges } from './import-json.ts';
import { formatKinds, formatTable, formatThings, visible, visibleLines } from './table.ts';

export interface ImportTextOptions {
  isDryRun: boolean;
  /** With every changed resource, what differs and the diff of its text. */
  withDiffs: boolean;
}

/** As wide as the longest name of a source. */
const NAME = 16;
/** Marks listed for an organization without `--diff`. */
const MOST_MARKS = 20;
const EFFECTS: readonly EffectName[] = ['changed', 'moved', 'deprecated', 'gone', 'back'];

/** An import for a person: what it does to documents and sources, to the marks of organizations, and what it asks. */
export function formatImport(result: ImportResult, options: ImportTextOptions): string {
  const { added, changed, removed, unchanged, problems, resources, snapshots } = result;
  const would = options.isDryRun ? 'would have ' : '';
  const lines = [
    ...result.packs.map(formatPack),
    `${label('Documents')}${would}${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`,
    ...snapshots.map((snapshot) => formatSnapshot(snapshot, would)),
    ...result.attack.flatMap(attackText),
    ...result.organizations.map((effect) => formatEffect(effect, options.isDryRun)),
    `${label('Problems')}${problems.length}`,
    `${label('Catalog')}${would === '' ? '' : 'would hold '}${formatThings(result.techniques, 'technique')}, ${formatKinds(resources)}, ${formatThings(result.listings, 'listing')}`,
  ];
  const questions = snapshots.flatMap((snapshot) => snapshot.questions);
  const most = options.withDiffs ? Infinity : MOST_MARKS;
  const marks = result.organizations.map((effect) => formatMarks(effect, most));
  const blocks = [lines.join('\n'), ...marks, formatQuestions(questions)];
  if (options.withDiffs) blocks.push(...snapshots.flatMap(formatChanges));
  if (options.isDryRun) blocks.push('A dry run: nothing was written.');
  return blocks.filter((block) => block !== '').join('\n\n');
}

export function sourceName(id: string): string {
  return SOURCES.find((source) => source.id === id)?.name ?? visible(id);
}

function label(name: string): string {
  return `${name.padEnd(NAME)} `;
}

function formatPack({ file, keyId, since }: ImportedPack): string {
  const signed = keyId === null ? 'not signed' : `signed with the key ${keyId}`;
  return visible(
    `${label('Pack')}${file}, ${signed}${since === null ? '' : `, changes since ${since.slice(0, 16)}`}`,
  );
}

function formatSnapshot(snapshot: SnapshotChange, would: string): string {
  const name = label(sourceName(snapshot.sourceId));
  if (snapshot.isUnchanged) return `${name}unchanged: ${formatThings(snapshot.unchanged, 'resource')}`;
  const parts = Object.entries(countChanges(snapshot)).map(([change, count]) => `${count} ${change}`);
  const age = snapshot.date === null ? '' : `, as of ${formatFreshness(snapshot.date)}`;
  const documented = snapshot.documented === 0 ? '' : `, ${snapshot.documented} known from documents`;
  return `${name}${would}${parts.join(', ')}, ${snapshot.unchanged} unchanged${documented}${age}`;
}

function formatEffect(effect: OrganizationEffect, isDryRun: boolean): string {
  const parts = EFFECTS.flatMap((name) => (effect[name] === 0 ? [] : [`${effect[name]} ${name}`]));
  const would = isDryRun ? 'would be ' : '';
  const what = parts.length === 0 ? `none ${would}touched` : would + parts.join(', ');
  const rest = effect.total - EFFECTS.reduce((sum, name) => sum + effect[name], 0);
  const others = rest === 0 ? '' : `; ${rest} under other marks`;
  return visible(`${effect.name}: of ${effect.deployed} deployed ${what}${others}`);
}

function formatMarks({ name, marks, total }: OrganizationEffect, most: number): string {
  if (marks.length === 0) return '';
  const table = formatTable(
    ['CHANGE', 'MARK', 'TITLE', 'KEY'],
    marks.slice(0, most).map(({ change, mark, title, key }) => [change, mark, title, key]),
  );
  const shown = Math.min(most, marks.length);
  const more =
    total > shown ? `\n${shown} of ${total} shown${shown < marks.length ? '; --diff shows more' : ''}` : '';
  return `${visible(name)}\n${table}${more}`;
}

function formatQuestions(questions: readonly KeyQuestion[]): string {
  if (questions.length === 0) return '';
  const lines = questions.map(({ path, before, after }) =>
    visible(`${path}: ${before.key} (${before.title}) has gone, ${after.key} (${after.title}) has come`),
  );
  return ['The same file, another id. The same rule or test? bearing tie OLD-KEY NEW-KEY', ...lines].join(
    '\n  ',
  );
}

/** Each changed resource of a source with its diff. */
function formatChanges({ sourceId, changes, diffsLeftOut }: SnapshotChange): string[] {
  const blocks = changes.map((change) => formatChange(sourceId, change));
  if (diffsLeftOut > 0)
    blocks.push(
      `${sourceName(sourceId)}: ${formatThings(diffsLeftOut, 'diff')} left out, because there are too many.`,
    );
  return blocks;
}

function formatChange(sourceId: string, { change, key, title, fields, diff }: ResourceChange): string {
  const lines = [
    visible(`${sourceName(sourceId)} ${change}: ${title} (${key})`),
    ...fields
      .filter(({ field }) => field !== 'body')
      .map(({ field, before, after }) => visible(`  ${field}: ${before ?? 'none'} → ${after ?? 'none'}`)),
  ];
  if (diff !== null) lines.push(visibleLines(diff).trimEnd());
  return lines.join('\n');
}
