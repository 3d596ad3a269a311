import os from 'node:os';
import path from 'node:path';
import { openWorkbench, type Workbench } from '../core/workbench.ts';
import { createClient, type Client } from '../shared/client.ts';
import { chooseDataFolder } from '../shared/data-folder.ts';
import { systemUser, type Installation } from './installation.ts';
import { printProblem } from './output.ts';

/** The options that every command has. */
export interface CommonOptions {
  data?: string;
  json?: boolean;
  author?: string;
}

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
    onInternal: (call, error) =>
      printProblem(`${call}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  });
  try {
    const transport = { invoke: workbench.call, subscribe: workbench.subscribe };
    return await work({ client: createClient(transport), workbench });
  } finally {
    await workbench.close();
  }
}
