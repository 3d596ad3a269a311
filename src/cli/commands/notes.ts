import type { Command } from 'commander';
import type { Note, UnplacedNote } from '../../shared/model/tracking.ts';
import { finish, ORG_OPTION } from '../command.ts';
import type { Installation } from '../installation.ts';
import { findOrganization } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { placementText } from '../show-text.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatDate, formatTable, visible } from '../table.ts';

interface Options extends CommonOptions {
  org?: string;
  unplaced?: boolean;
}

export function addNotesCommand(program: Command, installation: Installation): void {
  const notes = program
    .command('notes')
    .description("list an organization's notes, or put some on another technique");
  addListCommand(notes, installation);
  addMoveCommand(notes, installation);
}

function addListCommand(notes: Command, installation: Installation): void {
  const command = notes
    .command('list')
    .description('list notes, newest first')
    .option('--unplaced', 'only those on techniques for which no single one of ATT&CK stands in now')
    .option(...ORG_OPTION)
    .action(async (options: Options) => {
      await withWorkbench(installation, options, 'read', 'notes', async ({ client }) => {
        const { id } = await findOrganization(client, options.org);
        const rows = options.unplaced
          ? await client.call('notes.unplaced', { organizationId: id })
          : await client.call('notes.list', { organizationId: id });
        if (options.json) printJson(rows);
        else printText(toText(rows));
      });
    });
  finish(command, ['bearing notes list', 'bearing notes list --unplaced --json']);
}

function addMoveCommand(notes: Command, installation: Installation): void {
  const command = notes
    .command('move')
    .description('put notes on another technique')
    .argument('<technique>', 'technique id')
    .argument('<note-id...>', 'ids of notes, as bearing notes lists them')
    .option(...ORG_OPTION)
    .action(async (techniqueId: string, noteIds: string[], options: Options) => {
      await withWorkbench(installation, options, 'write', 'notes', async ({ client }) => {
        const { id, name } = await findOrganization(client, options.org);
        const result = await client.call('notes.move', { organizationId: id, noteIds, techniqueId });
        if (options.json) printJson({ organization: { id, name }, ...result });
        else printText(visible(`${name}: ${result.moved} moved to ${techniqueId.toUpperCase()}`));
      });
    });
  finish(command, ['bearing notes move T1685 0198c0de-…']);
}

function toText(rows: readonly (Note | UnplacedNote)[]): string {
  if (rows.length === 0) return 'No notes.';
  return formatTable(
    ['ID', 'ON', 'CHANGED', 'NOW', 'TEXT'],
    rows.map((note) => [
      note.id,
      note.targetType === 'technique' ? `${note.targetKey} ${note.targetTitle}` : note.targetTitle,
      formatDate(note.updatedAt),
      'placement' in note ? placementText(note.placement) : '',
      note.text.split('\n')[0]?.slice(0, 60) ?? '',
    ]),
  );
}
