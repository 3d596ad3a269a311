import fs from 'node:fs';
import path from 'node:path';

/** A rule of our own, as Sigma writes them. */
export interface SigmaRule {
  id: string;
  title: string;
  /** Below the snapshot's folder. */
  file: string;
  techniques?: string[];
  level?: string;
  status?: string;
}

const ROOT = 'rules/windows/process_creation';

/** A rule with a file made of its title. `number` makes its id. */
export function sigmaRule(number: number, title: string, more: Partial<SigmaRule> = {}): SigmaRule {
  const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    title,
    file: `${ROOT}/proc_creation_win_${name}.yml`,
    techniques: ['T1046'],
    ...more,
  };
}

export function sigmaText({
  id,
  title,
  techniques = [],
  level = 'medium',
  status = 'test',
}: SigmaRule): string {
  return [
    `title: ${JSON.stringify(title)}`,
    `id: ${id}`,
    `status: ${status}`,
    'description: Made for a test.',
    'author: Ada, Grace',
    'date: 2024-02-03',
    `tags:${techniques.map((id_) => `\n  - attack.${id_.toLowerCase()}`).join('') || ' []'}`,
    'logsource:\n  category: process_creation\n  product: windows',
    `detection:\n  selection:\n    Image|endswith: '\\\\made-${id.slice(-4)}.exe'\n  condition: selection`,
    `level: ${level}`,
    '',
  ].join('\n');
}

/** Writes a snapshot of Sigma's repository with these rules and no others, and answers its folder. */
export function writeSigma(folder: string, rules: readonly SigmaRule[]): string {
  fs.rmSync(folder, { recursive: true, force: true });
  for (const rule of rules) {
    const file = path.join(folder, rule.file);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, sigmaText(rule));
  }
  return folder;
}
