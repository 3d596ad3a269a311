import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const BEARING = path.resolve(__dirname, '../../bin/bearing.js');

/** Runs the built command line, as `npx bearing` does; answers its output. Rejects with its errors. */
export async function runBuiltCli(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [BEARING, ...args]);
  return stdout;
}
