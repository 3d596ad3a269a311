import type { Host } from '../../src/renderer/host/host.ts';
import { AppState } from '../../src/renderer/state/app-state.svelte.ts';
import type { ImportItem } from '../../src/shared/model/content.ts';
import type { MadeReport } from '../../src/shared/model/report.ts';
import { createTestWorkbench, type TestWorkbench } from './workbench.ts';

export interface TestApp extends TestWorkbench {
  app: AppState;
  /** What was copied, newest last. */
  copied: string[];
  /** The reports that were saved. */
  saved: MadeReport[];
  /** What the person chooses next; null: nothing. */
  choice: ImportItem[] | null;
  /** What the toasts say, oldest first. */
  toasts(): string[];
  /** Waits until it holds; effects have run then. */
  until(holds: () => boolean): Promise<void>;
}

/** The renderer's state over a real workbench in this process, without a window. */
export async function createTestApp(): Promise<TestApp> {
  const test = createTestWorkbench();
  const made = { copied: [] as string[], saved: [] as MadeReport[], choice: null as ImportItem[] | null };
  const host: Host = {
    transport: {
      invoke: (name, input) => test.workbench.call(name, input),
      subscribe: (listener) => test.workbench.subscribe(listener),
    },
    capabilities: { host: 'electron', nativeDialogs: true },
    chooseImport: () => Promise.resolve(made.choice),
    dropImport: () => Promise.resolve(made.choice ?? []),
    reportUrl: ({ id }) => `/report/${id}`,
    saveReport(report) {
      made.saved.push(report);
      return Promise.resolve(`/home/ada/${report.fileName}`);
    },
    copyText(text) {
      made.copied.push(text);
      return Promise.resolve();
    },
  };
  const app = new AppState(host, createAddress());
  await app.start();
  return Object.assign(made, test, {
    app,
    toasts: () => app.toasts.list.map(({ text }) => text),
    until: (holds: () => boolean) => until(test, holds),
  });
}

/** The address of a window, without one. */
function createAddress(): ConstructorParameters<typeof AppState>[1] {
  const location = { hash: '' };
  const go = (_state: unknown, _title: string, url?: string | URL | null) => {
    location.hash = String(url ?? '');
  };
  return { location, history: { pushState: go, replaceState: go } };
}

/** Looks again after every event and every turn of the loop; the test's own time limit ends it. */
async function until(test: TestWorkbench, holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (test.internal.length > 0) throw new Error(JSON.stringify(test.internal));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
