import { describe, expect, it } from 'vitest';
import { PartQueue } from '../../../src/core/content/part-queue.ts';

async function taken<Part>(queue: PartQueue<Part>): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of queue) parts.push(part);
  return parts;
}

describe('PartQueue', () => {
  it('gives what came before and after it was asked, in order, to its end', async () => {
    const queue = new PartQueue<number>();
    queue.push(1);
    const parts = taken(queue);
    await Promise.resolve();
    queue.push(2);
    queue.push(3);
    queue.end();
    expect(await parts).toEqual([1, 2, 3]);
  });

  it('gives what came before an error, then the error', async () => {
    const queue = new PartQueue<number>();
    queue.push(1);
    queue.end(new Error('the thread ended'));
    queue.end();
    const parts = queue[Symbol.asyncIterator]();
    expect(await parts.next()).toEqual({ value: 1, done: false });
    await expect(parts.next()).rejects.toThrow('the thread ended');
  });

  it('wakes who waits when it ends with an error', async () => {
    const queue = new PartQueue<number>();
    const parts = taken(queue);
    await Promise.resolve();
    queue.end(new Error('the thread ended'));
    await expect(parts).rejects.toThrow('the thread ended');
  });
});
