import { spawn } from 'node:child_process';

export interface Display {
  /** What programs find it by. */
  env: Record<string, string>;
  stop(): void;
}

/** The display of this machine, or a new one without a screen. Throws when there is neither. */
export async function openDisplay(): Promise<Display> {
  if (process.platform !== 'linux' || process.env.DISPLAY) return { env: {}, stop() {} };
  const args = ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const number = await new Promise<string>((resolve, reject) => {
    server.on('error', () =>
      reject(new Error('There is no display and no Xvfb. Install it (Debian: apt-get install xvfb).')),
    );
    server.on('exit', (code) => reject(new Error(`Xvfb ended with code ${code}.`)));
    server.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
  });
  return { env: { DISPLAY: `:${number}` }, stop: () => server.kill() };
}
