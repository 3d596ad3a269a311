import { randomBytes } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openWorkbench, type Workbench } from '../core/workbench.ts';
import { AppError } from '../shared/errors.ts';
import type { UploadLimits } from '../shared/uploads.ts';
import { createEventStreams } from './events.ts';
import { createGate } from './gate.ts';
import { Refusal } from './refusal.ts';
import { respondError } from './respond.ts';
import { createRouter } from './router.ts';
import { loadStaticFiles } from './static.ts';
import { createUploads } from './uploads.ts';

export interface ServerOptions {
  dataFolder: string;
  /** 0: any free port. */
  port: number;
  /** The built renderer. */
  rendererFolder: string;
  /** The import worker's file. */
  workerFile: string;
  /** What to import into a new data folder; null for nothing. */
  seedFolder: string | null;
  author: string;
  version: string;
  /** Receives what the terminal should know; no token or content is ever in it. */
  log: (line: string) => void;
  uploadLimits?: UploadLimits;
  /** Milliseconds for the headers and for a whole request to arrive. */
  timeouts?: { headers: number; request: number; check: number };
}

export interface RunningServer {
  port: number;
  token: string;
  /** With the token in its fragment: the one address to open. */
  url: string;
  /** Ends connections, removes uploads, closes the workbench. More than once is fine. */
  close(): Promise<void>;
}

const TIMEOUTS = { headers: 10_000, request: 15 * 60_000, check: 5_000 };
const HEADER_BYTES = 16 * 1024;

/**
 * Serves the workbench on 127.0.0.1 until closed. Throws AppError: those of openWorkbench, `not-found` when the
 * interface is not built, `invalid-input` when the port is taken.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const files = loadStaticFiles(options.rendererFolder);
  const { dataFolder, workerFile, author, version } = options;
  const workbench = openWorkbench({
    dataFolder,
    workerFile,
    author,
    version,
    holder: 'Bearing in a browser',
  });
  if (workbench.warning !== null) options.log(workbench.warning);
  try {
    const server = await serve(options, workbench, files);
    if (options.seedFolder !== null) seed(workbench, options.seedFolder, options.log);
    return server;
  } catch (error) {
    await workbench.close();
    throw error;
  }
}

/** Goes on while the page is there already, which shows it. Without what ships the workbench is empty, and still of use. */
function seed(workbench: Workbench, folder: string, log: ServerOptions['log']): void {
  workbench.seed(folder).catch((error: unknown) => {
    const isEnd = error instanceof AppError && ['import-cancelled', 'closed'].includes(error.code);
    if (!isEnd) log(`What ships with Bearing was not imported: ${describe(error)}`);
  });
}

async function serve(
  options: ServerOptions,
  workbench: Workbench,
  files: ReturnType<typeof loadStaticFiles>,
): Promise<RunningServer> {
  const token = randomBytes(32).toString('hex');
  const uploads = createUploads(options.dataFolder, options.uploadLimits);
  uploads.clear();
  const events = createEventStreams(workbench);
  const server = createHttpServer(options.timeouts ?? TIMEOUTS);
  const port = await listen(server, options.port);
  const gate = createGate(port, token);
  const route = createRouter({ workbench, files, events, uploads, gate });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await route(request, response);
    } catch (error) {
      const isOurs = error instanceof Refusal || error instanceof AppError;
      if (!isOurs && !request.destroyed) options.log(`A request failed: ${describe(error)}`);
      respondError(response, error);
    }
  }
  server.on('request', (request, response) => void answer(request, response));

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    events.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    await workbench.close();
    uploads.clear();
  }
  const url = `http://127.0.0.1:${port}/#token=${token}`;
  return { port, token, url, close: () => (closing ??= close()) };
}

function createHttpServer(timeouts: NonNullable<ServerOptions['timeouts']>): http.Server {
  return http.createServer({
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    connectionsCheckingInterval: timeouts.check,
    // A request without Host gets our own answer for a wrong one.
    requireHostHeader: false,
  });
}

function listen(server: http.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      const message = `Port ${port} cannot be used: another program has it, or it needs rights. Leave --port out for a free one.`;
      reject(isTaken ? new AppError('invalid-input', message, { port }) : error);
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () =>
      resolve((server.address() as AddressInfo).port),
    );
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
