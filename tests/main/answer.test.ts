import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerRequest, listPageFiles, type Answers } from '../../src/main/answer.ts';
import { makeFailurePage } from '../../src/main/failure-page.ts';
import { PAGE_CSP, REPORT_CSP } from '../../src/shared/csp.ts';
import { AppError } from '../../src/shared/errors.ts';
import { listTraversals } from '../support/traversals.ts';

const REPORT = 'r'.repeat(32);
let folder: string;
let answers: Answers;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bearing-answer-'));
  fs.mkdirSync(path.join(folder, 'renderer/assets'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'renderer/index.html'), '<!doctype html>');
  fs.writeFileSync(path.join(folder, 'renderer/assets/a.js'), 'void 0');
  fs.writeFileSync(path.join(folder, 'renderer/notes.txt'), 'no type that a page needs');
  fs.writeFileSync(path.join(folder, 'package.json'), '{}');
  answers = {
    files: listPageFiles(path.join(folder, 'renderer')),
    report: (id) =>
      id === REPORT ? { bytes: Buffer.from('<h1>Report</h1>'), mime: 'text/html' } : undefined,
    failure: () => undefined,
  };
});

afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('answerRequest', () => {
  it('answers the interface with its policy and type', async () => {
    const page = await answerRequest(answers, 'GET', 'app://bearing/index.html#/technique/T1046');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toBe(PAGE_CSP);
    const script = await answerRequest(answers, 'GET', 'app://bearing/assets/a.js');
    expect(await script.text()).toBe('void 0');
    expect(script.headers.get('content-security-policy')).toBe(PAGE_CSP);
  });

  it('answers a made report with its own policy', async () => {
    const report = await answerRequest(answers, 'GET', `app://bearing/report/${REPORT}`);
    expect(await report.text()).toBe('<h1>Report</h1>');
    expect(report.headers.get('content-security-policy')).toBe(REPORT_CSP);
  });

  it.each(listTraversals().map((url) => [url.slice(0, 100), url]))(
    'answers nothing at %s',
    async (_shown, url) => {
      const answer = await answerRequest(answers, 'GET', url);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe('');
      expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'");
    },
  );

  it('has no file that is of no type for a page', async () => {
    expect((await answerRequest(answers, 'GET', 'app://bearing/notes.txt')).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('refuses %s', async (method) => {
    expect((await answerRequest(answers, method, 'app://bearing/index.html')).status).toBe(405);
  });

  it('says why Bearing could not start, once there is a reason', async () => {
    const page = makeFailurePage(new AppError('data-folder-busy', 'Another has it.'), null);
    const answer = await answerRequest({ ...answers, failure: () => page }, 'GET', 'app://bearing/failure');
    expect(await answer.text()).toContain('Another has it.');
    expect(answer.headers.get('content-security-policy')).toBe(page.csp);
  });
});

describe('makeFailurePage', () => {
  it('says what a known error says, as text', () => {
    const { html } = makeFailurePage(
      new AppError('ledger-newer', 'Made by <b>Bearing 9</b> & "co".'),
      '/data/<logs>',
    );
    expect(html).toContain('<h1>The ledger is from a newer Bearing</h1>');
    expect(html).toContain('Made by &lt;b&gt;Bearing 9&lt;/b&gt; &amp; &quot;co&quot;.');
    expect(html).toContain('/data/&lt;logs&gt;');
  });

  it('keeps the words of a bug in the log', () => {
    const { html } = makeFailurePage(new TypeError('x is undefined'), '/data/logs/bearing.log');
    expect(html).not.toContain('x is undefined');
    expect(html).toContain('Bearing cannot go on');
    expect(html).toContain('/data/logs/bearing.log');
  });
});
