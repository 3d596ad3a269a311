import { expect, it } from 'vitest';
import { Query, toAppError } from '../../../src/renderer/state/query.svelte.ts';
import { AppError } from '../../../src/shared/errors.ts';

/** An answer that comes when the test says so. */
function later<T>() {
  let give!: (value: T) => void;
  let fail!: (error: unknown) => void;
  const promise = new Promise<T>((resolve, reject) => {
    give = resolve;
    fail = reject;
  });
  return { promise, give, fail };
}

it('keeps the old data until the new ones are here', async () => {
  const query = new Query<number>();
  await query.load(() => Promise.resolve(1));
  const next = later<number>();
  const loading = query.load(() => next.promise);
  expect([query.data, query.isLoading]).toEqual([1, true]);
  next.give(2);
  await loading;
  expect([query.data, query.isLoading]).toEqual([2, false]);
});

it('drops answers that were overtaken, good and bad', async () => {
  const query = new Query<string>();
  const [slow, broken] = [later<string>(), later<string>()];
  const first = query.load(() => slow.promise);
  const second = query.load(() => broken.promise);
  await query.load(() => Promise.resolve('newest'));
  slow.give('old');
  broken.fail(new AppError('internal', 'late'));
  await Promise.all([first, second]);
  expect([query.data, query.error, query.isLoading]).toEqual(['newest', undefined, false]);
});

it('holds an error until it works again', async () => {
  const query = new Query<number>();
  let answer: () => Promise<number> = () => Promise.reject(new AppError('disk-full', 'Full.'));
  await query.load(() => answer());
  expect([query.error?.code, query.isLoading]).toEqual(['disk-full', false]);
  answer = () => Promise.resolve(3);
  await query.reload();
  expect([query.data, query.error]).toEqual([3, undefined]);
});

it('forgets what is cleared, on its way too', async () => {
  const query = new Query<number>();
  const slow = later<number>();
  const loading = query.load(() => slow.promise);
  query.clear();
  slow.give(1);
  await loading;
  expect([query.data, query.isLoading]).toEqual([undefined, false]);
});

it('makes anything thrown an error with a code', () => {
  expect(toAppError(new TypeError('x is not a function'))).toMatchObject({
    code: 'internal',
    message: 'x is not a function',
  });
  expect(toAppError('odd').message).toBe('odd');
  const known = new AppError('not-found', 'Gone.');
  expect(toAppError(known)).toBe(known);
});
