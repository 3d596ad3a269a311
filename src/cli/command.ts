import { InvalidArgumentError, Option, type Command } from 'commander';
import { AS_OF } from '../shared/model/attack.ts';

/** The options that every command has, and its examples under --help. */
export function finish(command: Command, examples: string[]): Command {
  return addCommonOptions(command)
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`);
}

export function addCommonOptions(command: Command): Command {
  return command
    .option('--data <dir>', 'data folder (default: BEARING_DATA, else that of the app)', notEmpty)
    .option('--json', 'print one JSON value on standard output')
    .option('--author <name>', 'who makes entries (default: the settings, else the user of this machine)');
}

/** Lets the common options also stand before the command's name: `bearing --data DIR show T1046`. */
export function inheritOptions(program: Command): void {
  program.hook('preAction', (_, command) => {
    for (let parent = command.parent; parent !== null; parent = parent.parent) {
      for (const [name, value] of Object.entries(parent.opts())) {
        if (command.getOptionValue(name) === undefined) command.setOptionValue(name, value);
      }
    }
  });
}

export const ORG_OPTION = [
  '--org <org>',
  'organization, by name or id; may be left out when there is only one',
] as const;

/** Which technique ids: as sources list them, or as the catalog's version of ATT&CK has them. */
export function asOfOption(): Option {
  return new Option('--as-of <which>', 'technique ids as sources list them, or as ATT&CK has them now')
    .choices(AS_OF)
    .default('listed');
}

/** For options that may be given several times, or once with commas. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, ...value.split(',').map((part) => part.trim())];
}

/** For what names a file or folder: an empty one is a variable that was never set. Throws InvalidArgumentError. */
export function notEmpty(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
  return value;
}

/** For options that take a whole number. Throws InvalidArgumentError. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d{1,9}$/.test(value) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It has to be a whole number from ${least} to ${most}.`);
  };
}
