import type { Transport } from '../../shared/client.ts';
import type { AppError } from '../../shared/errors.ts';
import type { Capabilities } from '../../shared/model/app-info.ts';
import type { ImportItem } from '../../shared/model/content.ts';
import type { MadeReport } from '../../shared/model/report.ts';

/** What is done in each host's own way. Implemented by electron.ts and browser.ts beside this file. */
export interface Host {
  transport: Transport;
  capabilities: Capabilities;
  /** Says why the host does not answer any more, and null when it is back. Absent: page and host end together. */
  onLost?(listener: (error: AppError | null) => void): void;
  /** Lets the person choose; null when they chose nothing. In a browser the chosen files are uploaded first. */
  chooseImport(what: 'folder' | 'files'): Promise<ImportItem[] | null>;
  /** Files or folders dropped on the window. */
  dropImport(data: DataTransfer): Promise<ImportItem[]>;
  /** Address under which the page can show a made report in a frame. */
  reportUrl(report: MadeReport): string;
  /** Saves a made report; where, as shown, or null when the person chose no place. */
  saveReport(report: MadeReport): Promise<string | null>;
  copyText(text: string): Promise<void>;
}
