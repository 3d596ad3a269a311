import type { ReportOptions } from '../../shared/model/report.ts';
import { arrangeReport, type ArrangedReport } from './arrange.ts';
import { isGap, nextStep, STEPS_TO_VALIDATED } from './gaps.ts';
import { LEVEL_COLORS } from './level-colors.ts';
import type { Report } from './report.ts';
import { writeWorkbook, type Cell, type Column, type Sheet } from './spreadsheet.ts';
import { leftOutOf } from './summary.ts';
import { summarySheet } from './xlsx-summary.ts';

/**
 * A report as a workbook of spreadsheets, XLSX: one table a sheet, its numbers those of the JSON report. What each sheet
 * holds stands in docs/coverage.md. Notes are in none.
 */
export function renderXlsx(
  report: Report,
  options: ReportOptions,
): { bytes: Uint8Array; sheets: { title: string; anchor: null }[] } {
  const arranged = arrangeReport(report, { ...options, leaveOutNotes: false });
  const sheets = [
    summarySheet(arranged),
    techniquesSheet(arranged),
    resourcesSheet(arranged),
    gapsSheet(arranged),
    runsSheet(arranged),
    leftOutSheet(arranged),
  ];
  const bytes = writeWorkbook({
    title: `Coverage of ATT&CK techniques, ${report.organization.name}`,
    author: report.author,
    createdAt: report.asOf,
    sheets,
    styles: LEVEL_COLORS,
  });
  return { bytes, sheets: sheets.map(({ name }) => ({ title: name, anchor: null })) };
}

/** Columns as they are written below: the title, and its width in characters. */
function columns(...pairs: [title: string, width: number][]): Column[] {
  return pairs.map(([title, width]) => ({ title, width }));
}

function techniquesSheet({ techniques }: ArrangedReport): Sheet {
  return {
    name: 'Techniques',
    columns: columns(
      ['ID', 12],
      ['Technique', 40],
      ['Tactics', 34],
      ['Level', 11],
      ['Rules deployed', 15],
      ['Rules listed', 13],
      ['Tests deployed', 15],
      ['Tests listed', 13],
      ['Tests run', 11],
      ['Tests detected', 15],
      ['Latest run (UTC)', 18],
      ['Controls deployed', 18],
      ['Controls listed', 15],
      ['Planned', 10],
      ['Retired', 10],
      ['Not applicable', 15],
      ['Sub-techniques deployed', 24],
      ['Sub-techniques', 16],
      ['In ATT&CK', 12],
    ),
    rows: techniques.map((technique) => [
      technique.id,
      technique.name,
      technique.tactics.join('; '),
      { text: technique.level, style: technique.level },
      technique.rules.deployed,
      technique.rules.listed,
      technique.tests.deployed,
      technique.tests.listed,
      technique.runs.tests,
      technique.runs.detected,
      technique.runs.latest === null ? null : { time: technique.runs.latest },
      technique.controls.deployed,
      technique.controls.listed,
      technique.planned,
      technique.retired,
      technique.notApplicable,
      technique.subTechniques.deployed,
      technique.subTechniques.listed,
      technique.state,
    ]),
  };
}

function resourcesSheet({ resources }: ArrangedReport): Sheet {
  return {
    name: 'Resources',
    columns: columns(
      ['Kind', 10],
      ['Source', 18],
      ['Title', 50],
      ['Techniques', 30],
      ['Mark', 15],
      ['Comment', 40],
      ['Marked by', 18],
      ['Marked at (UTC)', 18],
      ['Unit tests', 11],
      ['Folder', 34],
      ['URL', 50],
      ['Key', 50],
    ),
    rows: resources.map((resource): Cell[] => [
      resource.kind,
      resource.sourceName,
      resource.title,
      resource.techniques.join('; '),
      resource.mark ?? 'open',
      resource.comment,
      resource.markedBy,
      resource.markedAt === null ? null : { time: resource.markedAt },
      resource.unitTests,
      resource.trail.map((crumb) => crumb.name).join(' / '),
      resource.url,
      resource.key,
    ]),
  };
}

function gapsSheet({ techniques }: ArrangedReport): Sheet {
  return {
    name: 'Gaps',
    columns: columns(
      ['ID', 12],
      ['Technique', 40],
      ['Tactics', 34],
      ['Level', 11],
      ['Steps to validated', 18],
      ['Next step', 70],
      ['Rules listed', 13],
      ['Tests listed', 13],
      ['Controls listed', 15],
      ['Planned', 10],
    ),
    rows: techniques
      .filter(isGap)
      .map((technique) => [
        technique.id,
        technique.name,
        technique.tactics.join('; '),
        { text: technique.level, style: technique.level },
        STEPS_TO_VALIDATED[technique.level],
        nextStep(technique),
        technique.rules.listed,
        technique.tests.listed,
        technique.controls.listed,
        technique.planned,
      ]),
  };
}

function runsSheet({ runs }: ArrangedReport): Sheet {
  return {
    name: 'Runs',
    columns: columns(
      ['Ran at (UTC)', 18],
      ['Test', 50],
      ['Techniques', 30],
      ['Outcome', 11],
      ['Counts', 9],
      ['Rules that fired', 50],
      ['Comment', 40],
      ['Recorded by', 18],
      ['Recorded at (UTC)', 18],
      ['Test key', 50],
    ),
    rows: runs.map((run): Cell[] => [
      { time: run.at },
      run.testTitle,
      run.techniques.join('; '),
      run.outcome,
      run.isValid ? 'yes' : 'no',
      run.rules.map(({ title }) => title).join('; '),
      run.comment,
      run.recordedBy,
      { time: run.recordedAt },
      run.testKey,
    ]),
  };
}

function leftOutSheet(arranged: ArrangedReport): Sheet {
  return {
    name: 'Left out',
    columns: columns(['What', 50], ['Count', 10], ['Why', 110]),
    rows: [
      ...leftOutOf(arranged).map(({ what, count, why }): Cell[] => [what, count, why]),
      ['Notes', arranged.notes?.length ?? null, 'A workbook holds none.'],
      ...arranged.noLongerListed.map(({ kind, mark, title, key }): Cell[] => [
        `No longer listed: ${kind}, ${mark}`,
        1,
        `${title} (${key})`,
      ]),
    ],
  };
}
