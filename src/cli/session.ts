import os from 'node:os';
import path from 'node:path';
import { openWorkbench, type Workbench } from '../core/workbench.ts';
import { createClient, type Client } from '../shared/client.ts';
import { chooseDataFolder } from '../shared/data-folder.ts';
import { systemUser, type Installation } from './installation.ts';
import { printBug, printProblem } from './output.ts';

/** The options that every command has. */
export interface CommonOptions {
  data?: string;
  json?: boolean;
  author?: string;
}

/** Commands of a script that run beside each other take turns. */
const WAIT_MS = 3000;

export interface Session {
  client: Client;
  workbench: Workbench;
}

/**
 * Opens the data folder, runs `work` and closes it again, whatever comes. Reading works beside a process that writes.
 * Throws what openWorkbench and `work` throw.
 */
export async function withWorkbench<T>(
  installation: Installation,
  options: CommonOptions,
  mode: 'read' | 'write',
  holder: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const machine = { platform: process.platform, env: process.env, home: os.homedir() };
  const workbench = openWorkbench({
    dataFolder: path.resolve(chooseDataFolder(options.data, machine)),
    workerFile: installation.workerFile,
    version: installation.version,
    holder: `bearing ${holder}`,
    author: systemUser(),
    ...(options.author === undefined ? {} : { authorOfAll: options.author }),
    mode,
    waitMs: WAIT_MS,
    onInternal: (call, error) =>
      printBug(`${call}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  });
  if (workbench.warning !== null) printProblem(workbench.warning);
  try {
    const transport = { invoke: workbench.call, subscribe: workbench.subscribe };
    return await work({ client: createClient(transport), workbench });
  } finally {
    await workbench.close();
  }
}
