import type { Command } from 'commander';
import { DOMAIN_NAMES, type AttackInfo } from '../../shared/model/attack.ts';
import { SHIPPED_ROOT } from '../../shared/model/content.ts';
import { finish } from '../command.ts';
import type { Installation } from '../installation.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatDate, formatTable } from '../table.ts';

export function addAttackCommand(program: Command, installation: Installation): void {
  const command = program
    .command('attack')
    .description(
      'show the versions of ATT&CK in the catalog, and the listed technique ids that they do not have',
    )
    .action(async (options: CommonOptions) => {
      await withWorkbench(installation, options, 'read', 'attack', async ({ client }) => {
        const info = await client.call('content.attack', {});
        if (options.json) printJson(info);
        else printText(toText(info));
      });
    });
  finish(command, ['bearing attack', 'bearing attack --json']);
}

function toText({ versions, unplaced }: AttackInfo): string {
  const table = formatTable(
    ['ATT&CK', 'VERSION', 'TECHNIQUES', 'SINCE', 'FROM'],
    versions.map(({ domain, version, techniques, importedAt, root }) => [
      DOMAIN_NAMES[domain],
      version ?? 'unknown',
      techniques,
      formatDate(importedAt),
      root ?? SHIPPED_ROOT,
    ]),
  );
  if (unplaced.length === 0) return `${table}\n\nEvery technique that is listed is in force there.`;
  const rows = unplaced.map(({ id, name, state, resources }) => [id, name, state, resources]);
  return `${table}\n\nListed, and not in force there:\n${formatTable(['TECHNIQUE', 'NAME', 'STATE', 'RESOURCES'], rows)}`;
}
