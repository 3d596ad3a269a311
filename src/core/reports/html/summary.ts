import type { Coverage } from '../../../shared/model/coverage.ts';
import { sumOfLevels, type ArrangedReport } from '../arrange.ts';
import { countedNumbers } from '../counting.ts';
import { age, dayRange, day, isOld, moment, number } from '../figures.ts';
import { renderMatrix } from '../matrix.ts';
import { attackSentences, contentSum, summarySentences } from '../summary.ts';
import { emphasized, escapeHtml, foreign } from './escape.ts';
import { LEVEL_ORDER, section, type Section } from './parts.ts';

/** Title, who, when, and the content that the numbers rest on. */
export function htmlHead(arranged: ArrangedReport): string {
  const { report, headSources } = arranged;
  const by = [foreign(report.organization.name), escapeHtml(day(report.asOf)), foreign(report.author)];
  const sources = headSources.map((source) => {
    const dates = escapeHtml(dayRange(source.oldest, source.newest));
    return `<li>${foreign(source.name)} ${dates}${ageText(source.newest, report.asOf)}</li>`;
  });
  return `<header>
<h1>Coverage of ATT&amp;CK techniques</h1>
<p class="by">${by.join(' · ')} · Bearing ${escapeHtml(report.bearing)}</p>
<dl class="facts">
<dt>As of</dt><dd>${escapeHtml(moment(report.asOf))}, the time of the newest datum in this report</dd>
<dt>Content</dt><dd>${contentSum(report.content)}, SHA-256 <span class="mono">${escapeHtml(report.content.hash)}</span></dd>
<dt>ATT&amp;CK</dt><dd>${escapeHtml(attackSentences(arranged))}</dd>
<dt>Sources, last accessed</dt><dd>${sources.length > 0 ? `<ul class="dots sources">${sources.join('')}</ul>` : 'none'}</dd>
</dl>
</header>`;
}

/** The headings of the file as links. */
export function htmlContents(contents: { title: string; anchor: string }[]): string {
  const items = contents.map(({ title, anchor }) => `<li><a href="#${anchor}">${escapeHtml(title)}</a></li>`);
  return `<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ol class="dots">${items.join('')}</ol></nav>`;
}

/** What the numbers say in sentences, the level bar and its legend. */
export function htmlSummary(arranged: ArrangedReport): Section {
  const { levels } = arranged.report.coverage;
  const legend = LEVEL_ORDER.map(
    (level) =>
      `<li><span class="sw ${level}"></span>${level[0]?.toUpperCase()}${level.slice(1)} <b>${number(levels[level])}</b></li>`,
  );
  return section(
    'summary',
    'Summary',
    `<p class="lead">${summarySentences(arranged).map(emphasized).join(' ')}</p>
${levelBar(levels)}
<ul class="legend">${legend.join('')}</ul>`,
  );
}

/** The picture of all techniques. */
export function htmlMatrix(arranged: ArrangedReport): Section {
  const caption =
    'One box for each technique in each of its tactics, sorted by id. n/m: of m sub-techniques in the catalog, n have a rule deployed. The box of a parent shows its own level only. Left bar: a rule is deployed. Under a tactic: techniques and sub-techniques with a rule deployed, of all. <a href="#techniques">Techniques</a> says the same as a table.';
  return section(
    'matrix',
    'Matrix',
    `<figure>${renderMatrix(arranged)}<figcaption>${caption}</figcaption></figure>`,
  );
}

/** Every number with its rule, its sum and what it leaves out. */
export function htmlCounted(arranged: ArrangedReport): Section {
  const entries = countedNumbers(arranged).map((entry) => {
    const leftOut =
      entry.leftOut === '' ? '' : ` <span class="rule">Left out: ${escapeHtml(entry.leftOut)}</span>`;
    return `<dt>${escapeHtml(entry.term)}</dt><dd><b>${escapeHtml(entry.sum)}</b> <span class="rule">${escapeHtml(entry.rule)}</span>${leftOut}</dd>`;
  });
  return section('how-counted', 'How these numbers are counted', `<dl>${entries.join('\n')}</dl>`, 'counted');
}

/** `(4 y 3 m)`, in the colour of attention beyond a year. */
function ageText(date: string | null, at: string): string {
  const text = age(date, at);
  if (text === '') return '';
  return isOld(date, at) ? ` <span class="old">(${text})</span>` : ` (${text})`;
}

/** All techniques as one bar. Widths are attributes, since the page has no style attributes. */
function levelBar(levels: Coverage['levels']): string {
  const all = sumOfLevels(levels);
  const label = LEVEL_ORDER.map((level) => `${level} ${number(levels[level])}`).join(', ');
  let at = 0;
  const parts = LEVEL_ORDER.flatMap((level) => {
    if (levels[level] === 0) return [];
    const [x, width] = [at, (1000 * levels[level]) / all];
    at += width;
    return [barPart(level, x, Math.max(width - 1.2, 0.6))];
  });
  return `<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="${label}"><defs><pattern id="bar-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#f0b78f"/><rect width="3" height="6" fill="#b2420b"/></pattern></defs>${parts.join('')}</svg>`;
}

function barPart(level: keyof Coverage['levels'], x: number, width: number): string {
  const [left, wide] = [x.toFixed(2), width.toFixed(2)];
  if (level === 'unlisted') return `<path class="f-unlisted" d="M${left} 5h${wide}"/>`;
  const fill = level === 'failed' ? 'fill="url(#bar-hatch)"' : `class="f-${level}"`;
  return `<rect ${fill} x="${left}" width="${wide}" height="10"/>`;
}
