import { describe, expect, it } from 'vitest';
import { inAdvance } from '../../../src/core/content/in-advance.ts';

describe('inAdvance', () => {
  it('begins the next ones before they are asked for, no more than told, one after the other', async () => {
    const begun: number[] = [];
    const all = inAdvance(
      [0, 1, 2, 3].map((number) => () => Promise.resolve(begun.push(number)).then(() => number)),
      1,
    );
    const first = await all.next();
    expect(first).toEqual({ value: 0, done: false });
    expect(begun).toEqual([0, 1]);
    const rest: number[] = [];
    for await (const number of all) rest.push(number);
    expect(rest).toEqual([1, 2, 3]);
  });

  it('tells an error when its turn comes, and begins nothing after it', async () => {
    const begun: string[] = [];
    const all = inAdvance(
      [
        () => Promise.resolve('first'),
        () => Promise.reject(new Error('broken')),
        () => Promise.resolve(String(begun.push('third'))),
      ],
      2,
    );
    expect(await all.next()).toEqual({ value: 'first', done: false });
    await expect(all.next()).rejects.toThrow('broken');
    expect(begun).toEqual([]);
  });
});
