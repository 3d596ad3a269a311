import type { ReportOptions } from '../../shared/model/report.ts';
import { arrangeReport, type ArrangedReport } from './arrange.ts';
import { day } from './figures.ts';
import { escapeHtml } from './html/escape.ts';
import { htmlNotes } from './html/notes.ts';
import type { Section } from './html/parts.ts';
import { htmlRuns } from './html/runs.ts';
import { htmlDeployed, htmlNotApplicable, htmlOpen, htmlPlannedAndRetired } from './html/resources.ts';
import { STYLE, STYLE_HASH } from './html/style.ts';
import { htmlContents, htmlCounted, htmlHead, htmlMatrix, htmlSummary } from './html/summary.ts';
import { htmlBySource, htmlByTactic, htmlContent, htmlLeftOut, htmlTechniques } from './html/tables.ts';
import type { Report } from './report.ts';

/**
 * A report as one self-contained HTML file: no script, nothing from outside, no style attribute; its own policy allows
 * its one style element by hash and nothing else. Everything that was imported or typed in is escaped and isolated.
 */
export function renderHtml(
  report: Report,
  options: ReportOptions,
): { text: string; contents: { title: string; anchor: string }[] } {
  const arranged = arrangeReport(report, options);
  const sections = renderSections(arranged);
  const contents = sections.map(({ title, anchor }) => ({ title, anchor }));
  const pageTitle = `Coverage report, ${report.organization.name}, ${day(report.asOf)}`;
  const text = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="only light">
<meta name="generator" content="Bearing ${escapeHtml(report.bearing)}">
<title>${escapeHtml(pageTitle)}</title>
<style>${STYLE}</style>
</head>
<body>
${htmlHead(arranged)}
${htmlContents(contents)}
<main>
${sections.map((section) => section.html).join('\n')}
</main>
</body>
</html>
`;
  return { text, contents };
}

function renderSections(arranged: ArrangedReport): Section[] {
  return [
    htmlSummary(arranged),
    htmlMatrix(arranged),
    htmlCounted(arranged),
    htmlByTactic(arranged),
    htmlBySource(arranged),
    htmlTechniques(arranged),
    htmlDeployed(arranged),
    htmlPlannedAndRetired(arranged),
    htmlOpen(arranged),
    htmlNotApplicable(arranged),
    htmlRuns(arranged),
    htmlNotes(arranged),
    htmlLeftOut(arranged),
    htmlContent(arranged),
  ].filter((section) => section !== null);
}
