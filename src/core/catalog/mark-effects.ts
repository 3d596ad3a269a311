import type { ResourceChange, SnapshotChange } from '../../shared/model/content.ts';
import {
  MOST_EFFECTS,
  type EffectName,
  type MarkedEffect,
  type OrganizationEffect,
} from '../../shared/model/import-effect.ts';
import type { Mark } from '../../shared/model/resource.ts';
import { get, sql, type ReadableDB } from '../db/sql.ts';
import type { LooseKey } from './tie-keys.ts';

/** A mark as the ledger has it, with whose it is. */
export interface OrganizationMark extends LooseKey {
  organization_id: string;
  organization: string;
  /** null: a comment alone. */
  mark: Mark | null;
}

/** What the catalog has under the key of a mark. */
interface Standing {
  key: string;
  title: string;
  url: string | null;
  is_deprecated: number;
}

type Standings = ReadonlyMap<string, Standing | undefined>;

/** What a change of the catalog means for each organization that has marks, by name. Asked before the change; what is answered is asked after it. */
export function watchMarks(
  db: ReadableDB,
  marks: readonly OrganizationMark[],
): (after: ReadableDB, snapshots: readonly SnapshotChange[]) => OrganizationEffect[] {
  const before = standingsOf(db, marks);
  return (after, snapshots) =>
    describeEffects(
      marks,
      before,
      standingsOf(after, marks),
      snapshots.flatMap(({ changes }) => changes),
    );
}

function standingsOf(db: ReadableDB, marks: readonly OrganizationMark[]): Standings {
  return new Map(marks.map(({ key }) => [key, standingOf(db, key)]));
}

function standingOf(db: ReadableDB, key: string): Standing | undefined {
  return get<Standing>(
    db,
    sql`SELECT key, title, url, is_deprecated FROM resources
        WHERE id = COALESCE((SELECT id FROM resources WHERE key = ${key}), (SELECT resource_id FROM aliases WHERE alias = ${key}))`,
  );
}

/** Marks come newest first: of several on one resource that one counts. */
function describeEffects(
  marks: readonly OrganizationMark[],
  before: Standings,
  after: Standings,
  changes: readonly ResourceChange[],
): OrganizationEffect[] {
  const told = new Map(changes.map(({ key, change }) => [key, change]));
  const effects = new Map<string, OrganizationEffect>();
  const seen = new Set<string>();
  for (const { organization_id: id, organization: name, key, title, kind, mark } of marks) {
    const [old, now] = [before.get(key), after.get(key)];
    const subject = `${id} ${(old ?? now)?.key ?? key}`;
    if (seen.has(subject)) continue;
    seen.add(subject);
    if (mark === null) continue;
    const effect = effects.get(id) ?? none(id, name);
    effects.set(id, effect);
    if (mark === 'deployed') effect.deployed++;
    const change = nameEffect(old, now, told);
    if (change === null) continue;
    if (mark === 'deployed') effect[change]++;
    effect.marks.push({ key, title: now?.title ?? title, kind, mark, change });
  }
  return [...effects.values()].map(cut).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function none(id: string, name: string): OrganizationEffect {
  return {
    id,
    name,
    deployed: 0,
    changed: 0,
    moved: 0,
    deprecated: 0,
    gone: 0,
    back: 0,
    marks: [],
    total: 0,
  };
}

function nameEffect(
  old: Standing | undefined,
  now: Standing | undefined,
  told: ReadonlyMap<string, ResourceChange['change']>,
): EffectName | null {
  if (!now) return old ? 'gone' : null;
  if (now.is_deprecated === 1) return old?.is_deprecated === 1 ? changedAs(told.get(now.key)) : 'deprecated';
  if (!old || old.is_deprecated === 1) return 'back';
  // What documents listed so far and a snapshot lists now is new to the snapshot, yet no news for the mark.
  const change = changedAs(told.get(now.key));
  if (change !== null) return change;
  if (old.url !== now.url) return 'moved';
  return old.title === now.title ? null : 'changed';
}

function changedAs(change: ResourceChange['change'] | undefined): EffectName | null {
  return change === 'changed' || change === 'moved' ? change : null;
}

const ORDER: Record<EffectName, number> = { gone: 0, deprecated: 1, changed: 2, moved: 3, back: 4 };

function cut(effect: OrganizationEffect): OrganizationEffect {
  const place = ({ mark, change }: MarkedEffect) => (mark === 'deployed' ? 0 : 10) + ORDER[change];
  const marks = [...effect.marks].sort((a, b) => place(a) - place(b) || (a.key < b.key ? -1 : 1));
  return { ...effect, marks: marks.slice(0, MOST_EFFECTS), total: marks.length };
}
