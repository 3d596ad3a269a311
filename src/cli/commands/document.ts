import type { Command } from 'commander';
import { finish } from '../command.ts';
import type { Installation } from '../installation.ts';
import { printBytes, printJson, printText, writeFile } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';

interface Options extends CommonOptions {
  output?: string;
}

export function addDocumentCommand(program: Command, installation: Installation): void {
  const command = program
    .command('document')
    .description('write the technique document of a technique back')
    .argument('<technique>', 'technique id')
    .option('-o, --output <file>', 'file to write (default: standard output)')
    .action(async (technique: string, options: Options) => {
      await withWorkbench(installation, options, 'read', 'document', async ({ client }) => {
        const { fileName, text } = await client.call('documents.write', {
          techniqueId: technique.toUpperCase(),
        });
        if (options.output !== undefined) {
          const file = writeFile(options.output, text);
          if (options.json) printJson({ file, size: Buffer.byteLength(text) });
          else printText(`${file}: ${Buffer.byteLength(text)} bytes`);
        } else if (options.json) {
          printJson({ fileName, text });
        } else {
          printBytes(text);
        }
      });
    });
  finish(command, ['bearing document T1046', 'bearing document T1046 -o T1046.md']);
}
