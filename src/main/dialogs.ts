import { app, clipboard, dialog, type BrowserWindow } from 'electron';
import fs from 'node:fs';
import path from 'node:path';
import type { Workbench } from '../core/workbench.ts';
import type { HostRequests } from '../shared/channels.ts';
import { AppError } from '../shared/errors.ts';
import { REPORT_FORMAT_NAMES } from '../shared/model/report.ts';

const MAX_COPY = 1_000_000;

type Host = { [N in keyof HostRequests]: (argument: unknown) => Promise<HostRequests[N]['answer']> };

/** What the system's own dialogs and clipboard do for the page. Each throws AppError. */
export function createHost(window: BrowserWindow, workbench: Workbench): Host {
  return {
    async chooseImport(what) {
      const isFolder = what === 'folder';
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Import',
        buttonLabel: 'Import',
        properties: [isFolder ? 'openDirectory' : 'openFile', 'multiSelections'],
        ...(isFolder
          ? {}
          : {
              filters: [
                {
                  name: 'Technique documents, archives, ATT&CK, packs',
                  extensions: ['md', 'markdown', 'zip', 'gz', 'tgz', 'json', 'bearing-pack'],
                },
              ],
            }),
      });
      return canceled || filePaths.length === 0 ? null : filePaths.map((file) => ({ path: file }));
    },
    async saveReport(reportId) {
      const report = typeof reportId === 'string' ? workbench.madeReport(reportId) : undefined;
      if (!report) throw new AppError('not-found', 'This report is no longer there. Make it again.');
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: 'Save report',
        defaultPath: path.join(app.getPath('documents'), report.fileName),
        filters: [
          {
            name: REPORT_FORMAT_NAMES[report.format],
            extensions: [path.extname(report.fileName).slice(1)],
          },
        ],
      });
      if (canceled || !filePath) return null;
      await write(filePath, report.bytes);
      return filePath;
    },
    async copyText(text) {
      if (typeof text !== 'string' || text.length > MAX_COPY) {
        throw new AppError('invalid-input', 'This cannot be copied: it is no text, or too long.');
      }
      await clipboard.writeText(text);
      return null;
    },
  };
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await fs.promises.writeFile(file, bytes);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC')
      throw new AppError('disk-full', `There is no room for ${file}. Save it elsewhere.`);
    throw new AppError('path-not-writable', `${file} was not saved: ${message}. Save it elsewhere.`);
  }
}
