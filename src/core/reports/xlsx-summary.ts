import { ruleDeployed, sumOfLevels, type ArrangedReport } from './arrange.ts';
import { countedNumbers } from './counting.ts';
import { dayRange } from './figures.ts';
import { KIND_NAMES, REPORT_KINDS } from './kind-names.ts';
import { LEVEL_ORDER } from './html/parts.ts';
import type { Cell, Sheet } from './spreadsheet.ts';
import { attackSentences, contentSum, snapshotName } from './summary.ts';

/** The first sheet of a workbook: one row a number, with what it is of and how it is counted. */
export function summarySheet(arranged: ArrangedReport): Sheet {
  return {
    name: 'Summary',
    columns: [
      { title: 'Part', width: 16 },
      { title: 'What', width: 44 },
      { title: 'Number', width: 18 },
      { title: 'Of', width: 10 },
      { title: 'In words', width: 110 },
    ],
    rows: [
      ...aboutReport(arranged),
      ...byLevel(arranged),
      ...byKind(arranged),
      ...byTactic(arranged),
      ...bySource(arranged),
      ...countedNumbers(arranged).map(({ term, rule, sum, numerator, denominator, leftOut }): Cell[] => [
        'How counted',
        term,
        numerator,
        denominator,
        [rule, sum, leftOut === '' ? '' : `Left out: ${leftOut}`].filter((text) => text !== '').join(' '),
      ]),
    ],
  };
}

function aboutReport(arranged: ArrangedReport): Cell[][] {
  const { report, content } = arranged;
  const row = (what: string, number: Cell, words: Cell): Cell[] => ['Report', what, number, null, words];
  return [
    row('Organization', null, report.organization.name),
    row('As of (UTC)', { time: report.asOf }, report.asOf),
    row('Made by', null, report.author),
    row('Made with', null, `Bearing ${report.bearing}`),
    row('Documents', content.documents, `${contentSum(content)}, SHA-256 ${content.hash}`),
    row('ATT&CK', null, attackSentences(arranged)),
    ...content.snapshots.map((snapshot) =>
      row('Snapshot', null, `${snapshotName(snapshot)}, SHA-256 ${snapshot.sha256}`),
    ),
  ];
}

function byLevel({ report }: ArrangedReport): Cell[][] {
  const { levels } = report.coverage;
  const all = sumOfLevels(levels);
  return [
    ['Techniques', 'Rule deployed', ruleDeployed(levels), all, null],
    ...LEVEL_ORDER.map((level): Cell[] => [
      'Techniques',
      { text: level, style: level },
      levels[level],
      all,
      null,
    ]),
  ];
}

function byKind({ marks }: ArrangedReport): Cell[][] {
  return REPORT_KINDS.flatMap((kind) => {
    const { listed, deployed, planned, retired, notApplicable, open } = marks[kind];
    const { title } = KIND_NAMES[kind];
    const row = (what: string, number: number): Cell[] => [title, what, number, listed, null];
    return [
      row('deployed', deployed),
      row('planned', planned),
      row('retired', retired),
      row('not applicable', notApplicable),
      row('open', open),
    ];
  });
}

function byTactic({ tactics }: ArrangedReport): Cell[][] {
  return tactics.map(({ name, levels, techniques }) => [
    'By tactic',
    name,
    ruleDeployed(levels),
    techniques,
    'Techniques with a rule deployed.',
  ]);
}

function bySource({ sources }: ArrangedReport): Cell[][] {
  return sources.map(({ title, kind, deployed, listed, links, oldest, newest }) => [
    'By source',
    `${title}, ${KIND_NAMES[kind].many}`,
    deployed,
    listed,
    `Links: ${links}. Last accessed: ${dayRange(oldest, newest)}.`,
  ]);
}
