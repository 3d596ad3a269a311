import {
  DOMAIN_NAMES,
  type AttackChange,
  type OrganizationMoves,
  type TechniqueMove,
} from '../shared/model/attack.ts';
import { visible } from './table.ts';

const MOVES: Record<TechniqueMove['kind'], string> = {
  renamed: 'renamed',
  'tactic-changed': 'under other tactics',
  moved: 'revoked in favour of one',
  merged: 'merged into another',
  split: 'split',
  retired: 'put aside without a successor',
  unknown: 'not there',
  placed: 'now known',
};

/** What a version of ATT&CK changes, for a person: the version, then each organization's techniques. */
export function attackText(change: AttackChange): string[] {
  const { domain, before, after, isUnchanged, unchanged, added, moves } = change;
  const name = `ATT&CK ${DOMAIN_NAMES[domain]}`;
  const version = (one: string | null) => one ?? 'of an unknown version';
  if (isUnchanged) return [`${name} ${version(after)}: unchanged`];
  const from = before === null ? '' : `${version(before)} → `;
  const counts = Object.entries(MOVES).flatMap(([kind, words]) => {
    const count = moves.filter((move) => move.kind === kind).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return [
    `${name} ${from}${version(after)}: ${[`${unchanged} unchanged`, `${added} new`, ...counts].join(', ')}`,
    ...change.organizations.flatMap(organizationText),
  ];
}

function organizationText({ name, unchanged, moves }: OrganizationMoves): string[] {
  if (unchanged + moves.length === 0) return [];
  return [
    visible(`  ${name}: ${unchanged} techniques in use unchanged, ${moves.length} not`),
    ...moves.map((move) => visible(`    ${moveText(move)} (${move.marks} marks, ${move.notes} notes)`)),
  ];
}

function moveText({ id, name, kind, to, before, after }: TechniqueMove): string {
  const target = to.map((one) => `${one.id} ${one.name}`).join(', ');
  const change = before === null ? target : `${before} → ${after ?? ''}`;
  return [`${id} ${name}: ${MOVES[kind]}`, change].filter((part) => part !== '').join(': ');
}
