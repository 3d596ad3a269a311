import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isInField, keyCaps } from '../../../src/renderer/state/key-match.ts';
import { Keys, type KeyBinding, type KeyEvent } from '../../../src/renderer/state/keys.svelte.ts';

const field = { tagName: 'INPUT', type: 'text' } as unknown as EventTarget;
const button = { tagName: 'BUTTON' } as unknown as EventTarget;

let keys: Keys;
let done: string[];
beforeEach(() => {
  vi.useFakeTimers();
  keys = new Keys();
  done = [];
});
afterEach(() => {
  vi.useRealTimers();
});

function binding(key: string | string[], more: Partial<KeyBinding> = {}): KeyBinding {
  const label = String(key);
  return { keys: key, label, run: () => done.push(label), ...more };
}

function press(key: string, more: Partial<KeyEvent> & { in?: EventTarget } = {}): boolean {
  let isPrevented = false;
  keys.handle({
    key,
    code: '',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    target: more.in ?? button,
    defaultPrevented: false,
    isComposing: false,
    preventDefault: () => (isPrevented = true),
    ...more,
  });
  return isPrevented;
}

describe('a key', () => {
  it('runs what is bound to it, and is taken', () => {
    keys.add({ name: 'Anywhere', bindings: [binding(['/', 'Ctrl+K']), binding('J')] });
    expect([press('/'), press('k', { ctrlKey: true }), press('j'), press('x')]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(done).toEqual(['/,Ctrl+K', '/,Ctrl+K', 'J']);
  });

  it('counts with its modifiers, and a sign without Shift', () => {
    keys.add({
      name: 'A',
      bindings: [binding('Z'), binding('Ctrl+Z'), binding('Alt+1'), binding('?'), binding('Shift+ArrowDown')],
    });
    press('Z', { shiftKey: true });
    press('z', { ctrlKey: true, shiftKey: true });
    press('ArrowDown');
    expect(done).toEqual([]);
    press('?', { shiftKey: true });
    press('ArrowDown', { shiftKey: true });
    press('z', { metaKey: true });
    press('¡', { altKey: true, code: 'Digit1' });
    expect(done).toEqual(['?', 'Shift+ArrowDown', 'Ctrl+Z', 'Alt+1']);
  });

  it('counts by its place on a keyboard with other letters', () => {
    keys.add({ name: 'A', bindings: [binding('Ctrl+K')] });
    press('л', { ctrlKey: true, code: 'KeyK' });
    expect(done).toEqual(['Ctrl+K']);
  });

  it('is left alone while text is typed, composed, or where a part took it', () => {
    keys.add({
      name: 'A',
      bindings: [binding('J'), binding('ArrowDown'), binding('Ctrl+Z'), binding('Ctrl+E')],
    });
    press('j', { in: field });
    press('ArrowDown', { in: field });
    press('z', { ctrlKey: true, in: field });
    press('j', { isComposing: true });
    press('j', { defaultPrevented: true });
    expect(done).toEqual([]);
    press('e', { ctrlKey: true, in: field });
    expect(done).toEqual(['Ctrl+E']);
  });

  it('that types something can be switched off', () => {
    keys.add({
      name: 'A',
      bindings: [binding('J', { isShown: true }), binding('G O'), binding('Space', { isShown: true })],
    });
    keys.areSinglesOn = false;
    press('j');
    press('g');
    press('o');
    press(' ');
    expect(done).toEqual(['Space']);
    expect(keys.shown.map(({ label }) => label)).toEqual(['Space']);
  });
});

describe('two keys one after the other', () => {
  beforeEach(() => {
    keys.add({ name: 'A', bindings: [binding('G O'), binding('G S'), binding('O')] });
  });

  it('belong together', () => {
    press('g');
    expect(keys.pending).toBe('G');
    press('s');
    expect(done).toEqual(['G S']);
    expect(keys.pending).toBeNull();
  });

  it('do not after a while, after Esc or after another key', () => {
    press('g');
    vi.advanceTimersByTime(1600);
    press('o');
    press('g');
    expect(press('Escape')).toBe(true);
    press('o');
    press('g');
    press('x');
    press('s');
    expect(done).toEqual(['O', 'O']);
  });
});

describe('scopes', () => {
  it('are asked newest first, and leave no trace when they go', () => {
    keys.add({ name: 'Anywhere', bindings: [binding('Ctrl+E', { run: () => done.push('app') })] });
    const remove = keys.add({
      name: 'Report',
      bindings: [binding('Ctrl+E', { run: () => done.push('report') })],
    });
    press('e', { ctrlKey: true });
    remove();
    press('e', { ctrlKey: true });
    expect(done).toEqual(['report', 'app']);
  });

  it('below a dialog do nothing', () => {
    keys.add({ name: 'Anywhere', bindings: [binding('/', { isShown: true })] });
    keys.add({ name: 'Dialog', isModal: true, bindings: [binding('Y')] });
    press('/');
    press('y');
    expect(done).toEqual(['Y']);
    expect(keys.shown).toEqual([]);
  });

  it('pass on what cannot be done now', () => {
    keys.add({ name: 'Below', bindings: [binding('C', { run: () => done.push('below') })] });
    keys.add({
      name: 'Above',
      bindings: [binding('C', { when: () => false, run: () => done.push('above') })],
    });
    press('c');
    expect(done).toEqual(['below']);
  });
});

describe('Esc', () => {
  it('closes one layer at a time, the newest first', () => {
    keys.addLayer(() => done.push('filter') > 0);
    const remove = keys.addLayer(() => done.push('menu') > 0);
    expect(press('Escape')).toBe(true);
    remove();
    press('Escape', { in: field });
    expect(done).toEqual(['menu', 'filter']);
  });

  it('goes on where there was nothing to close', () => {
    expect(press('Escape')).toBe(false);
    keys.addLayer(() => done.push('drawer') > 0);
    keys.addLayer(() => false);
    press('Escape');
    expect(done).toEqual(['drawer']);
  });
});

it('shows keys by their caps', () => {
  expect(keyCaps('Ctrl+Shift+K')).toEqual(['Ctrl', 'Shift', 'K']);
  expect(keyCaps('G O')).toEqual(['G', 'O']);
  expect(keyCaps('ArrowUp')).toEqual(['↑']);
  expect(keyCaps('/')).toEqual(['/']);
});

it('knows where text is typed', () => {
  const element = (tagName: string, more = {}) => ({ tagName, ...more }) as unknown as EventTarget;
  expect(
    [field, element('TEXTAREA'), element('SELECT'), element('DIV', { isContentEditable: true })].map(
      isInField,
    ),
  ).toEqual([true, true, true, true]);
  expect([button, element('INPUT', { type: 'checkbox' }), element('A'), null].map(isInField)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
