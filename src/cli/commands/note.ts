import type { Command } from 'commander';
import { isTechniqueId } from '../../shared/model/technique.ts';
import type { NoteTarget } from '../../shared/model/tracking.ts';
import { finish, ORG_OPTION } from '../command.ts';
import { readInput } from '../input.ts';
import type { Installation } from '../installation.ts';
import { findOrganization } from '../organization.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { visible } from '../table.ts';

interface Options extends CommonOptions {
  org?: string;
}

export function addNoteCommand(program: Command, installation: Installation): void {
  const command = program
    .command('note')
    .description('write a note on a technique, a resource or the organization itself')
    .argument('<target>', 'technique id, key of a resource, or the word organization')
    .argument('<text>', 'the note, in Markdown; - reads it from standard input')
    .option(...ORG_OPTION)
    .action(async (target: string, given: string, options: Options) => {
      const text = given === '-' ? await readInput() : given;
      await withWorkbench(installation, options, 'write', 'note', async ({ client }) => {
        const { id, name } = await findOrganization(client, options.org);
        const input = { organizationId: id, ...findTarget(target, id), text };
        const { noteId, actionId } = await client.call('notes.save', input);
        if (options.json) printJson({ organization: { id, name }, noteId, actionId });
        else printText(visible(`${name}: note on ${target} saved (${noteId})`));
      });
    });
  finish(command, [
    'bearing note T1046 "Port scans are seen by the **border** sensors alone."',
    'bearing note organization - < scope.md',
  ]);
}

function findTarget(target: string, organizationId: string): { targetType: NoteTarget; targetKey: string } {
  if (target === 'organization') return { targetType: 'organization', targetKey: organizationId };
  const techniqueId = target.toUpperCase();
  if (isTechniqueId(techniqueId)) return { targetType: 'technique', targetKey: techniqueId };
  return { targetType: 'resource', targetKey: target };
}
