import fs from 'node:fs';
import path from 'node:path';
import { createClient, type Client } from '../../src/shared/client.ts';
import type { AppEvent } from '../../src/shared/events.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../../src/core/workbench.ts';
import { makeTempFolder, removeFolder } from './temp-folder.ts';
import { documentText } from './technique-document.ts';

/** Bundled by global-setup.ts. */
export const WORKER_FILE = path.resolve(import.meta.dirname, '../../.cache/tests/import-worker.cjs');

export interface TestWorkbench {
  workbench: Workbench;
  client: Client;
  dataFolder: string;
  /** A folder for documents, emptied with the rest. */
  documents: string;
  events: AppEvent[];
  /** Errors that were bugs; a test that ends with any has failed. */
  internal: unknown[];
  /** Closes and opens the same folder again. */
  reopen(options?: Partial<WorkbenchOptions>): Promise<void>;
  end(): Promise<void>;
}

/** A real workbench on a fresh data folder. */
export function createTestWorkbench(options: Partial<WorkbenchOptions> = {}): TestWorkbench {
  const root = makeTempFolder('workbench');
  const documents = path.join(root, 'documents');
  fs.mkdirSync(documents);
  const internal: unknown[] = [];
  const events: AppEvent[] = [];
  const open = (more: Partial<WorkbenchOptions> = {}) => {
    const workbench = openWorkbench({
      dataFolder: path.join(root, 'data'),
      workerFile: WORKER_FILE,
      holder: 'test',
      author: 'Ada',
      version: '0.0.0',
      onInternal: (call, error) => internal.push({ call, error }),
      ...options,
      ...more,
    });
    workbench.subscribe((event) => events.push(event));
    return workbench;
  };
  const test: TestWorkbench = {
    workbench: open(),
    client: createClient({
      invoke: (name, input) => test.workbench.call(name, input),
      subscribe: (listener) => test.workbench.subscribe(listener),
    }),
    dataFolder: path.join(root, 'data'),
    documents,
    events,
    internal,
    async reopen(more) {
      await test.workbench.close();
      test.workbench = open(more);
    },
    async end() {
      await test.workbench.close();
      removeFolder(root);
    },
  };
  return test;
}

/** Writes technique documents, each with the titles of the Sigma rules that it lists, and answers the folder. */
export function writeDocuments(folder: string, documents: Record<string, string[]>): string {
  for (const [id, rules] of Object.entries(documents))
    fs.writeFileSync(path.join(folder, `${id}.md`), documentText(id, `Technique ${id}`, rules));
  return folder;
}

/** The key of a rule that `documentText` makes from its title. */
export function ruleKey(title: string): string {
  return `sigma:rules/windows/proc_creation_win_${title.toLowerCase().replace(/[^a-z0-9]+/g, '_')}.yml`;
}
