import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** A call's argument: 50,000 keys, or a note of 256 KiB with every character escaped, fit in well. */
export const CALL_BYTES = 16 * 1024 * 1024;
/** A sender that falls silent in the middle is cut off. */
const SILENCE = 30_000;

/** Throws Refusal (415) unless the body is declared as this media type. */
export function requireType(request: IncomingMessage, type: string): void {
  const given = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (given !== type) throw new Refusal(415, 'invalid-input', `The body has to be ${type}.`);
}

/**
 * The body in pieces. Throws Refusal (413) when it is, or is declared, larger than `limit`. A body that stops coming ends the
 * connection.
 */
export async function* readChunks(request: IncomingMessage, limit: number): AsyncGenerator<Buffer> {
  const tooLarge = new Refusal(413, 'invalid-input', `The body is larger than ${limit} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge;
  const timer = setTimeout(() => request.destroy(), SILENCE);
  let size = 0;
  try {
    // destroyOnReturn would close the socket, and with it the way for the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      timer.refresh();
      size += chunk.length;
      // A sender in the middle of its body does not hear an answer: within reason it is heard out first.
      if (size > 2 * limit) throw tooLarge;
      if (size <= limit) yield chunk;
    }
    if (size > limit) throw tooLarge;
  } finally {
    clearTimeout(timer);
  }
}

/** The whole body as a JSON value. Throws Refusal: 415, 413, 400. */
export async function readJson(request: IncomingMessage, limit = CALL_BYTES): Promise<unknown> {
  requireType(request, 'application/json');
  const chunks: Buffer[] = [];
  for await (const chunk of readChunks(request, limit)) chunks.push(chunk);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new Refusal(400, 'invalid-input', 'The body is not valid JSON.');
  }
}
