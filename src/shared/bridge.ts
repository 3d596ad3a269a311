import type { Transport } from './client.ts';
import type { ImportItem } from './model/content.ts';

/** The one object that the preload script exposes, as `window.bearing`. */
export interface Bridge extends Transport {
  /** The system's own dialog; null when the person chose nothing. */
  chooseImport(what: 'folder' | 'files'): Promise<ImportItem[] | null>;
  /** Path of a file or folder dropped on the window (a DOM File). */
  pathForFile(file: object): string;
  /** Asks where, writes a made report there, answers the path; null when the person chose none. */
  saveReport(reportId: string): Promise<string | null>;
  copyText(text: string): Promise<void>;
}
