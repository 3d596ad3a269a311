import type { ServerResponse } from 'node:http';
import { AppError, type Answer } from '../shared/errors.ts';
import { PAGE_CSP } from '../shared/csp.ts';
import { Refusal } from './refusal.ts';

/** On every answer. A made report alone replaces the policy by its own. */
export const COMMON_HEADERS = {
  'Content-Security-Policy': PAGE_CSP,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

const SHUT_OUT = new Set([401, 403, 421, 429]);

export function respond(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  headers: Record<string, string>,
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { ...COMMON_HEADERS, ...headers, 'Content-Length': String(bytes.byteLength) });
  response.end(bytes);
}

/** Answers a call. A value that is JSON already is put in as it is. */
export function respondAnswer(response: ServerResponse, answer: Answer): void {
  if (!('json' in answer)) return respondJson(response, 200, answer);
  const body = Buffer.concat([Buffer.from('{"ok":true,"value":'), answer.json, Buffer.from('}')]);
  respond(response, 200, body, JSON_TYPE);
}

export function respondJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  respond(response, status, JSON.stringify(value), {
    ...JSON_TYPE,
    ...headers,
  });
}

/** Answers an error as the JSON error answer that every transport knows; what is no Refusal or AppError stays untold. */
export function respondError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof Refusal) {
    // Whoever is not let in is not listened to either: the rest of the body stays unread.
    const headers = SHUT_OUT.has(error.status) ? { ...error.headers, Connection: 'close' } : error.headers;
    respondJson(response, error.status, failure(error.code, error.message), headers);
  } else if (error instanceof AppError) {
    respondJson(response, error.code === 'disk-full' ? 507 : 500, {
      ok: false,
      error: error.toShape(),
    } satisfies Answer);
  } else {
    const message = 'The request failed inside Bearing. Nothing was changed by it; try again.';
    respondJson(response, 500, failure('internal', message));
  }
}

function failure(code: Refusal['code'], message: string): Answer {
  return { ok: false, error: { code, message } };
}
