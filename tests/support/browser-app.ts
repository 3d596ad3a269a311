import { test as base, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const PROJECT = path.resolve(__dirname, '../..');
const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)\/#token=([0-9a-f]{64})/;

export interface ServeOptions {
  dataFolder?: string;
  args?: string[];
}

/** The built browser host in a process of its own. */
export interface ServedBearing {
  /** With the token. */
  url: string;
  origin: string;
  token: string;
  dataFolder: string;
  /** What it has printed on standard error. */
  errors(): string;
  /** Ends it as Ctrl+C does, and answers its exit code. */
  stop(): Promise<number | null>;
}

interface Fixtures {
  /** A fresh folder, gone after the test. */
  scratch: string;
  /** Starts the browser host, by default on a fresh data folder; all of them end with the test. */
  serve(options?: ServeOptions): Promise<ServedBearing>;
  /** A started one. */
  served: ServedBearing;
  /** Its page, open and loaded. */
  bearingPage: Page;
}

/** Chromium of the system, and names under `.test` that lead to this machine, as an attacker's would. */
export const test = base.extend<Fixtures>({
  launchOptions: [
    async ({}, use) => {
      // Chromium does not start as root with its sandbox on.
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const args = ['--host-resolver-rules=MAP *.test 127.0.0.1', ...sandbox];
      await use({ executablePath: process.env.BEARING_CHROMIUM ?? '/usr/bin/chromium', args });
    },
    { scope: 'worker' },
  ],
  scratch: async ({}, use) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bearing-browser-'));
    await use(folder);
    fs.rmSync(folder, { recursive: true, force: true });
  },
  serve: async ({ scratch }, use) => {
    const started: ServedBearing[] = [];
    await use(async ({ dataFolder = path.join(scratch, 'data'), args = [] } = {}) => {
      const served = await startServing(dataFolder, args);
      started.push(served);
      return served;
    });
    for (const served of started) await served.stop();
  },
  served: async ({ serve }, use) => {
    await use(await serve());
  },
  bearingPage: async ({ served, page }, use) => {
    await page.goto(served.url);
    await page.getByText('T1046').first().waitFor();
    await use(page);
  },
});

export { expect } from '@playwright/test';

async function startServing(dataFolder: string, args: string[]): Promise<ServedBearing> {
  const command = [path.join(PROJECT, 'out/main/serve.js'), '--data', dataFolder, ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const [url, port = '', token = ''] = await readAddress(child, () => errors);
  return {
    url,
    origin: `http://127.0.0.1:${port}`,
    token,
    dataFolder,
    errors: () => errors,
    stop() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

function readAddress(child: ChildProcess, errors: () => string): Promise<[string, ...string[]]> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const match = ADDRESS.exec(text);
      if (match !== null) resolve(match as unknown as [string, ...string[]]);
    });
    child.on('close', (code) =>
      reject(new Error(`The browser host ended with code ${code}: ${text}${errors()}`)),
    );
  });
}
