import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { startServer, type RunningServer, type ServerOptions } from '../../src/serve/server.ts';
import type { Answer } from '../../src/shared/errors.ts';
import { PROJECT } from './source-files.ts';
import { makeTempFolder, removeFolder } from './temp-folder.ts';
import { readAnswer } from '../../src/shared/client.ts';

export interface TestServer extends RunningServer {
  dataFolder: string;
  rendererFolder: string;
  /** What the terminal was told. */
  lines: string[];
  /** Closes it and removes its folders. */
  end(): Promise<void>;
}

export interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface Sending {
  method?: string;
  path: string;
  headers?: http.OutgoingHttpHeaders;
  body?: string | Uint8Array;
}

/** The browser host in this process, on a free port, with a fresh data folder and a page of two files. */
export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const folder = makeTempFolder('serve');
  const rendererFolder = path.join(folder, 'renderer');
  fs.mkdirSync(path.join(rendererFolder, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(rendererFolder, 'index.html'), '<!doctype html><title>Bearing</title>');
  fs.writeFileSync(path.join(rendererFolder, 'assets', 'page.js'), 'export {};');
  fs.writeFileSync(path.join(folder, 'secret.js'), 'secret');
  const lines: string[] = [];
  const dataFolder = options.dataFolder ?? path.join(folder, 'data');
  const server = await startServer({
    rendererFolder,
    port: 0,
    workerFile: path.join(PROJECT, '.cache/tests/import-worker.cjs'),
    seedFolder: null,
    author: 'Tester',
    version: '0.0.0',
    log: (line) => lines.push(line),
    ...options,
    dataFolder,
  });
  async function end(): Promise<void> {
    await server.close();
    removeFolder(folder);
  }
  return { ...server, dataFolder, rendererFolder, lines, end };
}

/** Headers that the page itself would send. */
export function ownHeaders(server: RunningServer): Record<string, string> {
  return { Authorization: `Bearer ${server.token}`, Origin: `http://127.0.0.1:${server.port}` };
}

export function send(
  server: RunningServer,
  { method = 'GET', path: address, headers, body }: Sending,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, method, path: address, headers, agent: false };
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** As the page sends it. */
export function sendOwn(server: RunningServer, sending: Sending): Promise<Reply> {
  return send(server, { ...sending, headers: { ...ownHeaders(server), ...sending.headers } });
}

/** One call of the workbench over HTTP. */
export async function call(server: RunningServer, name: string, input: unknown): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json' };
  const reply = await sendOwn(server, {
    method: 'POST',
    path: '/api/call',
    headers,
    body: JSON.stringify({ name, input }),
  });
  return JSON.parse(reply.body) as Answer;
}

/** The value of a call that has to work. */
export async function callForValue<T>(server: RunningServer, name: string, input: unknown): Promise<T> {
  return readAnswer(await call(server, name, input));
}

/** Sends bytes as they are and answers all that comes back until the server ends the connection. */
export function sendRaw(
  port: number,
  text: string | Buffer,
  isDone?: (soFar: string) => boolean,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      answer += chunk;
      if (isDone?.(answer)) socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      answer === '' && error.code !== 'ECONNRESET' ? reject(error) : undefined,
    );
    socket.on('close', () => resolve(answer));
  });
}

/** The status of a raw answer; 0 when the connection ended without one. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}
