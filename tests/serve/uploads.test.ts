import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ImportResult } from '../../src/shared/model/content.ts';
import type { TechniqueDetail } from '../../src/shared/model/detail.ts';
import { UPLOAD_LIMITS } from '../../src/shared/uploads.ts';
import {
  call,
  callForValue,
  sendOwn,
  startTestServer,
  type Reply,
  type TestServer,
} from '../support/serve.ts';
import { documentText } from '../support/technique-document.ts';
import { filesUnder } from '../support/temp-folder.ts';

const BYTES = { 'Content-Type': 'application/octet-stream' };
let server: TestServer;
beforeEach(async () => {
  server = await startTestServer({
    uploadLimits: {
      ...UPLOAD_LIMITS,
      documentBytes: 1000,
      bundleBytes: 1500,
      zipBytes: 2000,
      files: 5,
      totalBytes: 4000,
      uploads: 3,
      nameLength: 200,
    },
  });
});
afterEach(async () => server.end());

const uploadsFolder = () => path.join(server.dataFolder, 'uploads');

async function begin(): Promise<string> {
  const headers = { 'Content-Type': 'application/json' };
  const reply = await sendOwn(server, { method: 'POST', path: '/api/uploads', headers, body: '{}' });
  return (JSON.parse(reply.body) as { id: string }).id;
}

function put(id: string, name: string, body: string | Uint8Array, headers = BYTES): Promise<Reply> {
  return sendOwn(server, {
    method: 'PUT',
    path: `/api/uploads/${id}?name=${encodeURIComponent(name)}`,
    headers,
    body,
  });
}

describe('from the page to the catalog', () => {
  test('a folder is uploaded, imported, imported again without what has gone', async () => {
    const id = await begin();
    const stored = [];
    for (const [technique, name] of [
      ['T1046', 'Network Service Scanning'],
      ['T1049', 'System Network Connections Discovery'],
    ] as const) {
      const reply = await put(id, `docs/${technique}.md`, documentText(technique, name, ['A Scan']));
      stored.push(JSON.parse(reply.body) as { path: string; name: string });
    }
    const items = stored.map((file) => ({ ...file, root: 'upload:docs' }));
    const first = await callForValue<ImportResult>(server, 'content.import', { items });
    expect(first).toMatchObject({ added: 2, documents: 2, resources: { rule: 1 } });
    const detail = await callForValue<TechniqueDetail>(server, 'techniques.get', {
      techniqueId: 'T1046',
      organizationId: null,
    });
    expect(detail.document?.file).toBe('docs/T1046.md');

    const second = await callForValue<ImportResult>(server, 'content.import', { items: items.slice(0, 1) });
    expect(second.unchanged).toBe(1);
    expect(second.changes).toMatchObject([{ techniqueId: 'T1049', change: 'gone' }]);
  });

  test('after the upload has ended its files cannot be imported', async () => {
    const id = await begin();
    const { path: file } = JSON.parse(
      (await put(id, 'T1046.md', documentText('T1046', 'Scan', ['A']))).body,
    ) as { path: string };
    expect((await sendOwn(server, { method: 'DELETE', path: `/api/uploads/${id}` })).status).toBe(200);
    expect(filesUnder(uploadsFolder())).toEqual([]);
    expect(await call(server, 'content.import', { items: [{ path: file }] })).toMatchObject({ ok: false });
    expect((await put(id, 'T1046.md', 'x')).status).toBe(404);
  });
});

