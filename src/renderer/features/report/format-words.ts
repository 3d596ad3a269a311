import type { Layer, ReportFormat } from '../../../shared/model/report.ts';

/** What each format is good for, in the order of the screen. */
export const FORMAT_HINTS: Record<ReportFormat, string> = {
  html: 'one file, opens offline, no script',
  csv: 'a row for each resource',
  xlsx: 'sheets to sort and filter',
  json: 'documented schema',
  md: 'for a wiki or a ticket',
  navigator: 'for the ATT&CK matrix',
  dettect: 'scored techniques',
};

/** What a layer of the Navigator shows. */
export const LAYER_WORDS: Record<Layer, { name: string; hint: string }> = {
  levels: { name: 'Levels', hint: 'where each technique stands' },
  depth: { name: 'Depth', hint: 'how many rules are deployed' },
  gaps: { name: 'Gaps', hint: 'how far it is to validated' },
};
