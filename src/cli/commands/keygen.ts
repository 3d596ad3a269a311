import type { Command } from 'commander';
import fs from 'node:fs';
import { createPackKey } from '../../core/workbench.ts';
import { finish, notEmpty } from '../command.ts';
import { printJson, printText, writeNewFile } from '../output.ts';
import type { CommonOptions } from '../session.ts';

interface Options extends CommonOptions {
  output: string;
}

export function addKeygenCommand(program: Command): void {
  const command = program
    .command('keygen')
    .description('make a key pair for signing packs: a private key in FILE, the public one in FILE.pub')
    .requiredOption('-o, --output <file>', 'file for the private key; must not be there yet', notEmpty)
    .action((options: Options) => {
      const { file, publicFile, keyId } = writeKeys(options.output);
      if (options.json) printJson({ keyId, file, publicFile });
      else
        printText(
          `Key ${keyId}\n${file}: the private key. Keep it to yourself; it signs: bearing pack --sign ${options.output}\n${publicFile}: the public key. Carry it to those who import: bearing keys add FILE.pub`,
        );
    });
  finish(command, ['bearing keygen -o publisher.key']);
}

function writeKeys(output: string): { file: string; publicFile: string; keyId: string } {
  const { privateKey, publicKey, keyId } = createPackKey();
  const publicFile = writeNewFile(`${output}.pub`, publicKey);
  try {
    return { file: writeNewFile(output, privateKey, true), publicFile, keyId };
  } catch (error) {
    // Without its other half it is of no use.
    fs.rmSync(publicFile, { force: true });
    throw error;
  }
}
