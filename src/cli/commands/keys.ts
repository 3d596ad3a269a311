import { Argument, type Command } from 'commander';
import path from 'node:path';
import type { TrustedKey } from '../../shared/model/pack.ts';
import { finish, notEmpty } from '../command.ts';
import type { Installation } from '../installation.ts';
import { printJson, printText, readSmallFile } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatDate, formatTable, visible } from '../table.ts';

interface AddOptions extends CommonOptions {
  name?: string;
}

export function addKeysCommand(program: Command, installation: Installation): void {
  const keys = program
    .command('keys')
    .description('whose packs are taken')
    .helpOption('-h, --help', 'print this help');
  addAdd(keys, installation);
  addList(keys, installation);
  addRemove(keys, installation);
  addRequire(keys, installation);
}

function addAdd(keys: Command, installation: Installation): void {
  const command = keys
    .command('add')
    .description('trust a public key. Compare its id with what its publisher says first')
    .argument('<file>', 'the file ending in .pub that bearing keygen made', notEmpty)
    .option('--name <name>', "whose it is (default: the file's name)", notEmpty)
    .action(async (file: string, options: AddOptions) => {
      const publicKey = readSmallFile(file);
      const name = options.name ?? path.basename(file).replace(/\.pub$/, '');
      await withWorkbench(installation, options, 'write', 'keys add', async ({ client }) => {
        const key = await client.call('keys.add', { publicKey, name });
        if (options.json) printJson(toJson(key));
        else printText(visible(`${key.name} is trusted (key ${key.id})`));
      });
    });
  finish(command, ['bearing keys add publisher.key.pub --name "Content team"']);
}

function addList(keys: Command, installation: Installation): void {
  const command = keys
    .command('list')
    .description('list the keys that are trusted, and whether packs have to be signed')
    .action(async (options: CommonOptions) => {
      await withWorkbench(installation, options, 'read', 'keys list', async ({ client }) => {
        const trusted = await client.call('keys.list', {});
        const { requireSignedPacks } = await client.call('settings.get', {});
        if (options.json) printJson({ requireSigned: requireSignedPacks, keys: trusted.map(toJson) });
        else printText(toText(trusted, requireSignedPacks));
      });
    });
  finish(command, ['bearing keys list', 'bearing keys list --json']);
}

function addRemove(keys: Command, installation: Installation): void {
  const command = keys
    .command('remove')
    .description('trust a key no longer. What was imported with it stays')
    .argument('<id>', 'id of the key, as bearing keys list shows it', notEmpty)
    .action(async (id: string, options: CommonOptions) => {
      await withWorkbench(installation, options, 'write', 'keys remove', async ({ client }) => {
        const removed = await client.call('keys.remove', { id });
        if (options.json) printJson(removed);
        else printText(`The key ${removed.id} is not trusted any more`);
      });
    });
  finish(command, ['bearing keys remove 0123456789abcdef0123456789abcdef']);
}

function addRequire(keys: Command, installation: Installation): void {
  const command = keys
    .command('require')
    .description('say whether packs without a signature are refused')
    .addArgument(new Argument('<setting>', 'on: refused; off: taken').choices(['on', 'off']))
    .action(async (setting: string, options: CommonOptions) => {
      await withWorkbench(installation, options, 'write', 'keys require', async ({ client }) => {
        const { requireSignedPacks } = await client.call('settings.update', {
          requireSignedPacks: setting === 'on',
        });
        if (options.json) printJson({ requireSigned: requireSignedPacks });
        else printText(requireWords(requireSignedPacks));
      });
    });
  finish(command, ['bearing keys require on', 'bearing keys require off']);
}

/** The shape that docs/cli.md gives. */
function toJson({ id, name, publicKey, addedAt }: TrustedKey): Record<string, unknown> {
  return { id, name, publicKey, addedAt };
}

function toText(trusted: TrustedKey[], isRequired: boolean): string {
  const table = formatTable(
    ['NAME', 'SINCE', 'KEY'],
    trusted.map(({ name, addedAt, id }) => [name, formatDate(addedAt), id]),
  );
  return `${table === '' ? 'No key is trusted yet. Trust one: bearing keys add FILE.pub' : table}\n\n${requireWords(isRequired)}`;
}

function requireWords(isRequired: boolean): string {
  return isRequired
    ? 'Packs without a signature are refused.'
    : 'Packs without a signature are taken. Refuse them: bearing keys require on';
}
