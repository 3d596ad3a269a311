import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** Wrong tokens that are answered at leisure in one minute; the right one always passes. */
export const WRONG_TOKENS_PER_MINUTE = 20;
const MINUTE = 60_000;

export interface Gate {
  /** Throws Refusal unless the request was meant for this server and comes from its own page or from no page. */
  checkOrigin(request: IncomingMessage): void;
  /** Throws Refusal unless the request carries the token. */
  checkToken(request: IncomingMessage): void;
}

/**
 * Any page in any browser on this machine can send requests to a loopback port, and any name can be made to resolve
 * to 127.0.0.1. So a request counts only with our exact address as Host, no foreign origin, and the token.
 */
export function createGate(port: number, token: string): Gate {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  const expected = digest(`Bearer ${token}`);
  const wrong = createCounter(WRONG_TOKENS_PER_MINUTE);

  return {
    checkOrigin(request) {
      if (!hasHost(request, host)) {
        throw new Refusal(421, 'unauthorized', `This server answers at http://${host}/ alone.`);
      }
      const given = request.headers.origin;
      const isRead = request.method === 'GET';
      if (given === undefined ? !isRead : given !== origin) {
        throw new Refusal(403, 'unauthorized', 'The request comes from another page. Refused.');
      }
      const site = request.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') {
        throw new Refusal(403, 'unauthorized', 'The request comes from another site. Refused.');
      }
    },

    checkToken(request) {
      const given = request.headers.authorization;
      if (given !== undefined && timingSafeEqual(digest(given), expected)) return;
      if (given !== undefined && wrong.isOver()) {
        throw new Refusal(429, 'unauthorized', 'Too many wrong tokens. Wait a minute.', {
          'Retry-After': '60',
        });
      }
      throw new Refusal(
        401,
        'unauthorized',
        'The token is missing or wrong. Open the address that the terminal shows.',
      );
    },
  };
}

/** Exactly one Host header, and it is ours to the letter. Node keeps the first of several, so the raw ones count. */
function hasHost(request: IncomingMessage, host: string): boolean {
  const names = request.rawHeaders.filter((_, i) => i % 2 === 0);
  const hosts = names.filter((name) => name.toLowerCase() === 'host');
  return hosts.length === 1 && request.headers.host === host;
}

/** Of equal length whatever was sent, so that comparing tells nothing about it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function createCounter(limit: number): { isOver(): boolean } {
  let since = 0;
  let count = 0;
  return {
    isOver() {
      const now = Date.now();
      if (now - since > MINUTE) [since, count] = [now, 0];
      count += 1;
      return count > limit;
    },
  };
}
