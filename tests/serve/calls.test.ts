import { afterAll, beforeAll, expect, test } from 'vitest';
import { REPORT_CSP } from '../../src/shared/csp.ts';
import type { AppInfo } from '../../src/shared/model/app-info.ts';
import { isTextFormat, previewMime, REPORT_FORMATS, type MadeReport } from '../../src/shared/model/report.ts';
import type { Organization } from '../../src/shared/model/tracking.ts';
import path from 'node:path';
import { call, callForValue, ownHeaders, send, startTestServer, type TestServer } from '../support/serve.ts';
import { PROJECT } from '../support/source-files.ts';

let server: TestServer;
let organization: Organization;
beforeAll(async () => {
  server = await startTestServer({ seedFolder: path.join(PROJECT, 'data/example') });
  organization = await callForValue(server, 'organizations.create', { name: 'Example Bank' });
});
afterAll(async () => server.end());

test('calls reach the workbench, and what ships is there', async () => {
  // The page is there while it is still being imported.
  const info = () => callForValue<AppInfo>(server, 'app.info', {});
  await expect.poll(info, { timeout: 20_000 }).toMatchObject({ documents: 1, job: null });
  expect(await info()).toMatchObject({ dataFolder: server.dataFolder, version: '0.0.0' });
});

test.each([
  ['no.such.call', {}],
  ['constructor', {}],
  ['techniques.get', {}],
  ['techniques.get', null],
  ['organizations.create', { name: '' }],
])('%s with %j is an error with a code, at HTTP 200', async (name, input) => {
  expect(await call(server, name, input)).toMatchObject({
    ok: false,
    error: { code: expect.stringMatching(/invalid-input|not-found|not-supported/) },
  });
});

test.each(['/etc', path.join(PROJECT, 'data'), 'uploads/1', ''])(
  'a path of this machine is not imported: %j',
  async (file) => {
    const answer = await call(server, 'content.import', { items: [{ path: file, root: 'upload:x' }] });
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  },
);

test.each([{}, { items: 1 }, { items: [] }, { items: [null] }, null])(
  'an import of %j is the dispatcher’s to refuse',
  async (input) => {
    expect(await call(server, 'content.import', input)).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
  },
);

test.each(REPORT_FORMATS.filter(isTextFormat))(
  'a report as %s is shown and saved by its id',
  async (format) => {
    const report = await callForValue<MadeReport>(server, 'reports.make', {
      organizationId: organization.id,
      format,
    });
    const shown = await send(server, {
      path: `/report/${report.id}`,
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
    expect(shown.status).toBe(200);
    expect(shown.headers).toMatchObject({
      'content-type': previewMime(report.mime),
      'content-length': String(report.size),
      'content-security-policy': `${REPORT_CSP}; frame-ancestors 'self'`,
      'content-disposition': 'inline',
    });
    expect(shown.body).toContain('Example Bank');
    const saved = await send(server, { path: `/report/${report.id}?download` });
    expect(saved.headers['content-type']).toBe(report.mime);
    expect(saved.headers['content-disposition']).toContain(`filename="${report.fileName}"`);
    expect(saved.body).toBe(shown.body);
  },
);

test('a report of another id is not there, and one is sandboxed', async () => {
  for (const id of ['0'.repeat(32), '..', '%2e%2e', 'x', '']) {
    expect((await send(server, { path: `/report/${id}` })).status).toBe(404);
  }
  expect(REPORT_CSP).toMatch(/(^|; )sandbox(;|$)/);
});

test('events come as they happen', async () => {
  const response = await fetch(`http://127.0.0.1:${server.port}/api/events`, { headers: ownHeaders(server) });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const read = async () => Buffer.from((await reader.read()).value ?? []).toString('utf8');
  expect(await read()).toBe(': open\n\n');
  await callForValue(server, 'organizations.create', { name: 'Second Bank' });
  let text = '';
  while (!text.includes('organizations.changed')) text += await read();
  const [line = ''] = text.split('\n\n').filter((part) => part.includes('organizations.changed'));
  expect(JSON.parse(line.replace(/^data: /, ''))).toEqual({ name: 'organizations.changed', data: {} });
  await reader.cancel();
});
