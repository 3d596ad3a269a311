import type { Bridge } from '../../shared/bridge.ts';
import { createBrowserHost } from './browser.ts';
import { createElectronHost } from './electron.ts';
import type { Host } from './host.ts';

declare global {
  interface Window {
    /** Exposed by Electron's preload script alone. */
    readonly bearing?: Bridge;
  }
}

/** The host that this page runs in. To be called once, at start. */
export async function createHost(): Promise<Host> {
  return window.bearing === undefined ? createBrowserHost() : createElectronHost(window.bearing);
}
