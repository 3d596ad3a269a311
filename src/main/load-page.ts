import type { WebContents } from 'electron';
import type { Log } from './log.ts';

/** Loads one of Bearing's own pages. A load that another one or a crash overtakes is no failure: what overtook it is shown. */
export function loadPage(contents: WebContents, url: string, log: Log): void {
  contents.loadURL(url).catch((error: Error) => log.warn('page not loaded', { url, error: error.message }));
}
