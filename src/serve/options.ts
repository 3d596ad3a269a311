import { parseArgs } from 'node:util';
import { AppError } from '../shared/errors.ts';

export interface CommandLine {
  data: string | undefined;
  port: number;
  help: boolean;
}

export const USAGE = `Serves Bearing to a browser on this machine, at 127.0.0.1 alone.

  --data DIR   data folder (default: BEARING_DATA, else that of the app)
  --port N     port (default: any free one)
`;

/** Throws AppError `invalid-input` for what it does not know. */
export function parseCommandLine(args: string[]): CommandLine {
  const { data, port, help } = parse(args);
  const number = Number(port ?? 0);
  if (!/^\d{0,5}$/.test(port ?? '') || number > 65_535) {
    throw new AppError('invalid-input', `--port takes a number from 0 to 65535, not "${port}".`);
  }
  return { data, port: number, help: help ?? false };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { data: { type: 'string' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    throw new AppError('invalid-input', (error as Error).message);
  }
}
