import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppInfo } from '../../src/shared/model/app-info.ts';
import { callForValue, startTestServer, type TestServer } from '../support/serve.ts';
import { PROJECT } from '../support/source-files.ts';
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts';

const seedFolder = path.join(PROJECT, 'data/technique-documents');
/** As long as an import of them takes on a machine that is busy with other things. */
const TIMEOUT = 60_000;

let dataFolder: string;
beforeEach(() => {
  dataFolder = makeTempFolder('seed');
});
afterEach(() => removeFolder(dataFolder));

const infoOf = (server: TestServer) => callForValue<AppInfo>(server, 'app.info', {});

test(
  'what ships is imported while the page is there already, and has no problems',
  async () => {
    const server = await startTestServer({ dataFolder, seedFolder });
    expect(await infoOf(server)).toMatchObject({ documents: 0, job: expect.any(String) });
    await callForValue(server, 'organizations.create', { name: 'Meanwhile' });
    const documents = fs.readdirSync(seedFolder).length;
    await expect.poll(() => infoOf(server), { timeout: TIMEOUT }).toMatchObject({ documents, job: null });
    expect(await callForValue(server, 'content.problems', { limit: 10, offset: 0 })).toEqual({
      rows: [],
      total: 0,
    });
    expect(server.lines).toEqual([]);
    await server.end();
  },
  TIMEOUT,
);

test(
  'a host that ends meanwhile says nothing, and the next start begins anew',
  async () => {
    const first = await startTestServer({ dataFolder, seedFolder });
    await first.end();
    expect(first.lines).toEqual([]);
    const second = await startTestServer({ dataFolder, seedFolder });
    await expect.poll(async () => (await infoOf(second)).documents, { timeout: TIMEOUT }).toBeGreaterThan(0);
    await second.end();
  },
  TIMEOUT,
);
