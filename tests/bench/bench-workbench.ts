import path from 'node:path';
import { openWorkbench, type Workbench } from '../../src/core/workbench.ts';
import { createClient, type Client } from '../../src/shared/client.ts';
import type { TechniqueCoverage } from '../../src/shared/model/coverage.ts';

/** A workbench on a folder, with a typed client. */
export function openBench(
  dataFolder: string,
  workerFile: string,
): { client: Client; close: () => Promise<void> } {
  const workbench: Workbench = openWorkbench({
    dataFolder,
    workerFile,
    holder: 'Bearing timings',
    author: 'timings',
    version: '0.0.0',
  });
  const client = createClient({
    invoke: (name, input) => workbench.call(name, input),
    subscribe: (listener) => workbench.subscribe(listener),
  });
  return { client, close: () => workbench.close() };
}

export interface Prepared {
  client: Client;
  close: () => Promise<void>;
  dataFolder: string;
  organizationId: string;
  /** The technique with the longest list. */
  techniqueId: string;
  /** A resource of it. */
  key: string;
}

const MARKED = 143;

/** A folder with all documents and an organization that has marked some rules. */
export async function prepare(scratch: string, workerFile: string, corpus: string): Promise<Prepared> {
  const dataFolder = path.join(scratch, 'prepared');
  const { client, close } = openBench(dataFolder, workerFile);
  await client.call('content.import', { items: [{ path: corpus }] });
  const { id: organizationId } = await client.call('organizations.create', { name: 'Timings' });
  const { keys } = await client.call('search.keys', {
    text: '',
    filters: { types: ['rule'] },
    organizationId,
  });
  const marked = keys.slice(0, MARKED);
  await client.call('tracking.mark', { organizationId, keys: marked, mark: 'deployed' });
  const { techniques } = await client.call('coverage.get', { organizationId });
  const size = ({ controls, rules, tests }: TechniqueCoverage) =>
    controls.listed + rules.listed + tests.listed;
  const largest = techniques.toSorted((a, b) => size(b) - size(a))[0];
  const techniqueId = techniques.find(({ id }) => id === 'T1059.001')?.id ?? largest?.id;
  const key = keys.at(-1);
  if (techniqueId === undefined || key === undefined)
    throw new Error('The documents list no rules: nothing to time.');
  return { client, close, dataFolder, organizationId, techniqueId, key };
}
