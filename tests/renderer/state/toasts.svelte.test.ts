import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Announcer } from '../../../src/renderer/state/announcer.svelte.ts';
import { Toasts } from '../../../src/renderer/state/toasts.svelte.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const texts = (toasts: Toasts) => toasts.list.map(({ text }) => text);

it('a toast goes after six seconds', () => {
  const toasts = new Toasts();
  toasts.show({ text: 'Link copied' });
  vi.advanceTimersByTime(5999);
  expect(texts(toasts)).toEqual(['Link copied']);
  vi.advanceTimersByTime(1);
  expect(texts(toasts)).toEqual([]);
});

it('a toast stays while it is pointed at, and six seconds more', () => {
  const toasts = new Toasts();
  const id = toasts.show({ text: 'Marked' });
  vi.advanceTimersByTime(3000);
  toasts.hold(id);
  vi.advanceTimersByTime(60_000);
  expect(texts(toasts)).toEqual(['Marked']);
  toasts.release(id);
  vi.advanceTimersByTime(5999);
  expect(texts(toasts)).toEqual(['Marked']);
  vi.advanceTimersByTime(1);
  expect(texts(toasts)).toEqual([]);
});

it('a problem stays until it is closed', () => {
  const toasts = new Toasts();
  const id = toasts.show({ text: 'The disk is full.', stays: true });
  toasts.hold(id);
  toasts.release(id);
  vi.advanceTimersByTime(60_000);
  expect(texts(toasts)).toEqual(['The disk is full.']);
  toasts.close(id);
  toasts.close(id);
  expect(texts(toasts)).toEqual([]);
});

it('at most three are shown, the newest last', () => {
  const toasts = new Toasts();
  for (const text of ['1', '2', '3', '4', '5']) toasts.show({ text });
  expect(texts(toasts)).toEqual(['3', '4', '5']);
});

it('toasts show in the newest place, which is the dialog that is open, and back on the page after it', () => {
  const toasts = new Toasts();
  const [page, dialog, above] = [{}, {}, {}];
  const shownIn = () => [page, dialog, above].map((place) => toasts.isShownIn(place));
  toasts.addPlace(page);
  expect(shownIn()).toEqual([true, false, false]);
  const leaveDialog = toasts.addPlace(dialog);
  const leaveAbove = toasts.addPlace(above);
  expect(shownIn()).toEqual([false, false, true]);
  leaveDialog();
  expect(shownIn()).toEqual([false, false, true]);
  leaveAbove();
  expect(shownIn()).toEqual([true, false, false]);
});

it('the live region speaks at most every two seconds, and skips what is overtaken', () => {
  const announcer = new Announcer();
  announcer.say('1 of 300');
  announcer.say('2 of 300');
  announcer.say('3 of 300');
  expect(announcer.text).toBe('1 of 300');
  vi.advanceTimersByTime(2000);
  expect(announcer.text).toBe('3 of 300');
  vi.advanceTimersByTime(2000);
  expect(announcer.text).toBe('');
  announcer.say('3 of 300');
  expect(announcer.text).toBe('3 of 300');
});
