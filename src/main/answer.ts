import fs from 'node:fs';
import path from 'node:path';
import { PAGE_CSP, REPORT_CSP } from '../shared/csp.ts';
import { previewMime } from '../shared/model/report.ts';
import type { FailurePage } from './failure-page.ts';
import { FAILURE_URL, ORIGIN, reportIdOf } from './origin.ts';

/** What a page can be answered: the interface's files, made reports, and why Bearing could not start. */
export interface Answers {
  /** Absolute file by address. */
  files: ReadonlyMap<string, string>;
  report(id: string): { bytes: Uint8Array; mime: string } | undefined;
  failure(): FailurePage | undefined;
}

const MIME: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** The interface's files by their whole address. An address is looked up here and never becomes a path. */
export function listPageFiles(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const pending = [''];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    for (const entry of fs.readdirSync(path.join(folder, name), { withFileTypes: true })) {
      const inside = name === '' ? entry.name : `${name}/${entry.name}`;
      if (entry.isDirectory()) pending.push(inside);
      else if (path.extname(inside) in MIME) files.set(`${ORIGIN}/${inside}`, path.join(folder, inside));
    }
  }
  return files;
}

/** Answers one request of a page. Every answer, the refusals too, carries a content security policy. */
export async function answerRequest(answers: Answers, method: string, url: string): Promise<Response> {
  if (method !== 'GET') return refuse(405);
  const address = url.replace(/#.*$/s, '');
  const file = answers.files.get(address);
  if (file !== undefined) return reply(await fs.promises.readFile(file), MIME[path.extname(file)]!, PAGE_CSP);
  if (address === FAILURE_URL) {
    const page = answers.failure();
    return page === undefined ? refuse(404) : reply(page.html, MIME['.html']!, page.csp);
  }
  const id = reportIdOf(address);
  const report = id === undefined ? undefined : answers.report(id);
  return report === undefined ? refuse(404) : reply(report.bytes, previewMime(report.mime), REPORT_CSP);
}

function reply(body: string | Uint8Array, mime: string, csp: string): Response {
  const headers = { ...HEADERS, 'Content-Type': mime, 'Content-Security-Policy': csp };
  return new Response(body as BodyInit, { headers });
}

function refuse(status: 404 | 405): Response {
  return new Response(null, {
    status,
    headers: { ...HEADERS, 'Content-Security-Policy': "default-src 'none'" },
  });
}
