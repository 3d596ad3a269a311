import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Coverage } from '../shared/model/coverage.ts';

const SHARES = ['deployed', 'validated'] as const;

export interface FailUnder {
  failUnder?: number;
  of: (typeof SHARES)[number];
}

/** Coverage is below what the caller asks for: all was done, and the command fails. */
export class ShareTooLow extends Error {}

/** The options with which a command fails when coverage is too low. */
export function addFailUnder(command: Command): Command {
  return command
    .option('--fail-under <share>', 'fail when the share of techniques is lower: 0.8, or 80%', toShare)
    .addOption(
      new Option('--of <level>', 'of those with a rule deployed, or those validated')
        .choices(SHARES)
        .default('deployed'),
    );
}

/** Throws ShareTooLow, with the sum. Shares are those of docs/coverage.md. */
export function refuseLowShare({ levels, techniques }: Coverage, { failUnder, of }: FailUnder): void {
  if (failUnder === undefined) return;
  const part = of === 'validated' ? levels.validated : levels.deployed + levels.validated + levels.failed;
  const all = techniques.length;
  if (all > 0 && part / all >= failUnder) return;
  const what = of === 'validated' ? 'are validated' : 'have a rule deployed';
  throw new ShareTooLow(
    all === 0
      ? `There are no techniques to cover, so no share reaches ${failUnder}. Import content first.`
      : `${part} of ${all} techniques ${what}, a share of ${(part / all).toFixed(3)}: less than ${failUnder}.`,
  );
}

function toShare(text: string): number {
  const percent = text.endsWith('%');
  const value = Number(percent ? text.slice(0, -1) : text) / (percent ? 100 : 1);
  if (/^\d+(\.\d+)?%?$/.test(text) && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('A share is a number from 0 to 1, or a percentage: 0.8 or 80%.');
}
