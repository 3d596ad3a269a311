import path from 'node:path';
import { expect, it } from 'vitest';
import { ParsePool } from '../../../src/core/content/parse-pool.ts';

const WORKER = path.join(import.meta.dirname, '../../../src/core/content/import-worker.ts');
const task = {
  sourceId: 'sigma',
  files: [{ path: 'rules/a.yml', bytes: Buffer.from('title: [') }],
  options: { hunting: false },
};

it('a pool reads what it is given, and takes nothing more once it is closed', async () => {
  const pool = new ParsePool(WORKER);
  const problems: string[] = [];
  for await (const part of pool.parse(task)) problems.push(...part.problems.map(({ path: file }) => file));
  expect(problems).toEqual(['rules/a.yml']);
  await pool.close();
  expect(() => pool.parse(task)).toThrow('have been ended');
});

it('a task that fails is told to who waits for it, and the next one is read', async () => {
  const pool = new ParsePool(WORKER);
  const unknown = { ...task, sourceId: 'nobody' };
  const read = async () => {
    for await (const part of pool.parse(unknown)) expect(part).toBeUndefined();
  };
  await expect(read()).rejects.toThrow('nothing reads nobody');
  for await (const part of pool.parse(task)) expect(part.problems).toHaveLength(1);
  await pool.close();
});
