import fc from 'fast-check';
import createMarkdown, { type Token } from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../src/core/reports/markdown.ts';
import { visibleText } from '../../../src/core/reports/visible.ts';
import { anyText, reportWith } from '../../support/hostile-report.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';
import { OPTIONS, smallReport } from '../../support/report-value.ts';

/** As permissive as a reader can be: HTML passes, bare URLs become links. */
const parser = createMarkdown({ html: true, linkify: true });

describe('the Markdown report', () => {
  test('has the sections of the HTML report, and a table for each tactic', () => {
    const headings = readTokens(renderMarkdown(smallReport(), OPTIONS))
      .filter((token, index, all) => token.type === 'inline' && all[index - 1]?.type === 'heading_open')
      .map((token) => token.content);
    expect(headings).toEqual([
      'Coverage of ATT&CK techniques',
      'Summary',
      'Techniques by tactic',
      'Initial Access',
      'Persistence',
      'Credential Access',
      'Discovery',
      'How these numbers are counted',
      'By tactic',
      'By source',
      'Techniques',
      'Deployed resources',
      'Marked, no longer listed',
      'Planned and retired',
      'Open resources',
      'Not applicable',
      'Runs',
      'Notes',
      'Note on technique T1046: Network Service Scanning',
      'What was left out',
      'Content and hashes',
    ]);
  });

  test('leaves notes out on request', () => {
    const text = renderMarkdown(smallReport(), { ...OPTIONS, leaveOutNotes: true });
    expect(text).not.toContain('A note.');
    expect(text).toContain('| Notes | not counted | Left out of this report by choice. |');
  });

  test.each(HOSTILE_TEXTS)('%j stays text', (text) => {
    expectText(text);
  });

  test('any text stays text', () => {
    fc.assert(
      fc.property(anyText, (text) => expectText(text)),
      { numRuns: 200 },
    );
  });
});

/** Nothing but tables, headings, our one list and our words in bold; and the text is there to be read. */
function expectText(text: string): void {
  const tokens = readTokens(renderMarkdown(reportWith(text), OPTIONS));
  const types = new Set(tokens.map((token) => token.type.replace(/_(open|close)$/, '')));
  for (const type of [
    'html_block',
    'html_inline',
    'link',
    'image',
    'em',
    's',
    'code_block',
    'blockquote',
    'hr',
    'hardbreak',
  ])
    expect(types).not.toContain(type);
  expect(tokens.filter((token) => token.type === 'bullet_list_open')).toHaveLength(1);
  expect(tokens.filter((token) => token.type === 'heading_open')).toHaveLength(EXPECTED_HEADINGS);
  expect(tokens.filter((token) => token.type === 'table_open')).toHaveLength(EXPECTED_TABLES);
  expect(tokens.filter((token) => token.type === 'fence').map((token) => token.content)).toContain(
    `${normalized(text)}\n`,
  );
  const read = tokens.filter((token) => token.type === 'inline').map((token) => plainText(token));
  expect(read).toContain(`Note on technique T1046: ${asLine(text)}`.trim());
}

const plain = readTokens(renderMarkdown(reportWith('plain'), OPTIONS));
const EXPECTED_HEADINGS = plain.filter((token) => token.type === 'heading_open').length;
const EXPECTED_TABLES = plain.filter((token) => token.type === 'table_open').length;

function readTokens(markdown: string): Token[] {
  return parser.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

function plainText(token: Token): string {
  return (token.children ?? []).map((child) => child.content).join('');
}

function normalized(text: string): string {
  return visibleText(text).replace(/\r\n?/g, '\n');
}

/** As the report shows a text in one line. */
function asLine(text: string): string {
  return normalized(text).replaceAll('\t', ' ').replaceAll('\n', ' ↵ ');
}
