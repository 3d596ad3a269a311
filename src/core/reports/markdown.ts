import type { Coverage, TechniqueCoverage } from '../../shared/model/coverage.ts';
import type { ReportOptions } from '../../shared/model/report.ts';
import { arrangeReport, resourcesMarked, ruleDeployed, sumOfLevels, type ArrangedReport } from './arrange.ts';
import { countedNumbers } from './counting.ts';
import { age, counted, dayRange, moment, nOfM, number, share } from './figures.ts';
import { KIND_NAMES } from './kind-names.ts';
import { markdownResources } from './markdown-resources.ts';
import { code, fenced, inline, table } from './markdown-text.ts';
import { MARK_NAMES } from './mark-names.ts';
import type { Report } from './report.ts';
import { attackSentences, contentSum, leftOutOf, snapshotName, summarySentences } from './summary.ts';

/**
 * A report as GitHub-flavoured Markdown: the sections of the HTML report, with a table for each tactic in place of the
 * matrix. Everything that was imported or typed in is escaped and stays text; notes stand as they were written, in
 * code blocks.
 */
export function renderMarkdown(report: Report, options: ReportOptions): string {
  const arranged = arrangeReport(report, options);
  const sections = [
    head(arranged),
    section('Summary', summarySentences(arranged).join(' ')),
    section('Techniques by tactic', techniquesByTactic(arranged)),
    section('How these numbers are counted', howCounted(arranged)),
    section('By tactic', byTactic(arranged)),
    section('By source', bySource(arranged)),
    section('Techniques', techniqueTable(arranged.techniques)),
    section('Deployed resources', deployed(arranged)),
    section(
      'Planned and retired',
      markdownResources(resourcesMarked(arranged, 'planned', 'retired'), 'mark'),
    ),
    section('Open resources', markdownResources(resourcesMarked(arranged, null), 'open')),
    section('Not applicable', markdownResources(resourcesMarked(arranged, 'not-applicable'), 'mark')),
    section('Runs', runs(arranged)),
    ...(arranged.notes === null ? [] : [section('Notes', notes(arranged))]),
    section('What was left out', leftOut(arranged)),
    section('Content and hashes', contentAndHashes(arranged)),
  ];
  return `${sections.join('\n\n')}\n`;
}

function section(title: string, body: string): string {
  return `## ${title}\n\n${body}`;
}

function head(arranged: ArrangedReport): string {
  const { report, headSources } = arranged;
  const sources = headSources.map((source) => {
    const old = source.newest === null ? '' : ` (${age(source.newest, report.asOf)})`;
    return `${inline(`${source.name} ${dayRange(source.oldest, source.newest)}`)}${old}`;
  });
  return [
    '# Coverage of ATT&CK techniques',
    table(
      ['Report', ''],
      [
        ['Organization', inline(report.organization.name)],
        ['As of', inline(moment(report.asOf))],
        ['Made by', inline(report.author)],
        ['Made with', `Bearing ${inline(report.bearing)}`],
        ['Content', `${contentSum(report.content)}, SHA-256 ${code(report.content.hash)}`],
        ['ATT&CK', inline(attackSentences(arranged))],
        ['Sources, last accessed', sources.join('; ')],
      ],
    ),
  ].join('\n\n');
}

function techniquesByTactic(arranged: ArrangedReport): string {
  const parts = arranged.tactics.map((tactic) => {
    const techniques = arranged.techniques.filter((technique) => technique.tactics.includes(tactic.name));
    return `### ${inline(tactic.name)}\n\n${techniqueTable(techniques, false)}`;
  });
  const without = arranged.techniques.filter((technique) => technique.tactics.length === 0);
  if (without.length > 0) parts.push(`### No tactic\n\n${techniqueTable(without, false)}`);
  return parts.length > 0 ? parts.join('\n\n') : 'None.';
}

function howCounted(arranged: ArrangedReport): string {
  return countedNumbers(arranged)
    .map((entry) => {
      const leftOutText = entry.leftOut === '' ? '' : ` Left out: ${inline(entry.leftOut)}`;
      return `- **${entry.term}.** ${inline(entry.rule)} ${inline(entry.sum)}${leftOutText}`;
    })
    .join('\n');
}

function byTactic(arranged: ArrangedReport): string {
  const line = (name: string, levels: Coverage['levels']): string[] => {
    const [part, all] = [ruleDeployed(levels), sumOfLevels(levels)];
    const order = ['validated', 'deployed', 'failed', 'listed', 'unlisted'] as const;
    return [name, nOfM(part, all), share(part, all), ...order.map((level) => number(levels[level]))];
  };
  const rows = arranged.tactics.map((tactic) => line(inline(tactic.name), tactic.levels));
  rows.push(line('All, each technique once', arranged.report.coverage.levels));
  const columns = [
    'Tactic',
    'Rule deployed',
    'Share',
    'Validated',
    'Deployed',
    'Failed',
    'Listed',
    'Unlisted',
  ];
  return table(columns, rows, [1, 2, 3, 4, 5, 6, 7]);
}

