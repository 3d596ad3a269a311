import type { Coverage, TechniqueCoverage } from '../../../shared/model/coverage.ts';
import { isTechniqueId } from '../../../shared/model/technique.ts';
import { ruleDeployed, sumOfLevels, type ArrangedReport, type ArrangedSource } from '../arrange.ts';
import { age, counted, dayRange, isOld, nOfM, number, share } from '../figures.ts';
import { KIND_NAMES, REPORT_KINDS } from '../kind-names.ts';
import { contentSum, leftOutOf, snapshotName } from '../summary.ts';
import { escapeHtml, foreign, urlText } from './escape.ts';
import { LEVEL_ORDER, levelName, NONE, num, section, table, type Section } from './parts.ts';

/** Levels per tactic, and of all techniques each once. */
export function htmlByTactic(arranged: ArrangedReport): Section {
  const columns = [
    { title: 'Tactic' },
    { title: 'Rule deployed', kind: 'num' },
    { title: 'Share', kind: 'num' },
    ...LEVEL_ORDER.map((level) => ({ title: `${level[0]?.toUpperCase()}${level.slice(1)}`, kind: 'num' })),
  ];
  const rows = arranged.tactics.map(
    (tactic) => `<tr><th scope="row">${foreign(tactic.name)}</th>${levelCells(tactic.levels)}</tr>`,
  );
  const foot = `<tfoot><tr><th scope="row">All, each technique once</th>${levelCells(arranged.report.coverage.levels)}</tr></tfoot>`;
  return section(
    'by-tactic',
    'By tactic',
    `${table('Techniques and sub-techniques of each tactic by level', columns, rows.join('\n'), 'keep', foot)}
<p class="note">The lines do not add up to the last one: a technique with several tactics stands in each of them.</p>`,
  );
}

/** Per source and kind: resources by mark, links, dates. */
export function htmlBySource(arranged: ArrangedReport): Section {
  const columns = [
    { title: 'Source' },
    { title: 'Kind', kind: 'c-kind' },
    { title: 'Deployed of listed', kind: 'num c-nm' },
    ...['Share', 'Planned', 'Retired', 'Not applicable', 'Open', 'Links'].map((title) => ({
      title,
      kind: `num ${title === 'Not applicable' ? 'c-na' : 'c-n'}`,
    })),
    { title: 'Last accessed', kind: 'c-date' },
    { title: 'Age', kind: 'num c-age' },
  ];
  const rows = arranged.sources.map((source) => sourceRow(source, arranged.report.asOf));
  const foot = REPORT_KINDS.filter((kind) => arranged.sources.some((source) => source.kind === kind)).map(
    (kind) => {
      const { listed, deployed } = arranged.report.coverage[`${kind}s`];
      const links = arranged.sources
        .filter((source) => source.kind === kind)
        .reduce((sum, { links: n }) => sum + n, 0);
      const counts = countCells({ listed, deployed, marks: arranged.marks[kind], links });
      return `<tr><th scope="row">All</th><td>${KIND_NAMES[kind].many}</td>${counts}<td></td><td></td></tr>`;
    },
  );
  return section(
    'by-source',
    'By source',
    `${table('Resources of each source by mark, each counted once', columns, rows.join('\n'), 'wide', `<tfoot>${foot.join('')}</tfoot>`)}
<p class="note">Deployed, planned, retired, not applicable and open add up to listed. A link is one resource listed for one technique.</p>`,
  );
}

/** Every technique with its level and what is deployed of what is listed. */
export function htmlTechniques(arranged: ArrangedReport): Section {
  const columns = [
    { title: 'Id', kind: 'c-id' },
    { title: 'Technique' },
    { title: 'Tactics' },
    { title: 'Level' },
    ...['Rules', 'Tests', 'Controls', 'Sub-techniques'].map((title) => ({ title, kind: 'num' })),
  ];
  const caption = `${counted(arranged.techniques.length, 'technique')}: deployed of listed per kind; of a parent, sub-techniques with a rule deployed`;
  const rows = arranged.techniques.map(techniqueRow).join('\n');
  return section('techniques', 'Techniques', rows === '' ? NONE : table(caption, columns, rows), 'new-page');
}

