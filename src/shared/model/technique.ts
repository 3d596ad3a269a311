/** Where a technique stands for an organization; the rules stand in docs/coverage.md. */
export const LEVELS = ['unlisted', 'listed', 'deployed', 'validated', 'failed'] as const;
export type Level = (typeof LEVELS)[number];

/** Tactics in matrix order, those of earlier ATT&CK versions at their old place. Others follow by name. */
export const TACTICS = [
  'Reconnaissance',
  'Resource Development',
  'Initial Access',
  'Execution',
  'Persistence',
  'Privilege Escalation',
  'Defense Evasion',
  'Stealth',
  'Defense Impairment',
  'Credential Access',
  'Discovery',
  'Lateral Movement',
  'Collection',
  'Command and Control',
  'Exfiltration',
  'Impact',
] as const;

const TECHNIQUE_ID = /^T\d{4}(?:\.\d{3})?$/;

export function isTechniqueId(text: string): boolean {
  return TECHNIQUE_ID.test(text);
}

/** `T1003.001` → `T1003`; null for a technique that is no sub-technique. */
export function parentId(techniqueId: string): string | null {
  const dot = techniqueId.indexOf('.');
  return dot === -1 ? null : techniqueId.slice(0, dot);
}

/** Sorts tactic names in matrix order, unknown ones last by name. */
export function compareTactics(a: string, b: string): number {
  const known = TACTICS as readonly string[];
  const [i, j] = [known.indexOf(a), known.indexOf(b)];
  if (i === j) return a < b ? -1 : a > b ? 1 : 0;
  return i === -1 ? 1 : j === -1 ? -1 : i - j;
}
