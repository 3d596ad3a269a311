/** The Electron channels between a page and the main process. There are no others. */
export const CHANNELS = {
  /** A call of the workbench: name, input -> Answer. */
  call: 'bearing:call',
  /** What only the host can do (HostRequests): name, argument -> its answer. */
  host: 'bearing:host',
  /** Pushed to the page: an AppEvent. */
  event: 'bearing:event',
} as const;

/** What a page can ask of the host beside the workbench's calls: argument and answer. */
export interface HostRequests {
  chooseImport: { argument: 'folder' | 'files'; answer: { path: string }[] | null };
  saveReport: { argument: string; answer: string | null };
  copyText: { argument: string; answer: null };
}
