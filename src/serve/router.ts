import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Workbench } from '../core/workbench.ts';
import { readJson } from './body.ts';
import { answerCall } from './calls.ts';
import type { EventStreams } from './events.ts';
import type { Gate } from './gate.ts';
import { Refusal } from './refusal.ts';
import { isReportAddress, sendReport } from './reports.ts';
import { respondAnswer, respondJson } from './respond.ts';
import type { StaticFiles } from './static.ts';
import type { Uploads } from './uploads.ts';

export interface Parts {
  workbench: Workbench;
  files: StaticFiles;
  events: EventStreams;
  uploads: Uploads;
  gate: Gate;
}

type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const UPLOAD = /^\/api\/uploads\/([0-9a-f]{32})$/;

/** Every request comes through here: the gate first, then by address. Throws Refusal. */
export function createRouter(parts: Parts): Route {
  return async function route(request, response) {
    parts.gate.checkOrigin(request);
    const { pathname, query } = splitAddress(request.url ?? '');
    if (pathname.startsWith('/api/')) {
      parts.gate.checkToken(request);
      await routeApi(parts, pathname, query, request, response);
      return;
    }
    requireMethod(request, 'GET');
    if (isReportAddress(pathname)) sendReport(parts.workbench, pathname, query.has('download'), response);
    else if (!parts.files.send(pathname, response)) throw nothingHere();
  };
}

async function routeApi(
  { workbench, events, uploads }: Parts,
  pathname: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const uploadId = UPLOAD.exec(pathname)?.[1];
  if (pathname === '/api/call') {
    requireMethod(request, 'POST');
    respondAnswer(response, await answerCall(workbench, uploads, await readJson(request)));
  } else if (pathname === '/api/events') {
    requireMethod(request, 'GET');
    events.open(response);
  } else if (pathname === '/api/uploads') {
    requireMethod(request, 'POST');
    await readJson(request, 1024);
    respondJson(response, 200, await uploads.create());
  } else if (uploadId !== undefined) {
    requireMethod(request, 'PUT', 'DELETE');
    if (request.method === 'PUT') {
      respondJson(response, 200, await uploads.put(uploadId, query.get('name'), request));
    } else {
      await uploads.remove(uploadId);
      respondJson(response, 200, {});
    }
  } else {
    throw nothingHere();
  }
}

/** Split by hand: a URL parser would fold `..` and accept absolute forms, and nothing here needs either. */
function splitAddress(url: string): { pathname: string; query: URLSearchParams } {
  const mark = url.indexOf('?');
  if (mark === -1) return { pathname: url, query: new URLSearchParams() };
  return { pathname: url.slice(0, mark), query: new URLSearchParams(url.slice(mark + 1)) };
}

function requireMethod(request: IncomingMessage, ...methods: string[]): void {
  if (!methods.includes(request.method ?? '')) {
    throw new Refusal(405, 'invalid-input', 'This method is not answered here.', {
      Allow: methods.join(', '),
    });
  }
}

function nothingHere(): Refusal {
  return new Refusal(404, 'not-found', 'There is nothing at this address.');
}
