import { AppError } from '../../shared/errors.ts';
import type { MadeReport } from '../../shared/model/report.ts';
import { createEvents } from './browser-events.ts';
import { askForFiles, listDropped } from './browser-files.ts';
import { createHttp } from './browser-http.ts';
import { offerToken, takeToken } from './browser-token.ts';
import { createUploader } from './browser-uploads.ts';
import type { Host } from './host.ts';

/** The host in a browser: everything goes over HTTP to the server that gave out this page. */
export async function createBrowserHost(): Promise<Host> {
  const token = await takeToken();
  const http = createHttp(token);
  offerToken(() => (http.isRefused ? '' : token));
  const uploader = createUploader(http);
  const events = createEvents(http);
  return {
    transport: {
      invoke: (name, input) => http.invoke(name, input),
      subscribe: (listener) => events.subscribe(listener),
    },
    capabilities: { host: 'browser', nativeDialogs: false },
    onLost: (listener) => events.onLost(listener),
    async chooseImport(what) {
      const files = await askForFiles(what);
      return files === null ? null : uploader.upload(files);
    },
    async dropImport(data) {
      return uploader.upload(await listDropped(data));
    },
    reportUrl,
    saveReport: (report) => Promise.resolve(download(report)),
    copyText,
  };
}

function reportUrl(report: MadeReport): string {
  return `/report/${report.id}`;
}

/** The browser saves it where it saves everything, and tells the page no more than this name. */
function download(report: MadeReport): string {
  const link = document.createElement('a');
  link.href = `${reportUrl(report)}?download`;
  link.download = report.fileName;
  link.click();
  return report.fileName;
}

async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new AppError(
      'not-supported',
      'The browser did not allow copying. Select the text and press Ctrl+C.',
    );
  }
}
