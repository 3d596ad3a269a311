import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../shared/bridge.ts';
import { CHANNELS, type HostRequests } from '../shared/channels.ts';
import type { Answer, Outcome } from '../shared/errors.ts';
import type { AppEvent } from '../shared/events.ts';

const bridge = {
  invoke: (name: string, input: unknown): Promise<Answer> => ipcRenderer.invoke(CHANNELS.call, name, input),
  subscribe(listener: (event: AppEvent) => void) {
    // The page gets the event alone: Electron's own event object carries the sender.
    const forward = (_event: unknown, event: AppEvent) => listener(event);
    ipcRenderer.on(CHANNELS.event, forward);
    return () => {
      ipcRenderer.removeListener(CHANNELS.event, forward);
    };
  },
  chooseImport: (what: 'folder' | 'files') => ask('chooseImport', what),
  pathForFile: (file: object) => pathOf(file as File),
  saveReport: (reportId: string) => ask('saveReport', reportId),
  async copyText(text: string) {
    await ask('copyText', text);
  },
} satisfies Bridge;

contextBridge.exposeInMainWorld('bearing', bridge);

async function ask<N extends keyof HostRequests>(
  name: N,
  argument: HostRequests[N]['argument'],
): Promise<HostRequests[N]['answer']> {
  const answer = (await ipcRenderer.invoke(CHANNELS.host, name, argument)) as Outcome<
    HostRequests[N]['answer']
  >;
  if (answer.ok) return answer.value;
  // Only the message of an error gets through the bridge to the page.
  throw new Error(answer.error.message);
}

// Electron 32 took `path` off File; before 29 there was no webUtils.
function pathOf(file: File & { path?: string }): string {
  const utils = webUtils as typeof webUtils | undefined;
  return utils === undefined ? (file.path ?? '') : utils.getPathForFile(file);
}
