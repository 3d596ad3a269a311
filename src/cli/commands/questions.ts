import type { Command } from 'commander';
import { finish } from '../command.ts';
import type { Installation } from '../installation.ts';
import { printJson, printText } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatTable } from '../table.ts';

export function addQuestionsCommand(program: Command, installation: Installation): void {
  const command = program
    .command('questions')
    .description('list marked resources that have gone while another id came in the same file; tie answers')
    .action(async (options: CommonOptions) => {
      await withWorkbench(installation, options, 'read', 'questions', async ({ client }) => {
        const questions = await client.call('content.questions', {});
        if (options.json) return printJson(questions);
        const table = formatTable(
          ['IMPORT', 'FILE', 'OLD KEY', 'OLD TITLE', 'NEW KEY', 'NEW TITLE', 'MARKED BY'],
          questions.map(({ importId, path, before, after, organizations }) => [
            importId,
            path,
            before.key,
            before.title,
            after.key,
            after.title,
            organizations.map(({ name, mark }) => `${name} (${mark ?? 'open'})`).join(', '),
          ]),
        );
        printText(
          table === '' ? 'No question is open.' : `${table}\nThe same one? bearing tie OLD-KEY NEW-KEY`,
        );
      });
    });
  finish(command, ['bearing questions', 'bearing questions --json']);
}
