import { spawn } from 'node:child_process';

export interface Killed {
  /** Lines that the child printed whole before it died. */
  lines: string[];
}

/**
 * Runs a TypeScript file under this Node, and kills it -9 `afterMs` after its first line, wherever it then is.
 * The moment is not asserted upon: any moment must do.
 */
export function runAndKill(file: string, args: readonly string[], afterMs: number): Promise<Killed> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', file, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [output, errors] = ['', ''];
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL' && code !== 0)
        reject(new Error(`the child ended with ${String(code)}: ${errors}`));
      else resolve({ lines: output.split('\n').slice(0, -1) });
    });
  });
}
