import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeError, openLog } from '../../src/main/log.ts';
import { AppError } from '../../src/shared/errors.ts';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bearing-log-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('openLog', () => {
  it('writes one JSON value a line, whatever is in the message', () => {
    const log = openLog({ folder: path.join(folder, 'logs') });
    log.info('started', { version: '1' });
    log.error('two\nlines "quoted"');
    const lines = fs.readFileSync(log.file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      { time: expect.stringMatching(/^\d{4}-.*Z$/), level: 'info', message: 'started', version: '1' },
      { time: expect.any(String), level: 'error', message: 'two\nlines "quoted"' },
    ]);
  });

  it('leaves out what is less important than its level', () => {
    const log = openLog({ folder, level: 'warn' });
    log.info('no');
    log.warn('yes');
    expect(fs.readFileSync(log.file, 'utf8')).toContain('yes');
    expect(fs.readFileSync(log.file, 'utf8')).not.toContain('"no"');
  });

  it('keeps three files under the size', () => {
    const log = openLog({ folder, maxBytes: 500 });
    for (let i = 0; i < 100; i++) log.info(`line ${i}`);
    expect(fs.readdirSync(folder).sort()).toEqual(['bearing.log', 'bearing.log.1', 'bearing.log.2']);
    for (const name of fs.readdirSync(folder)) {
      expect(fs.statSync(path.join(folder, name)).size).toBeLessThanOrEqual(500);
    }
    expect(fs.readFileSync(log.file, 'utf8')).toContain('line 99');
  });

  it('does not stop the work when it cannot write', () => {
    const file = path.join(folder, 'in-the-way');
    fs.writeFileSync(file, '');
    const log = openLog({ folder: path.join(file, 'logs') });
    expect(() => log.error('lost')).not.toThrow();
  });
});

describe('describeError', () => {
  it('names the code of a known error and takes anything that is thrown', () => {
    expect(describeError(new AppError('disk-full', 'No room.'))).toMatchObject({
      error: 'No room.',
      code: 'disk-full',
    });
    expect(describeError('text')).toEqual({ error: 'text' });
  });
});
