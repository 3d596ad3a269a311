import type { ServerResponse } from 'node:http';
import type { Workbench } from '../core/workbench.ts';
import { REPORT_CSP } from '../shared/csp.ts';
import { previewMime } from '../shared/model/report.ts';
import { Refusal } from './refusal.ts';
import { respond } from './respond.ts';

/** On loopback any page of this machine could put it in a frame; ours alone may. */
const POLICY = `${REPORT_CSP}; frame-ancestors 'self'`;
const ADDRESS = /^\/report\/([A-Za-z0-9_-]{16,128})$/;

export function isReportAddress(pathname: string): boolean {
  return pathname.startsWith('/report/');
}

/**
 * Sends a made report, to look at or as a download. Its id cannot be guessed and is its key: a frame and a download
 * cannot carry the token. Throws Refusal (404).
 */
export function sendReport(
  workbench: Workbench,
  pathname: string,
  isDownload: boolean,
  response: ServerResponse,
): void {
  const id = ADDRESS.exec(pathname)?.[1];
  const report = id === undefined ? undefined : workbench.madeReport(id);
  if (report === undefined) {
    throw new Refusal(404, 'not-found', 'This report is no longer kept. Make it again.');
  }
  respond(response, 200, report.bytes, {
    'Content-Type': isDownload ? report.mime : previewMime(report.mime),
    'Content-Security-Policy': POLICY,
    'Content-Disposition': isDownload ? attachment(report.fileName) : 'inline',
  });
}

/** RFC 6266: the name in ASCII for old readers, and in full. */
function attachment(fileName: string): string {
  const ascii = fileName.replace(/[^\w.() -]/g, '_');
  const full = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${full}`;
}
