import { app, BrowserWindow, nativeTheme } from 'electron';
import { WEB_PREFERENCES } from './guard.ts';
import { loadPage } from './load-page.ts';
import type { Log } from './log.ts';
import { readWindowState, saveWindowState } from './window-state.ts';

export interface WindowOptions {
  preload: string;
  /** Where the window's place is kept. */
  stateFolder: string;
  url: string;
  log: Log;
  /** The page has crashed so often that loading it again helps nobody. */
  onHopeless(): void;
}

// The page's own ground in both themes, so that nothing flashes before its first paint.
const GROUND = { light: '#ffffff', dark: '#17181b' };
const CRASHES = 3;
const CRASH_SPAN_MS = 60_000;

/** Opens the one window. It shows itself when its page has painted. */
export function openWindow(options: WindowOptions): BrowserWindow {
  const { bounds, isMaximized } = readWindowState(options.stateFolder);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 1024,
    minHeight: 700,
    title: 'Bearing',
    show: false,
    backgroundColor: ground(),
    autoHideMenuBar: true,
    webPreferences: { ...WEB_PREFERENCES, preload: options.preload, devTools: !app.isPackaged },
  });
  if (isMaximized) window.maximize();
  const follow = () => window.setBackgroundColor(ground());
  nativeTheme.on('updated', follow);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => saveWindowState(options.stateFolder, window));
  window.on('closed', () => nativeTheme.off('updated', follow));
  reloadAfterCrash(window, options);
  loadPage(window.webContents, options.url, options.log);
  return window;
}

/** Brings the window to the front. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function ground(): string {
  return nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light;
}

// The page holds nothing that the workbench does not: what was marked is in the ledger, and a new page shows it.
function reloadAfterCrash(window: BrowserWindow, { log, onHopeless }: WindowOptions): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error('page crashed', { reason, exitCode });
    const now = Date.now();
    crashes = [...crashes.filter((time) => now - time < CRASH_SPAN_MS), now];
    if (crashes.length > CRASHES) onHopeless();
    else window.webContents.reload();
  });
  window.on('unresponsive', () => log.warn('page does not answer'));
}
