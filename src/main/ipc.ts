import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import type { Workbench } from '../core/workbench.ts';
import { CHANNELS } from '../shared/channels.ts';
import { AppError, type Answer } from '../shared/errors.ts';
import { createHost } from './dialogs.ts';
import { describeError, type Log } from './log.ts';
import { isOwnUrl } from './origin.ts';

/** Connects the page to the workbench: calls one way, events the other. Answers a function that disconnects them. */
export function connectPage(window: BrowserWindow, workbench: Workbench, log: Log): () => void {
  const host = createHost(window, workbench);
  ipcMain.handle(CHANNELS.call, (event, name: unknown, input: unknown) => {
    requireOwnPage(event, window);
    return workbench.call(String(name), input);
  });
  ipcMain.handle(CHANNELS.host, (event, name: unknown, argument: unknown) => {
    requireOwnPage(event, window);
    return answerHost(host, String(name), argument, log);
  });
  const unsubscribe = workbench.subscribe((event) => {
    if (!window.isDestroyed()) window.webContents.send(CHANNELS.event, event);
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(CHANNELS.call);
    ipcMain.removeHandler(CHANNELS.host);
  };
}

/** Throws unless the main frame of Bearing's own window asks, and its page is Bearing's own. */
function requireOwnPage({ sender, senderFrame }: IpcMainInvokeEvent, window: BrowserWindow): void {
  const isOwn = senderFrame !== null && senderFrame.parent === null && isOwnUrl(senderFrame.url);
  if (!isOwn || window.isDestroyed() || sender !== window.webContents) {
    throw new AppError('unauthorized', 'Only the window of Bearing itself may ask this.');
  }
}

async function answerHost(
  host: ReturnType<typeof createHost>,
  name: string,
  argument: unknown,
  log: Log,
): Promise<Answer> {
  try {
    if (!Object.hasOwn(host, name)) throw new AppError('not-supported', `The window cannot do "${name}".`);
    return { ok: true, value: await host[name as keyof typeof host](argument) };
  } catch (error) {
    if (error instanceof AppError) return { ok: false, error: error.toShape() };
    log.error('host request failed', { name, ...describeError(error) });
    return {
      ok: false,
      error: {
        code: 'internal',
        message: 'This did not work, and Bearing does not know why. It is in the log.',
      },
    };
  }
}
