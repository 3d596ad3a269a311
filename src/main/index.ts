// The desktop window. In order: switches and guards while Electron starts, the data folder's single instance, then the
// workbench, the window, and last what ships with Bearing, which imports while the window is already there.
import { app, nativeTheme, protocol, session, type BrowserWindow } from 'electron';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openWorkbench, type Workbench } from '../core/workbench.ts';
import type { Outcome } from '../shared/errors.ts';
import type { Settings } from '../shared/model/app-info.ts';
import { answerRequest, listPageFiles } from './answer.ts';
import { findDataFolder, makeProfileFolder } from './command-line.ts';
import { makeFailurePage, type FailurePage } from './failure-page.ts';
import { guardEverything } from './guard.ts';
import { loadPage } from './load-page.ts';
import { connectPage } from './ipc.ts';
import { describeError, openLog, type Log } from './log.ts';
import { setMenu } from './menu.ts';
import { FAILURE_URL, SCHEME, START_URL } from './origin.ts';
import { applySwitches } from './switches.ts';
import { focusWindow, openWindow } from './window.ts';

const built = path.dirname(fileURLToPath(import.meta.url));
const files = {
  renderer: path.join(built, '../renderer'),
  preload: path.join(built, '../preload/index.js'),
  worker: path.join(built, 'import-worker.js'),
  documents: path.join(
    app.isPackaged ? process.resourcesPath : path.join(built, '../..'),
    'data/technique-documents',
  ),
};

let log: Log;
let profile: string;
let workbench: Workbench | undefined;
let window: BrowserWindow | undefined;
let failure: FailurePage | undefined;
let isQuitting = false;

applySwitches(app.commandLine);
// Where Chromium's sandbox is off, asking for it again only sends its services into a loop of crashes.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
guardEverything(() => log);
start();

function start(): void {
  let dataFolder: string;
  let wrongArguments: unknown;
  const machine = { platform: process.platform, env: process.env, home: os.homedir() };
  try {
    dataFolder = findDataFolder(process.argv.slice(1), machine);
  } catch (error) {
    wrongArguments = error;
    dataFolder = findDataFolder([], machine);
  }
  log = openLog({ folder: path.join(dataFolder, 'logs') });
  profile = makeProfileFolder(app.getPath('userData'), dataFolder);
  app.setPath('userData', profile);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.on('second-instance', () => window && focusWindow(window));
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', () => (isQuitting = true));
  app.on('will-quit', end);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  void app
    .whenReady()
    .then(() => run(dataFolder, wrongArguments))
    .catch(fail);
}

async function run(dataFolder: string, wrongArguments: unknown): Promise<void> {
  setMenu();
  const pageFiles = listPageFiles(files.renderer);
  const answers = {
    files: pageFiles,
    report: (id: string) => workbench?.madeReport(id),
    failure: () => failure,
  };
  session.defaultSession.protocol.handle(SCHEME, ({ method, url }) => answerRequest(answers, method, url));
  if (wrongArguments !== undefined) return fail(wrongArguments);

  workbench = openWorkbench({
    dataFolder,
    workerFile: files.worker,
    holder: 'Bearing window',
    author: systemUser(),
    version: app.getVersion(),
  });
  if (workbench.warning !== null) log.warn(workbench.warning);
  await followTheme(workbench);
  window = show(START_URL);
  const disconnect = connectPage(window, workbench, log);
  window.on('closed', disconnect);
  log.info('started', { version: app.getVersion(), electron: process.versions.electron });
  // Without what ships with it the workbench is empty, and still of use. Quitting meanwhile cancels this import as any other.
  workbench
    .seed(files.documents)
    .catch((error: unknown) => log.warn('nothing was seeded', describeError(error)));
}

function show(url: string): BrowserWindow {
  return openWindow({
    preload: files.preload,
    stateFolder: profile,
    url,
    log,
    onHopeless: () => fail(new Error('the page crashed again and again')),
  });
}

/** Says why there is no workbench, in the window that is there or a new one; closing it ends Bearing. */
function fail(error: unknown): void {
  log.error('failed', describeError(error));
  if (isQuitting) return;
  failure = makeFailurePage(error, log.file);
  if (!app.isReady()) return app.exit(1);
  if (window && !window.isDestroyed()) loadPage(window.webContents, FAILURE_URL, log);
  else window = show(FAILURE_URL);
}

/** The workbench closes after the window and before Electron does; a start that failed ends with code 1. */
function end(event: { preventDefault(): void }): void {
  if (!workbench) {
    if (failure) app.exit(1);
    return;
  }
  event.preventDefault();
  const open = workbench;
  workbench = undefined;
  open
    .close()
    .catch((error: unknown) => log.error('not closed well', describeError(error)))
    // Electron hears no second quit while it still answers the first.
    .finally(() => setImmediate(() => app.quit()));
}

/** The system's part of the window, its menus and dialogs follow the theme in the settings. */
async function followTheme(open: Workbench): Promise<void> {
  const apply = async () => {
    const answer = (await open.call('settings.get', {})) as Outcome<Settings>;
    if (answer.ok) nativeTheme.themeSource = answer.value.theme;
  };
  open.subscribe(({ name }) => void (name === 'settings.changed' && apply()));
  await apply();
}

/** Who makes entries until the settings say so. */
function systemUser(): string {
  try {
    return os.userInfo().username || 'unknown';
  } catch {
    return 'unknown'; // Some machines run a process as a number without a name.
  }
}
