import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseDataFolder } from '../shared/data-folder.ts';
import { AppError } from '../shared/errors.ts';
import { findInstallation, systemUser } from './installation.ts';
import { parseCommandLine, USAGE } from './options.ts';
import { startServer, type RunningServer } from './server.ts';

const INTERRUPTED = 130;

void main();

async function main(): Promise<void> {
  try {
    const { data, port, help } = parseCommandLine(process.argv.slice(2));
    if (help) {
      process.stdout.write(USAGE);
      return;
    }
    const machine = { platform: process.platform, env: process.env, home: os.homedir() };
    const server = await startServer({
      ...findInstallation(fileURLToPath(import.meta.url)),
      dataFolder: path.resolve(chooseDataFolder(data, machine)),
      port,
      author: systemUser(),
      log,
    });
    stopOnSignal(server);
    process.stdout.write(`Bearing: ${server.url}\nCtrl+C stops it.\n`);
  } catch (error) {
    fail(error);
  }
}

/** The first signal ends it cleanly, a second one at once. */
function stopOnSignal(server: RunningServer): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(INTERRUPTED);
      isStopping = true;
      server.close().catch(fail);
    });
  }
}

function fail(error: unknown): void {
  log(error instanceof AppError ? error.message : ((error as Error).stack ?? String(error)));
  process.exitCode = error instanceof AppError && error.code === 'invalid-input' ? 2 : 1;
}

function log(line: string): void {
  process.stderr.write(`bearing: ${line}\n`);
}
