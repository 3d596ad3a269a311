import type { Command } from 'commander';
import { AppError } from '../../shared/errors.ts';
import type { LedgerCheck } from '../../shared/model/tracking.ts';
import { finish } from '../command.ts';
import type { Installation } from '../installation.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatTable, formatThings } from '../table.ts';

interface Options extends CommonOptions {
  rebuild?: boolean;
}

export function addVerifyCommand(program: Command, installation: Installation): void {
  const command = program
    .command('verify')
    .description(
      'recompute the hash of every ledger entry, and compare what they come to with the current marks and notes: shows damage and tampering',
    )
    .option('--rebuild', 'first make the current marks and notes anew from the entries')
    .action(async (options: Options) => {
      const mode = options.rebuild ? 'write' : 'read';
      await withWorkbench(installation, options, mode, 'verify', async ({ client }) => {
        if (options.rebuild) await client.call('ledger.rebuild', {});
        const check = await client.call('ledger.verify', {});
        if (options.json) printJson(check);
        else printText(toText(check));
        refuseDamage(check);
      });
    });
  finish(command, ['bearing verify', 'bearing verify --json', 'bearing verify --rebuild']);
}

function refuseDamage({ damage, state }: LedgerCheck): void {
  if (damage.length > 0)
    throw new AppError(
      'ledger-damaged',
      `The ledger is damaged in ${formatThings(damage.length, 'place')}. The folder backups holds earlier copies.`,
    );
  if (state.length > 0)
    throw new AppError(
      'ledger-damaged',
      `The current state says something else than the entries in ${formatThings(state.length, 'place')}. bearing verify --rebuild makes it anew from them.`,
    );
}

function toText({ entries, feeds, damage, state }: LedgerCheck): string {
  const feedTable = formatTable(
    ['FEED', 'ENTRIES', 'HEAD'],
    feeds.map(({ feed, entries: count, head }) => [feed, count, head]),
  );
  const damageTable = formatTable(
    ['FEED', 'ENTRY', 'DAMAGE'],
    damage.map(({ feed, seq, what }) => [feed, seq, what]),
  );
  const stateTable = formatTable(
    ['STATE', 'NOT AS ENTERED'],
    state.map(({ table, key }) => [table, key]),
  );
  const differing = `${formatThings(state.length, 'row')} of the current state ${state.length === 1 ? 'differs' : 'differ'} from them`;
  const sum = `${formatThings(entries, 'entry', 'entries')} checked, ${damage.length} damaged; ${differing}`;
  return [feedTable, damageTable, stateTable, sum].filter((block) => block !== '').join('\n\n');
}
