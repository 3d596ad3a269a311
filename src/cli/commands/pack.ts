import fs from 'node:fs';
import type { Command } from 'commander';
import { AppError } from '../../shared/errors.ts';
import type { MadePack } from '../../shared/model/pack.ts';
import { collect, finish, notEmpty } from '../command.ts';
import type { Installation } from '../installation.ts';
import { printJson, printText, readSmallFile, writeFile } from '../output.ts';
import { withWorkbench, type CommonOptions } from '../session.ts';
import { formatDate, formatTable, formatThings } from '../table.ts';

interface Options extends CommonOptions {
  output: string;
  source?: string[];
  since?: string;
  sign?: string;
}

export function addPackCommand(program: Command, installation: Installation): void {
  const command = program
    .command('pack')
    .description("make one file of the catalog's content, to be carried over the gap and imported there")
    .requiredOption('-o, --output <file>', 'file to write: FILE.bearing-pack', notEmpty)
    .option('--source <source>', 'snapshots of these sources alone, without the technique documents', collect)
    .option(
      '--since <pack>',
      'carry only what differs from this pack, which has to be there already',
      notEmpty,
    )
    .option('--sign <key>', 'sign it with a private key that bearing keygen made', notEmpty)
    .action(async (options: Options) => {
      refuseBase(options);
      await withWorkbench(installation, options, 'read', 'pack', async ({ workbench }) => {
        const made = await workbench.makePack({
          sources: options.source ?? [],
          since: options.since ?? null,
          privateKey: options.sign === undefined ? null : readSmallFile(options.sign),
        });
        const file = writeFile(options.output, made.bytes);
        if (options.json) printJson(toJson(file, made));
        else printText(toText(file, made));
      });
    });
  finish(command, [
    'bearing pack -o content.bearing-pack --sign publisher.key',
    'bearing pack -o august.bearing-pack --since july.bearing-pack --sign publisher.key',
    'bearing pack -o sigma.bearing-pack --source sigma --json',
  ]);
}

/** What differs from a pack cannot stand in its place: it would be worth nothing without it. */
function refuseBase({ output, since }: Options): void {
  if (since === undefined) return;
  const [base, made] = [since, output].map((file) => fs.statSync(file, { throwIfNoEntry: false }));
  if (base && made && base.ino === made.ino && base.dev === made.dev)
    throw new AppError(
      'invalid-input',
      `${output} is the pack that --since names, and a delta needs it. Choose another file for -o; nothing was written.`,
      { file: output },
    );
}

/** The shape that docs/cli.md gives. */
function toJson(file: string, made: MadePack): Record<string, unknown> {
  const { bytes, sha256, content, since, keyId, documents, carried } = made;
  const sources = made.sources.map(({ id, commit, date: asOf, resources }) => ({
    id,
    commit,
    asOf,
    resources,
  }));
  return { file, size: bytes.length, sha256, content, since, keyId, documents, sources, carried };
}

function toText(
  file: string,
  { bytes, sha256, content, since, keyId, documents, sources, carried }: MadePack,
): string {
  const table = formatTable(
    ['SOURCE', 'RESOURCES', 'AS OF', 'COMMIT'],
    sources.map(({ id, resources, date, commit }) => [
      id,
      resources,
      formatDate(date),
      commit?.slice(0, 12) ?? '',
    ]),
  );
  const lines = [
    ...(table === '' ? [] : [table]),
    `Documents  ${documents}`,
    `Content    ${content}`,
    ...(since === null ? [] : [`Since      ${since}, ${formatThings(carried, 'record')} carried`]),
    `Signed     ${keyId === null ? 'no' : `with the key ${keyId}`}`,
    `${file}: ${bytes.length} bytes, SHA-256 ${sha256}`,
  ];
  return lines.join('\n');
}
