import { KINDS } from '../../shared/model/resource.ts';
import { hasRuns, ruleDeployed, sumOfLevels, type ArrangedReport } from './arrange.ts';
import { nOfM, number, share } from './figures.ts';

/** The summary in sentences. Numbers that matter stand between `**`. */
export function summarySentences(arranged: ArrangedReport): string[] {
  const { levels } = arranged.report.coverage;
  const all = sumOfLevels(levels);
  const { rules } = arranged.report.coverage;
  const percent = all > 0 ? ` (${share(ruleDeployed(levels), all)})` : '';
  return [
    `A rule is deployed for **${nOfM(ruleDeployed(levels), all)}** techniques${percent}.`,
    hasRuns(arranged)
      ? `**${number(levels.validated)}** of them are validated by a run, **${number(levels.failed)}** failed their latest run.`
      : 'No runs of tests are recorded, so none is validated or failed.',
    `For **${number(levels.listed)}** techniques something is listed and no rule is deployed; for **${number(levels.unlisted)}** nothing is listed.`,
    `**${nOfM(rules.deployed, rules.listed)}** rules are deployed, each counted once.`,
    'Left out: techniques without a document. Out of scope: none, for no scope is set.',
  ];
}

/** What the numbers do not hold: what the report was given, and what its own value shows. */
export function leftOutOf(arranged: ArrangedReport): { what: string; count: number | null; why: string }[] {
  const { report } = arranged;
  const given = new Set(arranged.leftOut.map((entry) => entry.what.toLowerCase()));
  const notApplicable = KINDS.reduce((sum, kind) => sum + arranged.marks[kind].notApplicable, 0);
  const own = [
    {
      what: 'Techniques without a document',
      count: null,
      why: 'What no imported document describes is in no number.',
    },
    {
      what: 'Techniques out of scope',
      count: 0,
      why: 'No scope is set: every technique of the catalog counts.',
    },
    {
      what: 'Resources marked not applicable',
      count: notApplicable,
      why: 'They stay listed and are counted apart from the open ones.',
    },
    {
      what: 'Resources no longer listed',
      count: arranged.noLongerListed.length,
      why: 'They have a mark, and no document lists them any more. They count in no number.',
    },
    {
      what: 'Problems in documents',
      count: report.content.problems,
      why: 'Places where a document is damaged or says of itself what is not so. What could be read is counted; Bearing lists each with its line under Content.',
    },
    ...(hasRuns(arranged)
      ? []
      : [
          {
            what: 'Runs of tests',
            count: null,
            why: 'None is recorded, so no technique can be validated or failed.',
          },
        ]),
    ...(arranged.notes === null
      ? [{ what: 'Notes', count: null, why: 'Left out of this report by choice.' }]
      : []),
  ];
  return [...arranged.leftOut, ...own.filter((entry) => !given.has(entry.what.toLowerCase()))];
}
