import type { Level } from '../../shared/model/technique.ts';

export const LEVEL_WORDS: Record<Level, string> = {
  validated: 'Validated',
  deployed: 'Deployed',
  failed: 'Failed',
  listed: 'Listed',
  unlisted: 'Unlisted',
};

/** Best first, as bars and legends show them. */
export const LEVEL_ORDER: readonly Level[] = ['validated', 'deployed', 'failed', 'listed', 'unlisted'];
