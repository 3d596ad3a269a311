import {
  MOVE_KINDS,
  type AttackChange,
  type MoveKind,
  type OrganizationMoves,
  type TechniqueMove,
  type UnplacedTechnique,
} from '../../../shared/model/attack.ts';
import { attackName, versionsName } from '../../../shared/attack-name.ts';
import { formatNumber, formatThings } from '../../format.ts';

const MOVE_WORDS: Record<MoveKind, string> = {
  renamed: 'renamed',
  'tactic-changed': 'under other tactics',
  moved: 'moved',
  merged: 'merged',
  split: 'split',
  retired: 'deprecated',
  unknown: 'not there',
  placed: 'now known',
};

export const UNPLACED_WORDS: Record<UnplacedTechnique['state'], string> = {
  retired: 'deprecated by ATT&CK',
  unknown: 'not known to it',
};

/** As versionsName; one version alone where it stays. */
export function changeName(change: AttackChange): string {
  return change.isUnchanged ? attackName(change.domain, change.after) : versionsName(change);
}

export interface MoveGroup {
  name: string;
  items: TechniqueMove[];
  /** What is listed for them has no place in the version. */
  isLoss: boolean;
}

/** Moves by kind, without empty groups. */
export function groupMoves(moves: readonly TechniqueMove[]): MoveGroup[] {
  return MOVE_KINDS.map((kind) => ({
    name: MOVE_WORDS[kind],
    items: moves.filter((move) => move.kind === kind),
    isLoss: kind === 'retired' || kind === 'unknown',
  })).filter(({ items }) => items.length > 0);
}

/** What becomes of a technique: `becomes T1685 Disable or Modify Tools`. */
export function describeMove({ kind, to, before, after }: TechniqueMove): string {
  const targets = to.map(({ id, name }) => `${id} ${name}`).join(' and ');
  switch (kind) {
    case 'renamed':
      return `was ${before ?? 'called otherwise'}`;
    case 'tactic-changed':
      return tacticWords(before ?? '', after ?? '');
    case 'moved':
      return `becomes ${targets}`;
    case 'merged':
      return `becomes part of ${targets}`;
    case 'split':
      return `is split into ${targets}`;
    case 'retired':
      return 'deprecated by ATT&CK, without a successor';
    case 'unknown':
      return 'no longer known';
    case 'placed':
      return targets === '' ? 'was not known, and is in force' : `was not known, and becomes ${targets}`;
  }
}

/** `ATT&CK Enterprise 18.1 → 19.2: 12 new, 14 moved`. */
export function describeAttack(change: AttackChange): string {
  const parts = groupMoves(change.moves).map(({ name, items }) => `${formatNumber(items.length)} ${name}`);
  if (change.added > 0) parts.unshift(`${formatNumber(change.added)} new`);
  return `${changeName(change)}: ${change.isUnchanged ? 'unchanged' : parts.join(', ') || 'no technique changes'}`;
}

/** `41 techniques in use unchanged`. */
export function describeUse({ unchanged, moves }: OrganizationMoves): string {
  if (unchanged + moves.length === 0) return 'no technique in use';
  return `${formatThings(unchanged, 'technique')} in use unchanged`;
}

/** `5 marks, 1 note`: what an organization has on a technique that moves. */
export function describeStake({ marks, notes }: OrganizationMoves['moves'][number]): string {
  const parts = [marks > 0 && formatThings(marks, 'mark'), notes > 0 && formatThings(notes, 'note')];
  return parts.filter((part) => part !== false).join(', ');
}

/** Which tactics come and go; those that stay are not named. */
function tacticWords(before: string, after: string): string {
  const [old, now] = [before, after].map((names) => names.split(', ').filter(Boolean)) as [
    string[],
    string[],
  ];
  const left = old.filter((name) => !now.includes(name)).join(', ');
  const joined = now.filter((name) => !old.includes(name)).join(', ');
  if (left === '') return `also under ${joined}`;
  return joined === '' ? `no longer under ${left}` : `under ${joined}, no longer under ${left}`;
}
