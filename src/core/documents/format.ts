// The fixed words of a technique document: facts of the format, kept in one place for reading and writing.

import { KINDS } from '../../shared/model/resource.ts';
import type { Kind } from '../../shared/model/resource.ts';

/** The three sections, in the order of KINDS. */
export const SECTION_HEADINGS: Record<Kind, string> = {
  control: 'Policy / Process Controls',
  rule: 'Technical Controls (Detection Rules)',
  test: 'Offensive Security Tests',
};

export const TACTICS_LABEL = '**MITRE ATT&CK Tactic(s):**';
export const ATTACK_LINK = '**[MITRE ATT&CK Description](';
export const QUOTE_START = '<blockquote>';
export const QUOTE_END = '</blockquote>';

export const LAST_ACCESSED_LABEL = '**Last accessed:**';
export const TOTAL_LABEL = '**Total ATT&CK-mapped ';
export const DECLARED_LABEL = '**ATT&CK-mapped resources for this (sub)technique:**';
/** What a total counts, in a page's words. */
export const TOTAL_WORDS: Record<Kind, string> = { control: 'resources', rule: 'rules', test: 'tests' };

/** How D3FEND's lists say that there is nothing for a technique. */
export const NONE_TITLE = 'no defensive relations yet';
export const NONE_CLASS = 'd3f:nodefensiverelationsyet';
export const NONE_LINE = `* [${NONE_TITLE}](https://d3fend.mitre.org/technique/${NONE_CLASS})`;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The kind of a section; null for a heading that is not one of the three. */
export function sectionKind(heading: string): Kind | null {
  const plain = heading.trim().toLowerCase();
  return KINDS.find((kind) => SECTION_HEADINGS[kind].toLowerCase() === plain) ?? null;
}

/** `T1003.001` → `https://attack.mitre.org/techniques/T1003/001` */
export function attackUrl(techniqueId: string): string {
  return `https://attack.mitre.org/techniques/${techniqueId.replace('.', '/')}`;
}

/** The sentence between a source's counts and its list. Of an unknown source: one that names its homepage. */
export function standardIntro(
  sourceId: string,
  kind: Kind | null,
  techniqueId: string,
  homepage: string,
): string {
  switch (sourceId) {
    case 'd3fend':
      return 'Resources mapped to this (sub)technique can be viewed on [this page](https://d3fend.mitre.org/) (see also the [ATT&CK to D3FEND Mapper](https://d3fend.mitre.org/tools/attack-mapper) tool):';
    case 'car':
      return kind === 'test'
        ? inRepository('https://github.com/mitre-attack/car/blob/master/analytics')
        : inFolder('analytics', 'https://github.com/mitre-attack/car/blob/master/analytics');
    case 'elastic':
      return inFolder('rules', 'https://github.com/elastic/detection-rules/tree/main/rules');
    case 'sentinel':
      return inFolder('Detections', 'https://github.com/Azure/Azure-Sentinel/tree/master/Detections');
    case 'sigma':
      return inFolder('rules', 'https://github.com/SigmaHQ/sigma/tree/master/rules');
    case 'splunk':
      return inFolder('detections', 'https://github.com/splunk/security_content/tree/develop/detections');
    case 'atomic':
      return `The following unit tests mapped to this (sub)technique can be located in [the file here](https://github.com/redcanaryco/atomic-red-team/tree/master/atomics/${techniqueId}/${techniqueId}.yaml):`;
    case 'stratus':
      return inRepository('https://stratus-red-team.cloud/attack-techniques/');
    default:
      return inRepository(homepage);
  }
}

/** `2022-08-09` → `August 09, 2022` */
export function formatDate(iso: string): string {
  return `${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(8, 10)}, ${iso.slice(0, 4)}`;
}

/** `August 09, 2022` → `2022-08-09`; null for anything else. */
export function readDate(text: string): string | null {
  const match = /^([A-Z][a-z]{2,8}) (\d{1,2}), (\d{4})$/.exec(text);
  if (match === null) return null;
  const month = MONTHS.indexOf(match[1] ?? '') + 1;
  const [day, year] = [Number(match[2]), Number(match[3])];
  const isDay = month > 0 && day > 0 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (!isDay) return null;
  return `${match[3]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** `2578`, also `2,578`; null for anything else and beyond nine digits. */
export function readCount(text: string): number | null {
  if (text.length > 11) return null;
  const digits = text.replaceAll(',', '');
  return /^\d{1,9}$/.test(digits) ? Number(digits) : null;
}

function inFolder(name: string, url: string): string {
  return `Resources mapped to this (sub)technique can be located in the following files within the repository's <code>[${name}](${url})</code> folder:`;
}

function inRepository(url: string): string {
  return `Resources mapped to this (sub)technique can be located in the following files within [this repository](${url}):`;
}