/** What the numbers do not hold, and why. */
export function htmlLeftOut(arranged: ArrangedReport): Section {
  const columns = [
    { title: 'What', kind: 'c-what' },
    { title: 'Count', kind: 'num c-count' },
    { title: 'Why' },
  ];
  const rows = leftOutOf(arranged).map(
    ({ what, count, why }) =>
      `<tr><th scope="row">${foreign(what)}</th>${num(count === null ? 'not counted' : number(count))}<td>${foreign(why)}</td></tr>`,
  );
  return section(
    'left-out',
    'What was left out',
    table('What the numbers do not hold, or hold apart', columns, rows.join('\n'), 'wide'),
  );
}

/** Hash of every document and snapshot, so that the report can be checked against its content. */
export function htmlContent({ content, ledger }: ArrangedReport): Section {
  const columns = [{ title: 'Technique', kind: 'c-id' }, { title: 'Document' }, { title: 'SHA-256' }];
  const rows = content.files.map(
    (file) =>
      `<tr><th scope="row">${foreign(file.techniqueId)}</th><td>${foreign(file.file)}</td><td class="mono">${escapeHtml(file.sha256)}</td></tr>`,
  );
  const all = `<p class="all">SHA-256 over all ${contentSum(content)}: <span class="mono">${escapeHtml(content.hash)}</span></p>`;
  const list =
    rows.length === 0
      ? ''
      : table('Documents and the hash of their bytes', columns, rows.join('\n'), 'open files');
  const snapshots = content.snapshots.map(
    (snapshot) =>
      `<p class="all">${foreign(snapshotName(snapshot))}: <span class="mono">${escapeHtml(snapshot.sha256)}</span></p>`,
  );
  const feeds = ledger.map(
    ({ feed, entries, head }) =>
      `<p class="all">Ledger ${escapeHtml(feed)}: ${counted(entries, 'entry', 'entries')}, newest <span class="mono">${escapeHtml(head)}</span></p>`,
  );
  return section('content', 'Content and hashes', all + snapshots.join('') + feeds.join('') + list);
}

function levelCells(levels: Coverage['levels']): string {
  const [part, all] = [ruleDeployed(levels), sumOfLevels(levels)];
  const counts = LEVEL_ORDER.map((level) => num(number(levels[level])));
  return `${num(nOfM(part, all))}${num(escapeHtml(share(part, all)))}${counts.join('')}`;
}

function sourceRow(source: ArrangedSource, asOf: string): string {
  const old = isOld(source.newest, asOf) ? ' old' : '';
  return `<tr><th scope="row">${foreign(source.title)} ${urlText(source.url)}</th><td>${KIND_NAMES[source.kind].many}</td>${countCells(source)}<td>${escapeHtml(dayRange(source.oldest, source.newest))}</td><td class="num${old}">${age(source.newest, asOf)}</td></tr>`;
}

function countCells({
  listed,
  deployed,
  marks,
  links,
}: Pick<ArrangedSource, 'listed' | 'deployed' | 'marks' | 'links'>): string {
  const counts = [marks.planned, marks.retired, marks.notApplicable, marks.open, links].map((n) =>
    num(number(n)),
  );
  return `${num(nOfM(deployed, listed))}${num(escapeHtml(share(deployed, listed)))}${counts.join('')}`;
}

function techniqueRow(technique: TechniqueCoverage): string {
  const { id, name, tactics, level, rules, tests, controls, subTechniques: subs } = technique;
  const anchor = isTechniqueId(id) ? ` id="${id}"` : '';
  const counts = [rules, tests, controls].map((count) =>
    num(nOfM(count.deployed, count.listed), count.listed === 0),
  );
  const subsCell = num(subs.listed > 0 ? nOfM(subs.deployed, subs.listed) : '');
  return `<tr${anchor}><th scope="row">${foreign(id)}</th><td>${foreign(name)}</td><td>${tactics.map(foreign).join(', ')}</td><td>${levelName(level)}</td>${counts.join('')}${subsCell}</tr>`;
}
