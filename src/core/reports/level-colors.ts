import type { Level } from '../../shared/model/technique.ts';

/** Fill and text of each level where a format has one fill alone, as the window's light theme has them (tokens.css). Unlisted has none: it is blank. */
export const LEVEL_COLORS: Record<Exclude<Level, 'unlisted'>, { fill: string; text: string }> = {
  listed: { fill: '#e8eaed', text: '#1a1c20' },
  failed: { fill: '#f0b78f', text: '#351300' },
  deployed: { fill: '#a6d3cd', text: '#0c2625' },
  validated: { fill: '#14625f', text: '#ffffff' },
};
