import { attackName, versionsName } from '../shared/attack-name.ts';
import type { AttackChange, OrganizationMoves, TechniqueMove } from '../shared/model/attack.ts';
import { formatThings, visible } from './table.ts';

const MOVES: Record<TechniqueMove['kind'], string> = {
  renamed: 'renamed',
  'tactic-changed': 'under other tactics',
  moved: 'revoked in favour of one',
  merged: 'merged into another',
  split: 'split',
  retired: 'deprecated without a successor',
  unknown: 'not there',
  placed: 'now known',
};

/** What a version of ATT&CK changes, for a person: the version, then each organization's techniques. */
export function attackText(change: AttackChange): string[] {
  const { domain, after, isRemoved, isUnchanged, unchanged, added, moves } = change;
  if (isUnchanged) return [visible(`${attackName(domain, after)}: unchanged`)];
  const counts = Object.entries(MOVES).flatMap(([kind, words]) => {
    const count = moves.filter((move) => move.kind === kind).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  if (!isRemoved) counts.unshift(`${unchanged} unchanged`, `${added} new`);
  return [
    visible(`${versionsName(change)}: ${counts.join(', ')}`),
    ...change.organizations.flatMap(organizationText),
  ];
}

function organizationText({ name, unchanged, moves }: OrganizationMoves): string[] {
  if (unchanged + moves.length === 0) return [];
  return [
    visible(`  ${name}: ${formatThings(unchanged, 'technique')} in use unchanged, ${moves.length} not`),
    ...moves.map((move) =>
      visible(
        `    ${moveText(move)} (${formatThings(move.marks, 'mark')}, ${formatThings(move.notes, 'note')})`,
      ),
    ),
  ];
}

function moveText({ id, name, kind, to, before, after }: TechniqueMove): string {
  const target = to.map((one) => `${one.id} ${one.name}`).join(', ');
  const change = before === null ? target : `${before} → ${after ?? ''}`;
  return [`${id} ${name}: ${MOVES[kind]}`, change].filter((part) => part !== '').join(': ');
}
