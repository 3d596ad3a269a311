import { CommanderError } from 'commander';
import { AppError } from '../shared/errors.ts';
import { ShareTooLow } from './fail-under.ts';
import type { Installation } from './installation.ts';
import { Interrupted } from './interrupt.ts';
import { printBug, printProblem } from './output.ts';
import { createProgram } from './program.ts';

export const DONE = 0;
export const FAILED = 1;
export const USAGE = 2;

/** Runs one command line and answers its exit code. What went wrong is on standard error by then. */
export async function run(args: string[], installation: Installation): Promise<number> {
  const program = createProgram(installation);
  try {
    await program.parseAsync(args, { from: 'user' });
    return DONE;
  } catch (error) {
    const code = explain(error);
    process.exitCode = code;
    return code;
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : USAGE;
  if (error instanceof Interrupted) {
    printProblem(error.message);
    return error.exitCode;
  }
  if (error instanceof ShareTooLow) {
    printProblem(error.message);
    return FAILED;
  }
  if (error instanceof AppError) {
    printProblem(error.message);
    return error.code === 'invalid-input' ? USAGE : FAILED;
  }
  printBug(`Something in Bearing broke: ${(error as Error).stack ?? String(error)}`);
  return FAILED;
}
