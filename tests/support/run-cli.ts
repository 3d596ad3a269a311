import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { PROJECT } from './source-files.ts';

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the real entry, from source, in a process of its own. */
export function startCli(args: string[], env: Record<string, string> = {}): ChildProcessWithoutNullStreams {
  // The project is CommonJS by default, so Node remarks on every source file that is not.
  const flags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', path.join(PROJECT, 'src/cli/index.ts')];
  // Compiled once for all of the many processes.
  const cache = { NODE_COMPILE_CACHE: path.join(PROJECT, '.cache/compile') };
  return spawn(process.execPath, [...flags, ...args], { env: { ...process.env, ...cache, ...env } });
}

/** Runs a command to its end. */
export async function runCli(
  args: string[],
  options: { env?: Record<string, string>; input?: string } = {},
): Promise<CliResult> {
  const child = startCli(args, options.env);
  const result = waitForEnd(child);
  child.stdin.end(options.input ?? '');
  return result;
}

export function waitForEnd(child: ChildProcessWithoutNullStreams): Promise<CliResult> {
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
