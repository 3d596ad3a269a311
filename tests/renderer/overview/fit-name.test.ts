import { describe, expect, it } from 'vitest';
import { fitName } from '../../../src/renderer/features/overview/fit-name.ts';

/** Every sign is one wide. */
const fit = (name: string, width: number, lines: number, reserve = 0) =>
  fitName(name, width, lines, reserve, (text) => text.length).map(({ text }) => text);

describe('a name', () => {
  it.each<[string, number, number, number, string[]]>([
    ['Valid Accounts', 20, 2, 0, ['Valid Accounts']],
    ['Valid Accounts', 10, 2, 0, ['Valid', 'Accounts']],
    ['Exploit Public-Facing Application', 15, 2, 0, ['Exploit Public-', 'Facing Applica…']],
    ['System Shutdown/Reboot', 16, 2, 0, ['System Shutdown/', 'Reboot']],
    ['Command and Scripting Interpreter', 14, 2, 4, ['Command and', 'Scripting…']],
    ['Phishing', 5, 1, 0, ['Phis…']],
    ['Account Manipulation', 10, 1, 3, ['Accoun…']],
    ['COR_PROFILER', 8, 2, 0, ['COR_PRO…']],
    [
      'Executable Installer File Permissions Weakness',
      12,
      6,
      0,
      ['Executable', 'Installer', 'File', 'Permissions', 'Weakness'],
    ],
    ['  Padded  name  ', 20, 1, 0, ['Padded  name']],
    ['', 20, 2, 0, []],
  ])('%j in %i signs and %i lines, %i kept free', (name, width, lines, reserve, expected) => {
    expect(fit(name, width, lines, reserve)).toEqual(expected);
  });

  it('never is wider than its cell, whatever it is', () => {
    const names = [
      'A',
      'Boot or Logon Autostart Execution',
      '/etc/passwd and /etc/shadow',
      '---',
      'a-b-c/d/e',
      'Ünïcödé 日本語 😀😀😀',
    ];
    for (const name of names) {
      for (let width = 3; width < 30; width++) {
        const lines = fit(name, width, 2, 2);
        expect(lines.length).toBeLessThanOrEqual(2);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }
    }
  });

  it('does not lose signs that are made of two', () => {
    expect(fit('😀😀😀😀', 5, 1)).toEqual(['😀😀…']);
  });

  it('shows something in no room at all', () => {
    expect(fit('Phishing', 0, 1)).toEqual(['P…']);
  });
});

it('says how wide each line is', () => {
  expect(fitName('Valid Accounts', 10, 2, 0, (text) => text.length)).toEqual([
    { text: 'Valid', width: 5 },
    { text: 'Accounts', width: 8 },
  ]);
});
