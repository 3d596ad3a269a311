import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderHtml } from '../../../src/core/reports/html.ts';
import { visibleText } from '../../../src/core/reports/visible.ts';
import type { Report } from '../../../src/core/reports/report.ts';
import { anyText, reportWith } from '../../support/hostile-report.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-text.ts';
import { readStrictHtml, type Tag } from '../../support/html-tokens.ts';
import { OPTIONS, reportValue, smallReport } from '../../support/report-value.ts';

const ELEMENTS = new Set(
  `html head meta title style body header h1 h2 h3 h4 h5 h6 p dl dt dd ul ol li nav main section a b bdi span table caption
  thead tbody tfoot tr th td figure figcaption svg defs pattern rect path g text div pre code em strong s blockquote br hr`.split(
    /\s+/,
  ),
);
const ATTRIBUTES = new Set(
  `lang charset http-equiv content name class id scope colspan href role tabindex aria-label aria-labelledby aria-hidden
  viewbox preserveaspectratio patternunits patterntransform width height rx x y d fill transform textlength
  lengthadjust`.split(/\s+/),
);

/** Joiners inside emoji and scripts stay. */
const HIDDEN = /(?![\u200C\u200D])\p{Cf}|[\p{Cs}\p{Zl}\p{Zp}]|(?![\t\n\r])\p{Cc}/gu;

const html = (report: Report): string => renderHtml(report, OPTIONS).text;
/** SVG names have capitals; everything else is written in small letters. */
const read = (text: string): { tags: Tag[]; text: string } =>
  readStrictHtml(
    text.replace(/ (viewBox|preserveAspectRatio|pattern[A-Z]\w+|textLength|lengthAdjust)=/g, (name) =>
      name.toLowerCase(),
    ),
  );

describe('the HTML report', () => {
  test('allows its one style element by hash and nothing else', () => {
    const text = html(smallReport());
    const styles = [...text.matchAll(/<style>([\s\S]*?)<\/style>/g)];
    expect(styles).toHaveLength(1);
    const hash = createHash('sha256')
      .update(styles[0]?.[1] ?? '')
      .digest('base64');
    expect(text).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">`,
    );
    expect(styles[0]?.[1]).not.toMatch(/url\(|@import|http/);
  });

  test('says its language and title, and its contents lead to its headings', () => {
    const { text, contents } = renderHtml(smallReport(), OPTIONS);
    expect(text).toContain('<html lang="en">');
    expect(text).toContain('<title>Coverage report, Northfield Utilities, 24 Nov 2026</title>');
    expect(contents.map(({ anchor }) => anchor)).toEqual(
      'summary matrix how-counted by-tactic by-source techniques deployed planned-retired open not-applicable runs notes left-out content'.split(
        ' ',
      ),
    );
    for (const { anchor, title } of contents) expect(text).toContain(`<h2 id="${anchor}">${title}</h2>`);
  });

  test('has ids that are all different, links inside the file alone, and heads with a scope', () => {
    const { tags } = read(html(smallReport()));
    const ids = tags.flatMap((tag) => tag.attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = tags.flatMap((tag) => tag.attributes.get('href') ?? []);
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((target) => !ids.includes(target.slice(1)))).toEqual([]);
    const heads = tags.filter((tag) => tag.name === 'th' && !tag.isEnd);
    expect(heads.filter((head) => !head.attributes.has('scope'))).toEqual([]);
    const count = (name: string): number => tags.filter((tag) => tag.name === name && !tag.isEnd).length;
    expect(count('caption')).toBe(count('table'));
  });

  test('gives each technique a box in each of its tactics, a sub-technique where its parent has none', () => {
    const report = reportValue({
      techniques: [
        { id: 'T1078', name: 'Valid Accounts', tactics: ['Initial Access', 'Persistence'] },
        { id: 'T1078.001', name: 'Default Accounts', tactics: ['Initial Access', 'Stealth'] },
        { id: 'T1003.001', name: 'LSASS Memory', tactics: ['Credential Access'] },
        { id: 'T1600', name: 'Without', tactics: [] },
      ],
      resources: [],
    });
    const picture = /<svg class="picture"[\s\S]*?<\/svg>/.exec(html(report))?.[0] ?? '';
    const boxes = [...picture.matchAll(/<text x="[\d.]+" y="[\d.]+">(T[\d.]+)<\/text>/g)].map(
      (match) => match[1],
    );
    expect(boxes).toEqual(['T1078', 'T1078', 'T1078.001', 'T1003.001', 'T1600']);
    expect(picture).toContain('>0/1</text>');
    expect(picture).toContain('No tactic');
  });

  test('shows how old content is', () => {
    expect(read(html(smallReport())).text).toContain('Sigma 23 May 2022 to 9 Aug 2022 (4 y 3 m)');
  });

  test('leaves notes out on request', () => {
    const { text, contents } = renderHtml(smallReport(), { ...OPTIONS, leaveOutNotes: true });
    expect(text).not.toContain('A note.');
    expect(contents.map(({ anchor }) => anchor)).not.toContain('notes');
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

/** Only the elements and attributes that a report has, no address outside, and the text is there to be read. */
function expectText(text: string): void {
  const source = html(reportWith(text));
  const { tags, text: shown } = read(source);
  expect(tags.map((tag) => tag.name).filter((name) => !ELEMENTS.has(name))).toEqual([]);
  expect(tags.flatMap((tag) => [...tag.attributes.keys()]).filter((name) => !ATTRIBUTES.has(name))).toEqual(
    [],
  );
  expect(
    tags.flatMap((tag) => tag.attributes.get('href') ?? []).filter((target) => !/^#[\w.-]+$/.test(target)),
  ).toEqual([]);
  expect(shown).toContain(visibleText(text));
  expect(source.match(HIDDEN)).toBeNull();
}
