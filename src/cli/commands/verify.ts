import type { Command } from 'commander';
import { AppError } from '../../shared/errors.ts';
import type { LedgerCheck } from '../../shared/model/tracking.ts';
import { finish } from '../command.ts';
import type { Installation } from '../installation.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatTable } from '../table.ts';

export function addVerifyCommand(program: Command, installation: Installation): void {
  const command = program
    .command('verify')
    .description('recompute the hash of every ledger entry: shows damage and tampering')
    .action(async (options: CommonOptions) => {
      await withWorkbench(installation, options, 'read', 'verify', async ({ client }) => {
        const check = await client.call('ledger.verify', {});
        if (options.json) printJson(check);
        else printText(toText(check));
        const { damage } = check;
        if (damage.length === 0) return;
        const message = `The ledger is damaged in ${damage.length} place${damage.length === 1 ? '' : 's'}. The folder backups holds earlier copies.`;
        throw new AppError('ledger-damaged', message);
      });
    });
  finish(command, ['bearing verify', 'bearing verify --json']);
}

function toText({ entries, feeds, damage }: LedgerCheck): string {
  const feedTable = formatTable(
    ['FEED', 'ENTRIES', 'HEAD'],
    feeds.map(({ feed, entries: count, head }) => [feed, count, head]),
  );
  const damageTable = formatTable(
    ['FEED', 'ENTRY', 'DAMAGE'],
    damage.map(({ feed, seq, what }) => [feed, seq, what]),
  );
  const sum = `${entries} entries checked, ${damage.length} damaged`;
  return [feedTable, damageTable, sum].filter((block) => block !== '').join('\n\n');
}