describe('names are data', () => {
  test.each([
    '../../evil.md',
    '/etc/evil.md',
    'C:\\evil.md',
    '..',
    '.',
    'con',
    'a:stream',
    'x‮dm.md',
    ' ',
    '%2e%2e%2fevil.md',
    'é'.repeat(150),
  ])('%j is kept as it is and stored under a number', async (name) => {
    const before = filesUnder(server.dataFolder).filter((file) => !file.startsWith('uploads/'));
    const id = await begin();
    const reply = await put(id, name, 'text');
    expect(JSON.parse(reply.body)).toEqual({ path: path.join(uploadsFolder(), id, '1'), name });
    expect(filesUnder(uploadsFolder())).toEqual([`${id}/1`]);
    expect(filesUnder(server.dataFolder).filter((file) => !file.startsWith('uploads/'))).toEqual(before);
  });

  test.each(['', 'a\0b', 'x'.repeat(201)])('%j is refused', async (name) => {
    expect((await put(await begin(), name, 'text')).status).toBe(400);
  });

  test('an id that nobody was given leads nowhere', async () => {
    for (const id of ['0'.repeat(32), '..', '%2e%2e', 'uploads']) {
      expect((await put(id, 'a.md', 'text')).status).toBe(404);
    }
  });
});

describe('limits', () => {
  test('a document at the limit is stored, one above is not and leaves nothing', async () => {
    const id = await begin();
    expect((await put(id, 'a.md', Buffer.alloc(1000))).status).toBe(200);
    expect((await put(id, 'b.md', Buffer.alloc(1001))).status).toBe(413);
    const chunked = { ...BYTES, 'Transfer-Encoding': 'chunked' };
    expect((await put(id, 'c.md', Buffer.alloc(1001), chunked)).status).toBe(413);
    expect(filesUnder(uploadsFolder())).toEqual([`${id}/1`]);
  });

  test('a zip may be larger', async () => {
    const id = await begin();
    expect((await put(id, 'a.ZIP', Buffer.alloc(2000))).status).toBe(200);
    expect((await put(id, 'b.zip', Buffer.alloc(2001))).status).toBe(413);
    expect((await put(id, 'c.bearing-pack', Buffer.alloc(2000))).status).toBe(200);
  });

  test('so may what is told by its content, whatever it is called', async () => {
    const id = await begin();
    expect((await put(id, 'unsigned.pack', Buffer.alloc(2000))).status).toBe(200);
    expect((await put(id, '2026-08', Buffer.alloc(2000))).status).toBe(200);
  });

  test('as many files as the limit, and no more', async () => {
    const id = await begin();
    for (let i = 0; i < 5; i++) expect((await put(id, `${i}.md`, 'text')).status).toBe(200);
    expect((await put(id, '6.md', 'text')).status).toBe(413);
  });

  test('as many bytes together as the limit', async () => {
    const id = await begin();
    expect((await put(id, 'a.zip', Buffer.alloc(2000))).status).toBe(200);
    expect((await put(id, 'b.zip', Buffer.alloc(2000))).status).toBe(200);
    expect((await put(id, 'c.md', Buffer.alloc(1))).status).toBe(413);
  });

  test('bytes alone are taken', async () => {
    expect((await put(await begin(), 'a.md', '{}', { 'Content-Type': 'application/json' })).status).toBe(415);
  });

  test('one upload too many ends the oldest', async () => {
    const ids = [await begin(), await begin(), await begin(), await begin()];
    expect((await put(ids[0] ?? '', 'a.md', 'text')).status).toBe(404);
    for (const id of ids.slice(1)) expect((await put(id, 'a.md', 'text')).status).toBe(200);
  });
});

test('what an earlier process left is removed at the start, and everything at the end', async () => {
  const { dataFolder } = server;
  await server.close();
  const left = path.join(dataFolder, 'uploads', 'old');
  fs.mkdirSync(left, { recursive: true });
  fs.writeFileSync(path.join(left, '1'), 'left behind');
  const next = await startTestServer({ dataFolder });
  expect(fs.existsSync(left)).toBe(false);
  const headers = { 'Content-Type': 'application/json' };
  await sendOwn(next, { method: 'POST', path: '/api/uploads', headers, body: '{}' });
  expect(fs.existsSync(path.join(dataFolder, 'uploads'))).toBe(true);
  await next.end();
  expect(fs.existsSync(path.join(dataFolder, 'uploads'))).toBe(false);
});
