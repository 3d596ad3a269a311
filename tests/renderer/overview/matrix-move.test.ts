import { expect, it } from 'vitest';
import { moveCursor, moveOfKey, type Move } from '../../../src/renderer/features/overview/matrix-move.ts';

/** Stack 0 has rows at 10, 30 and 50, stack 1 one at 10, stack 2 at 20 and 60. */
const spots = [
  [0, 10],
  [0, 30],
  [0, 50],
  [1, 10],
  [2, 20],
  [2, 60],
].map(([stack, middle]) => ({ stack: stack!, middle: middle! }));

it.each<[number, Move, number]>([
  [0, 'down', 1],
  [2, 'down', 3],
  [5, 'down', 5],
  [0, 'up', 0],
  [3, 'up', 2],
  [2, 'right', 3],
  [3, 'right', 4],
  [5, 'left', 3],
  [3, 'left', 0],
  [0, 'left', 0],
  [5, 'right', 5],
  [1, 'first', 0],
  [1, 'last', 2],
  [4, 'start', 0],
  [1, 'end', 5],
])('from cell %i %s is cell %i', (from, move, to) => {
  expect(moveCursor(spots, from, move)).toBe(to);
});

it('begins at the first cell, where there is one', () => {
  expect(moveCursor(spots, -1, 'down')).toBe(0);
  expect(moveCursor([], -1, 'down')).toBe(-1);
});

it('knows its keys, and leaves the others', () => {
  const press = (key: string, more = {}) =>
    moveOfKey({ key, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...more });
  expect([press('ArrowLeft'), press('End'), press('End', { ctrlKey: true })]).toEqual([
    'left',
    'last',
    'end',
  ]);
  expect([press('j'), press('ArrowUp', { shiftKey: true }), press('ArrowUp', { ctrlKey: true })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
