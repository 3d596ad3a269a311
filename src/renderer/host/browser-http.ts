import { AppError, type Answer } from '../../shared/errors.ts';

const LOST =
  'Bearing no longer answers. Start it again and open the address that its terminal shows; what was saved is safe.';
const STRANGE = 'This page has no valid token. Open the address that the terminal shows.';

/** There is no answer at all. */
export function hostLost(): AppError {
  return new AppError('closed', LOST);
}

/** The host is there, and does not know this page. */
export function pageRefused(): AppError {
  return new AppError('unauthorized', STRANGE);
}

export interface Http {
  /** The host did not take the token the last time. */
  readonly isRefused: boolean;
  /** Any answer of the host, good or bad. Rejects with AppError `closed` when there is none. */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** The JSON value of a good answer. Rejects with AppError: the host's own, or `closed`. */
  fetchJson<T>(path: string, init: RequestInit): Promise<T>;
  /** One call of the workbench. Never rejects. */
  invoke(name: string, input: unknown): Promise<Answer>;
}

/** Requests to the host that served this page, with its token. */
export function createHttp(token: string): Http {
  let isRefused = false;

  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = {
      ...(init.headers as Record<string, string> | undefined),
      Authorization: `Bearer ${token}`,
    };
    try {
      const response = await fetch(path, {
        ...init,
        headers,
        redirect: 'error',
        credentials: 'omit',
        cache: 'no-store',
      });
      isRefused = response.status === 401;
      return response;
    } catch {
      throw hostLost();
    }
  }

  async function readAnswer(response: Response): Promise<unknown> {
    if (response.status === 401) throw pageRefused();
    try {
      return await response.json();
    } catch {
      throw hostLost();
    }
  }

  return {
    get isRefused() {
      return isRefused;
    },

    send,

    async fetchJson<T>(path: string, init: RequestInit) {
      const response = await send(path, init);
      const value = await readAnswer(response);
      if (response.ok) return value as T;
      const { error } = value as Extract<Answer, { ok: false }>;
      throw new AppError(error.code, error.message, error.detail);
    },

    async invoke(name, input) {
      const headers = { 'Content-Type': 'application/json' };
      try {
        const response = await send('/api/call', {
          method: 'POST',
          headers,
          body: JSON.stringify({ name, input }),
        });
        return (await readAnswer(response)) as Answer;
      } catch (error) {
        if (error instanceof AppError) return { ok: false, error: error.toShape() };
        throw error;
      }
    },
  };
}
