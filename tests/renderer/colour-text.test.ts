import { describe, expect, it } from 'vitest';
import { colourText, type TextLine } from '../../src/renderer/features/resource/colour-text.ts';
import { sigmaRule, sigmaText } from '../support/sigma-snapshot.ts';

const textOf = (lines: readonly TextLine[]) =>
  lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
const coloured = (text: string, language: string) =>
  colourText(text, language)
    .flat()
    .filter(({ colour, text: piece }) => colour !== null && piece.trim() !== '')
    .map(({ colour, text: piece }) => `${colour} ${piece.trim()}`);

describe('colours', () => {
  it('of a rule of Sigma', () => {
    const text = sigmaText(sigmaRule(7, 'Nmap'));
    expect(textOf(colourText(text, 'yaml'))).toBe(text);
    expect(coloured(text, 'yaml')).toEqual(
      expect.arrayContaining(['key title:', 'string "Nmap"', 'number 2024-02-03', 'key detection:']),
    );
  });

  it('of TOML, keys and strings over lines', () => {
    const text = `# made\n[rule.threat]\nname = "A \\" b"\nrisk = 47\nis_on = true\nquery = '''\nprocess = "x"\n'''\n`;
    expect(textOf(colourText(text, 'toml'))).toBe(text);
    expect(coloured(text, 'toml')).toEqual([
      'comment # made',
      'key [rule.threat]',
      'key name',
      'string "A \\" b"',
      'key risk',
      'number 47',
      'key is_on',
      'word true',
      'key query',
      `string '''`,
      'string process = "x"',
      `string '''`,
    ]);
  });

  it.each(['json', 'markdown', 'none', 'unheard-of'])('of %s keep every letter', (language) => {
    const text = '# a\r\n\r\n{"b": [1, "c", null]}\n\n`d`\n';
    expect(textOf(colourText(text, language))).toBe(text.replaceAll('\r', ''));
  });
});

describe('a text that is made to stop the page', () => {
  it.each([
    ['yaml', '*a '.repeat(100_000)],
    ['toml', '1.'.repeat(150_000)],
    ['toml', `${'a.'.repeat(2000)}\n`.repeat(70)],
    ['markdown', '[a]('.repeat(75_000)],
    ['markdown', `${'[a]('.repeat(200)}\n`.repeat(300)],
  ])('%s is shown in short time', (language, text) => {
    const start = performance.now();
    expect(textOf(colourText(text, language))).toHaveLength(text.length);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
