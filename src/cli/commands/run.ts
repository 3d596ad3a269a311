import { InvalidArgumentError, Option, type Command } from 'commander';
import { isRealDay, OUTCOMES, type Outcome } from '../../shared/model/run.ts';
import { finish, ORG_OPTION } from '../command.ts';
import type { Installation } from '../installation.ts';
import { findOrganization } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { visible } from '../table.ts';

interface Options extends CommonOptions {
  org?: string;
  outcome: Outcome;
  at?: string;
  fired?: string[];
  note?: string;
}

const TIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?$/;

export function addRunCommand(program: Command, installation: Installation): void {
  const command = program
    .command('run')
    .description('record that a test was run and what came of it; one step to undo')
    .argument('<test-key>', 'key of the test')
    .addOption(new Option('--outcome <outcome>', 'what came of it').choices(OUTCOMES).makeOptionMandatory())
    .option(...ORG_OPTION)
    .option(
      '--at <time>',
      'when it ran: 2026-11-03 or 2026-11-03T14:00Z, local without zone (default: now)',
      toTime,
    )
    .option('--fired <rule-key...>', 'keys of the rules that fired')
    .option('--note <text>', 'comment on the run')
    .action(async (testKey: string, options: Options) => {
      await withWorkbench(installation, options, 'write', 'run', async ({ client }) => {
        const { id, name } = await findOrganization(client, options.org);
        const { outcome, at, fired = [], note } = options;
        const saved = await client.call('runs.save', {
          organizationId: id,
          testKey,
          outcome,
          rules: fired,
          comment: note ?? null,
          ...(at === undefined ? {} : { at }),
        });
        if (options.json) printJson({ organization: { id, name }, testKey, outcome, ...saved });
        else printText(visible(`${name}: run of ${testKey} recorded, ${outcome}`));
      });
    });
  finish(command, [
    'bearing run atomic:KEY --outcome alerted --fired sigma:KEY --org "Example Bank"',
    'bearing run atomic:KEY --outcome missed --at 2026-11-03T14:00Z --note "no log from this host"',
  ]);
}

/** A time as ISO-8601 UTC; a day alone is its beginning. */
function toTime(text: string): string {
  const isTime = TIME.test(text) && isRealDay(text);
  const time = isTime ? new Date(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')) : null;
  if (time === null || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('A time looks like 2026-11-03, 2026-11-03T14:00 or 2026-11-03T14:00Z.');
  return time.toISOString();
}
