import type { SnapshotFile } from './source.ts';

/** What a page of Stratus Red Team's documentation says of one attack technique. */
export interface StratusPage {
  file: SnapshotFile;
  /** Of the site: AWS in capitals, kubernetes in small letters. */
  folder: string;
  title: string | null;
  description: string | null;
  references: string[];
  /** Techniques whose page on attack.mitre.org it links to. */
  linked: { technique: string; line: number }[];
}

const HEADING = '## ';
const ATTACK_LINK = /https?:\/\/attack\.mitre\.org\/techniques\/(T\d{4})(?:\/(\d{3}))?/g;
const LINK = /https?:\/\/[^\s<>()"'`]+/g;
const MAX_LINKED = 20;

export function readStratusPage(file: SnapshotFile, folder: string): StratusPage {
  const lines = file.text.split(/\r?\n/);
  const heading = lines.find((line) => line.startsWith('# '));
  const description = sectionOf(lines, 'Description');
  return {
    file,
    folder,
    title: heading?.slice(2).trim() || null,
    description: description || null,
    references: referencesOf(description),
    linked: linkedTechniques(lines),
  };
}

function sectionOf(lines: readonly string[], name: string): string {
  const start = lines.findIndex((line) => line.startsWith(HEADING) && line.slice(3).trim() === name);
  if (start === -1) return '';
  const rest = lines.slice(start + 1);
  const length = rest.findIndex((line) => line.startsWith(HEADING));
  return (length === -1 ? rest : rest.slice(0, length)).join('\n').trim();
}

/** Descriptions end in `References:` and a list. */
function referencesOf(description: string): string[] {
  const [, ...after] = description.split(/^References?:/m);
  return [...new Set(after.join('\n').match(LINK) ?? [])];
}

function linkedTechniques(lines: readonly string[]): { technique: string; line: number }[] {
  const found = new Map<string, number>();
  lines.forEach((text, i) => {
    for (const [, technique = '', sub] of text.matchAll(ATTACK_LINK)) {
      const id = sub === undefined ? technique : `${technique}.${sub}`;
      if (!found.has(id) && found.size < MAX_LINKED) found.set(id, i + 1);
    }
  });
  return [...found].map(([technique, line]) => ({ technique, line }));
}