function bySource(arranged: ArrangedReport): string {
  const rows = arranged.sources.map((source) => [
    inline(source.title),
    KIND_NAMES[source.kind].many,
    nOfM(source.deployed, source.listed),
    share(source.deployed, source.listed),
    number(source.marks.planned),
    number(source.marks.retired),
    number(source.marks.notApplicable),
    number(source.marks.open),
    number(source.links),
    inline(dayRange(source.oldest, source.newest)),
    age(source.newest, arranged.report.asOf),
  ]);
  const columns = [
    'Source',
    'Kind',
    'Deployed of listed',
    'Share',
    'Planned',
    'Retired',
    'Not applicable',
    'Open',
  ];
  return table([...columns, 'Links', 'Last accessed', 'Age'], rows, [2, 3, 4, 5, 6, 7, 8]);
}

function techniqueTable(techniques: TechniqueCoverage[], withTactics = true): string {
  if (techniques.length === 0) return 'None.';
  const rows = techniques.map((technique) => [
    inline(technique.id),
    inline(technique.name),
    ...(withTactics ? [technique.tactics.map(inline).join(', ')] : []),
    technique.level,
    ...[technique.rules, technique.tests, technique.controls].map((count) =>
      nOfM(count.deployed, count.listed),
    ),
    technique.subTechniques.listed > 0
      ? nOfM(technique.subTechniques.deployed, technique.subTechniques.listed)
      : '',
  ]);
  const columns = ['Id', 'Technique', ...(withTactics ? ['Tactics'] : []), 'Level'];
  const first = columns.length;
  return table([...columns, 'Rules', 'Tests', 'Controls', 'Sub-techniques'], rows, [
    first,
    first + 1,
    first + 2,
    first + 3,
  ]);
}

function deployed(arranged: ArrangedReport): string {
  const listed = markdownResources(resourcesMarked(arranged, 'deployed'), 'deployed');
  if (arranged.noLongerListed.length === 0) return listed;
  const rows = arranged.noLongerListed.map((entry) => [
    inline(entry.title),
    KIND_NAMES[entry.kind].one,
    inline(markName(entry.mark)),
    inline(entry.key),
  ]);
  return `${listed}\n\n### Marked, no longer listed\n\n${table(['Resource', 'Kind', 'Mark', 'Key'], rows)}`;
}

function runs(arranged: ArrangedReport): string {
  if (arranged.runs.length === 0) return 'None.';
  return table(
    ['Ran', 'Test', 'Techniques', 'Outcome', 'Rules that fired', 'By', 'Recorded', 'Comment'],
    arranged.runs.map((run) => [
      inline(moment(run.at)),
      inline(run.testTitle),
      run.techniques.length === 0 ? 'no longer listed' : run.techniques.map(inline).join(', '),
      run.isValid ? run.outcome : `${run.outcome}, too long ago`,
      run.rules.map(({ title }) => inline(title)).join('; '),
      inline(run.recordedBy),
      inline(moment(run.recordedAt)),
      inline(run.comment ?? ''),
    ]),
  );
}

function notes(arranged: ArrangedReport): string {
  if (!arranged.notes?.length) return 'None.';
  return arranged.notes
    .map((note) => {
      const target = note.targetType === 'organization' ? '' : ` ${inline(note.targetKey)}`;
      const title = `Note on ${note.targetType}${target}: ${inline(note.targetTitle)}`;
      return `### ${title}\n\nBy ${inline(note.author)}, ${inline(moment(note.updatedAt))}\n\n${fenced(note.text)}`;
    })
    .join('\n\n');
}

function leftOut(arranged: ArrangedReport): string {
  const rows = leftOutOf(arranged).map((entry) => [
    inline(entry.what),
    entry.count === null ? 'not counted' : number(entry.count),
    inline(entry.why),
  ]);
  return table(['What', 'Count', 'Why'], rows, [1]);
}

function contentAndHashes({ content, ledger }: ArrangedReport): string {
  const rows = content.files.map((file) => [inline(file.techniqueId), inline(file.file), code(file.sha256)]);
  const all = `SHA-256 over all ${contentSum(content)}: ${code(content.hash)}.`;
  const snapshots = content.snapshots.map(
    (snapshot) => `${inline(snapshotName(snapshot))}: ${code(snapshot.sha256)}.`,
  );
  const feeds = ledger.map(
    ({ feed, entries, head }) =>
      `Ledger ${inline(feed)}: ${counted(entries, 'entry', 'entries')}, newest ${code(head)}.`,
  );
  const list = rows.length === 0 ? [] : [table(['Technique', 'Document', 'SHA-256'], rows)];
  return [all, ...snapshots, ...feeds, ...list].join('\n\n');
}

function markName(mark: string): string {
  return (MARK_NAMES as Record<string, string>)[mark] ?? mark;
}
