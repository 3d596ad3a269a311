import { app, type Session, type WebContents, type WebPreferences } from 'electron';
import { loadPage } from './load-page.ts';
import type { Log } from './log.ts';
import { isOwnUrl, reportIdOf, START_URL } from './origin.ts';

/** The rights of every page that Bearing opens: none. The one exception is the preload script's bridge. */
export const WEB_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  plugins: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  autoplayPolicy: 'user-gesture-required',
} as const satisfies WebPreferences;

/** Guards every session and every page from its making on. To be called before Electron is ready. */
export function guardEverything(log: () => Log): void {
  app.on('session-created', (session) => guardSession(session, log));
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log));
}

function guardSession(session: Session, log: () => Log): void {
  session.webRequest.onBeforeRequest(({ url, resourceType }, answer) => {
    const isRefused = !isAllowed(url);
    if (isRefused) log().warn('request refused', { url: url.slice(0, 200), resourceType });
    answer({ cancel: isRefused });
  });
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log().warn('permission refused', { permission });
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.setCertificateVerifyProc((_request, answer) => answer(CERTIFICATE_REFUSED));
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
}

const CERTIFICATE_REFUSED = -2;

function isAllowed(url: string): boolean {
  return isOwnUrl(url) || (!app.isPackaged && url.startsWith('devtools://'));
}

function guardContents(contents: WebContents, log: () => Log): void {
  const refuse = (event: { preventDefault(): void }, url: string) => {
    event.preventDefault();
    log().warn('navigation refused', { url: url.slice(0, 200) });
  };
  // Neither event is fired for what main itself loads.
  contents.on('will-navigate', (event, url) => refuse(event, url));
  contents.on('will-redirect', (event, url) => refuse(event, url));
  contents.on('will-frame-navigate', (event) => {
    const isReport = !event.isMainFrame && reportIdOf(event.url.replace(/#.*$/s, '')) !== undefined;
    if (!isReport) refuse(event, event.url);
  });
  // An empty page needs no request, so nobody is asked before it comes.
  contents.on('did-navigate', (_event, url) => {
    if (!isAllowed(url)) loadPage(contents, START_URL, log());
  });
  contents.setWindowOpenHandler(({ url }) => {
    log().warn('window refused', { url: url.slice(0, 200) });
    return { action: 'deny' };
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // WebRTC asks no guard of requests, and the switch of this name alone does not reach every page.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
