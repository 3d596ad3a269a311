import type { Host } from '../../src/renderer/host/host.ts';
import { AppState, type PageWindow } from '../../src/renderer/state/app-state.svelte.ts';
import { readAnswer } from '../../src/shared/client.ts';
import type { AppError } from '../../src/shared/errors.ts';
import type { ImportItem } from '../../src/shared/model/content.ts';
import type { MadeReport } from '../../src/shared/model/report.ts';
import { createTestWorkbench, type TestWorkbench } from './workbench.ts';

/** One window or tab of the workbench. */
export interface TestWindow {
  app: AppState;
  address: PageWindow;
  /** Says that the host has gone, or with null that it is back. */
  lose(error: AppError | null): void;
}

export interface TestApp extends TestWorkbench {
  app: AppState;
  /** What was copied, newest last. */
  copied: string[];
  /** The reports that were saved. */
  saved: MadeReport[];
  /** What the person chooses next; null: nothing. */
  choice: ImportItem[] | null;
  /** One more window. `memory` is kept where it is loaded again; `answers` go over those of the workbench. */
  openWindow(
    memory?: Map<string, string>,
    hash?: string,
    answers?: Record<string, object>,
  ): Promise<TestWindow>;
  /** What the toasts say, oldest first. */
  toasts(): string[];
  /** Waits until it holds; effects have run then. */
  until(holds: () => boolean): Promise<void>;
}

/** The renderer's state over a real workbench in this process, without a window. */
export async function createTestApp(): Promise<TestApp> {
  const test = createTestWorkbench();
  const made = { copied: [] as string[], saved: [] as MadeReport[], choice: null as ImportItem[] | null };
  const openWindow: TestApp['openWindow'] = async (memory = new Map(), hash = '', answers = {}) => {
    let lose: TestWindow['lose'] = () => undefined;
    const host: Host = {
      transport: {
        async invoke(name, input) {
          const answer = await test.workbench.call(name, input);
          return answer.ok && answers[name]
            ? { ok: true, value: { ...readAnswer<object>(answer), ...answers[name] } }
            : answer;
        },
        subscribe: (listener) => test.workbench.subscribe(listener),
      },
      capabilities: { host: 'electron', nativeDialogs: true },
      onLost: (listener) => (lose = listener),
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
    const address = createAddress(memory, hash);
    const app = new AppState(host, address);
    await app.start();
    return { app, address, lose: (error) => lose(error) };
  };
  const { app } = await openWindow();
  return Object.assign(made, test, {
    app,
    openWindow,
    toasts: () => app.toasts.list.map(({ text }) => text),
    until: (holds: () => boolean) => until(test, holds),
  });
}

/** The address of a window, without one; `memory` is what a browser keeps for a tab. */
function createAddress(memory: Map<string, string>, hash: string): PageWindow {
  const location = { hash };
  const go = (_state: unknown, _title: string, url?: string | URL | null) => {
    location.hash = String(url ?? '');
  };
  return {
    location,
    history: { pushState: go, replaceState: go },
    sessionStorage: {
      getItem: (name) => memory.get(name) ?? null,
      setItem: (name, value) => void memory.set(name, value),
    },
  };
}

/** Looks again after every event and every turn of the loop; the test's own time limit ends it. */
async function until(test: TestWorkbench, holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (test.internal.length > 0) throw new Error(JSON.stringify(test.internal));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
